"""Locks that require more than a case has: each place and quarter is named."""

from planner.case.records import Fund, Incentive, Lock, Region, Tool, ToolUse
from planner.plan.records import Status
from planner.report.words.contradictions import locked_out
from planner.report.words.verdict import without_plan
from tests.cases import pair, tiny
from tests.model.parts import site_a


def _starts(*phases: int) -> tuple[Lock, ...]:
    return tuple(Lock("A", "N3", "", t, t, count, count) for t, count in enumerate(phases))


def test_each_overdrawn_quarter_is_named_with_what_is_needed_and_what_is_there() -> None:
    case = tiny(locks=_starts(2, 1, 0), funds={"purse": Fund("purse", (1.5, 1.0, 2.0, 0.0))})
    assert locked_out(case) == [
        "purse, 2027Q1: the locks need 2 bn USD by then, there are 1.5 bn",
        "purse, 2027Q2: the locks need 3 bn USD by then, there are 2.5 bn",
    ]
    told = without_plan(case, Status.INFEASIBLE)
    assert told.startswith("Infeasible: the locks require more than this case has. purse, 2027Q1: ")


def test_only_the_funds_that_may_pay_are_counted() -> None:
    funds = {"here": Fund("here", (0.5,) * 4, regions=frozenset({"here"})), "other": Fund("other", (9.0,) * 4)}
    assert locked_out(tiny(locks=_starts(1), funds=funds)) == []
    funds["other"] = Fund("other", (9.0,) * 4, regions=frozenset({"elsewhere"}))
    case = tiny(locks=_starts(1), funds=funds, regions={"here": Region("here"), "elsewhere": Region("elsewhere")})
    assert locked_out(case) == ["here, 2027Q1: the locks need 1 bn USD by then, there are 0.5 bn"]


def test_floor_crews_and_tools_are_named() -> None:
    scanner = {"scanner": Tool("scanner", (1.0, 0.0, 0.0, 0.0), (ToolUse("N3", 1.0),))}
    regions = {"here": Region("here", max_phase_starts_per_year=1.0)}
    told = locked_out(site_a(tiny(locks=_starts(2), tools=scanner, regions=regions), floor_units=1.0))
    for part in (
        "A, 2027Q1: floor units of phases is 2",
        "here, 2027Q1: phase starts",
        "scanner, 2027Q2: machines",
    ):
        assert any(line.startswith(part) for line in told), part


def test_a_window_counts_as_late_as_it_may_and_with_every_credit() -> None:
    late = Lock("A", "N3", "", 0, 2, 1)
    assert locked_out(tiny(locks=(late,), funds={"purse": Fund("purse", (0.0, 0.0, 1.0, 0.0))})) == []
    half = Incentive("half", 0.5, start_until=0)
    poor = {"purse": Fund("purse", (0.5, 0.0, 0.0, 0.0))}
    assert locked_out(tiny(locks=(late,), funds=poor, incentives=(half,))) == []
    assert len(locked_out(tiny(locks=(late,), funds=poor))) == 2


def test_without_such_locks_the_general_advice_stays() -> None:
    case = tiny(pairs={("A", "N3"): pair("A", "N3")})
    assert "planner explain" in without_plan(case, Status.INFEASIBLE)
