"""Bills of phases under way that no fund can pay in time, and what is wrong with phases under way themselves."""

from dataclasses import replace

from planner.case.checks import check
from planner.case.records import Case, Fund, UnderWay
from tests.cases import tiny


def owing(*bills_usd_bn: float, **changes: object) -> Case:
    case = tiny(under_way=(UnderWay("A", "N3", 1, 0, bills_usd_bn),))
    return replace(case, **changes)  # type: ignore[arg-type]


def found(case: Case, code: str) -> list[str]:
    return [str(problem) for problem in check(case) if problem.code == code]


def test_bills_that_can_be_paid_are_no_problem() -> None:
    assert found(owing(1.0, 0.0, 2.0, 0.0), "E743") == []
    late = {"purse": Fund("purse", (1.0, 0.0, 2.0, 0.0))}
    assert found(owing(1.0, 0.0, 2.0, 0.0, funds=late), "E743") == []


def test_bills_before_the_money() -> None:
    late = {"purse": Fund("purse", (1.0, 0.0, 0.0, 5.0))}
    assert found(owing(1.0, 0.0, 2.0, 0.0, funds=late), "E743") == [
        "error E743 under_way[0] bills_usd_bn[2]: these requirements contradict each other, found 3 bn USD due by 2 "
        "(2027Q3) of what purse may pay for, expected at most 1, the money there is by then; give more money by then, "
        "or move or lower the bills"
    ]


def test_bills_that_nobody_may_pay() -> None:
    elsewhere = {"purse": Fund("purse", (9.0,) * 4, blocs=frozenset({"east"}))}
    (problem,) = found(owing(0.0, 1.0, 0.0, 0.0, funds=elsewhere), "E743")
    assert "1 bn USD due by 1 (2027Q2) of what nobody may pay for" in problem


def test_phases_under_way_need_a_pair() -> None:
    (problem,) = found(owing(0.0, 0.0, 0.0, 0.0, pairs={}), "E607")
    assert "found N3 at A" in problem
    assert "list N3 at A in pairs, or delete the record" in problem
