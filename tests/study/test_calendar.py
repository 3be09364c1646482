"""What has to be decided first: by hand on the tiny case."""

import math
from dataclasses import replace
from typing import Any

import pytest

from planner.case.records import Fund, Tool, ToolUse
from planner.charts.draw import available
from planner.plan.records import Outcome, Plan, Start, Status
from planner.solver.options import SolveOptions
from planner.study.answers.interval import Interval
from planner.study.calendar import calendar
from planner.study.errors import QuestionError
from planner.study.solves.session import Session, StudyOptions
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from tests.cases import pair, tiny

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600), executor="local:1")


def test_by_hand() -> None:
    """One phase for 1 bn USD starts in 2027Q1 and serves 3 in periods 1 to 3: cost 3 + 1 = 4.

    One period later it serves 3 in two periods: 6 + 1 = 7, so the delay costs 3; two periods later 9 + 1 = 10: 6. Four
    are beyond the horizon. Two machines a kwspm have to be there one period before its first output in 2027Q2.
    """
    tools = {"scanner": Tool("scanner", (9.0,) * 4, (ToolUse("N3", 2.0, periods_before_output=1),))}
    case = tiny(tools=tools, funds={"state": Fund("state", (5.0, 0.0, 0.0, 0.0))})
    answer = calendar(case, EXACT)
    approve, pay, order = answer.tables
    ((*head, slip, one, two, four),) = approve.rows
    assert head == ["2027Q1", "A", "N3", 1, pytest.approx(1), "2027Q2"]
    assert (slip, four) == ("not at all", None)
    for cost, expected in ((one, 3), (two, 6)):
        assert isinstance(cost, Interval)
        assert (cost.low, cost.high) == pytest.approx((expected, expected))
    assert [list(row) for row in pay.rows] == [["state", *map(pytest.approx, (1, 0, 0, 0, 1))]]
    assert [list(row) for row in order.rows] == [["2027Q1", "scanner", 2.0, "A", "N3"]]
    assert answer.sentences == (
        "In 2027Q1 to 2027Q4 the plan starts 1 of its 1 phases: 1.0 bn USD to approve, of which 1.0 bn are paid in "
        "these periods.",
        "Most urgent: 1 of N3 at A, from 2027Q1: one period later costs 3.00 bn USD.",
    )


def test_phases_of_one_start_that_are_ready_in_different_periods_have_rows_of_their_own() -> None:
    """Demand is 6 from 2027Q1 on; the first phase makes 3 from 2027Q2, an expansion 3 from 2027Q3, both start at once.

    An expansion costs 0.5 bn USD. One period later 6 more are short.
    """
    demand = {("chip", "world"): (6.0,) * 6}
    two = pair("A", "N3", expansion_lead_periods=2, expansion_capex_factor=0.5, max_phases=2)
    case = tiny(periods=6, demand=demand, pairs={("A", "N3"): two})
    case = replace(case, nodes={"N3": replace(case.nodes["N3"], power_mw_per_phase=50.0)})
    answer = calendar(case, EXACT)
    approve, _, order = answer.tables
    assert [list(row[:6]) for row in approve.rows] == [
        ["2027Q1", "A", "N3", 1, pytest.approx(1), "2027Q2"],
        ["2027Q1", "A", "N3", 1, pytest.approx(0.5), "2027Q3"],
    ]
    first, later = (row[7] for row in approve.rows)
    assert first == later
    assert isinstance(first, Interval)
    assert first.low == pytest.approx(6)
    assert "delayed together" in approve.note
    assert [list(row) for row in order.rows] == [
        ["2027Q2", "power [MW]", 50, "A", "N3"],
        ["2027Q3", "power [MW]", 50, "A", "N3"],
    ]
    assert answer.sentences[0].startswith(
        "In 2027Q1 to 2027Q4 the plan starts 2 of its 2 phases: 1.5 bn USD to approve, of which 1.5 bn are paid"
    )


