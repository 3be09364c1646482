"""What has to be decided first: by hand on the tiny case."""

import pytest

from planner.case.records import Fund, Tool, ToolUse
from planner.solver.options import SolveOptions
from planner.study.answers.interval import Interval
from planner.study.calendar import calendar
from planner.study.solves.session import StudyOptions
from tests.cases import tiny

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=120), executor="local:1")


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


def test_where_nothing_starts() -> None:
    assert calendar(tiny(demand={("chip", "world"): (0.0,) * 4}), EXACT).sentences[0] == (
        "Nothing has to start in 2027Q1 to 2027Q4."
    )