def solved(objective: float, bound: float) -> Solved:
    outcome = Outcome(Status.FEASIBLE, objective, bound, 0.1, {})
    return Solved(Plan(outcome, starts=(Start("A", "N3", 0, 1),)), clean=True, seconds=1.0)


def test_a_longer_delay_costs_no_less_than_a_shorter_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The case is between 9 and 10. A delay of one period is proven to be 10.5 at least, and 14 by its own plan.

    That of two periods has a plan for 12, which waits one period too, and a weaker bound of 9.5, which is no news: so
    both cost 0.5 to 3.
    """
    answers = [[solved(10.0, 9.0)], [solved(14.0, 10.5), solved(12.0, 9.5)]]
    monkeypatch.setattr(Session, "solve", lambda self, variants, start=None, **_options: answers.pop(0))
    row = calendar(tiny(), EXACT, delays=(2, 1)).tables[0].rows[0]
    assert [one for one in row if isinstance(one, Interval)] == [Interval(0.5, 3.0), Interval(0.5, 3.0)]
    assert row[6] == "not at all"


def test_where_no_loss_is_proven_at_all_a_start_may_be_later_still(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [[solved(10.0, 9.0)], [solved(11.0, 9.0), solved(11.0, 9.5), solved(12.0, 10.0)]]
    monkeypatch.setattr(Session, "solve", lambda self, variants, start=None, **_options: answers.pop(0))
    answer = calendar(tiny(), EXACT, delays=(1, 2, 3))
    assert answer.tables[0].rows[0][6] == "2027Q4 or later"
    assert answer.tables[0].columns[7:] == tuple(f"{delay} later [bn USD]" for delay in (1, 2, 3))


def test_delays_that_are_asked_for_are_named_by_their_length() -> None:
    """The demand of 3 a period starts at once: a start two periods later loses 3 in each of them."""
    answer = calendar(tiny(), EXACT, delays=(2,))
    assert answer.tables[0].columns[7:] == ("2 later [bn USD]",)
    assert answer.tables[0].rows[0][6] == "less than 2 periods", "one period later was never tried"
    assert "two periods" not in " ".join(answer.sentences)
    assert "2 periods later costs 6.00 bn USD" in " ".join(answer.sentences)
    with pytest.raises(QuestionError, match="from 1 on"):
        calendar(tiny(), EXACT, delays=(0, 1))


def test_where_no_delay_fits_into_the_horizon_nothing_is_said_of_one() -> None:
    approve = calendar(tiny(), EXACT, delays=(8,)).tables[0]
    assert approve.rows[0][6:] == (None, None)
    assert "blank where the horizon is too short" in approve.note


@pytest.mark.skipif(not available(), reason="charts are an extra")
def test_what_a_delay_costs_is_drawn() -> None:
    (chart,) = calendar(tiny(), EXACT).charts()
    bars = [(row["name"], row["part"], row["low"], row["high"]) for row in chart.chart["datasets"]["ranked"]]
    assert bars == [
        ("1 N3 at A, 2027Q1", "proven", 0, pytest.approx(3)),
        ("1 N3 at A, 2027Q1", "left open by the gaps", pytest.approx(3), pytest.approx(3)),
    ]


def test_where_nothing_starts() -> None:
    assert calendar(tiny(demand={("chip", "world"): (0.0,) * 4}), EXACT).sentences[0] == (
        "Nothing has to start in 2027Q1 to 2027Q4."
    )


def test_the_first_solve_leaves_most_of_the_total_time_to_those_that_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[float] = []

    def solve(self: Session, variants: list[Variant], start: object = None, options: Any = None) -> list[Solved]:
        limits.append(options.time_limit_seconds)
        return [solved(1.0, 1.0)]

    monkeypatch.setattr(Session, "solve", solve)
    for total in (100.0, math.inf):
        options = StudyOptions(SolveOptions(time_limit_seconds=60.0), total_seconds=total)
        with Session(options) as session:
            session.solve_first(as_it_stands(tiny()))
    assert limits == pytest.approx([25.0, 60.0], abs=1.0)
