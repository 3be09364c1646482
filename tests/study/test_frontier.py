"""A frontier by hand, and its band: more money is never worse."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest

from planner.case.records import Lock
from planner.plan.records import Outcome, Plan, Status
from planner.solver.options import SolveOptions
from planner.study.answers.interval import Interval
from planner.study.frontier import frontier
from planner.study.solves.session import Session, StudyOptions
from planner.study.solves.solved import Solved
from planner.workbook.edit.edits import EditError
from tests.cases import tiny
from tests.model.worlds import world

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=120), executor="local:1")
COARSE = StudyOptions(SolveOptions(gap=0.1, time_limit_seconds=120), executor="local:1")


def test_by_hand() -> None:
    """Demand 3 in four periods, 12 in all; one phase costs 1 and serves 3 in periods 1 to 3.

    Half of a fund of 1 buys nothing: cost 12, coverage 0. All of it buys the phase: cost 3 + 1 = 4, coverage 9 of 12.
    Twice as much buys nothing more.
    """
    case = tiny()
    fund = next(iter(case.funds))
    case = tiny(funds={fund: type(case.funds[fund])(fund, (1.0, 0.0, 0.0, 0.0))})
    (table,) = frontier(case, EXACT, factors=(2, 0.5, 1)).tables
    assert [[row[0], row[1], row[3]] for row in table.rows] == [
        [0.5, 0.5, pytest.approx(0)],
        [1, 1, pytest.approx(75)],
        [2, 2, pytest.approx(75)],
    ]
    bands = [row[2] for row in table.rows]
    assert all(isinstance(band, Interval) for band in bands)
    assert [(band.low, band.high) for band in bands if isinstance(band, Interval)] == [
        pytest.approx((12, 12)),
        pytest.approx((4, 4)),
        pytest.approx((4, 4)),
    ]


@pytest.mark.slow
def test_the_band_is_monotone_and_contains_the_optimum() -> None:
    exact, coarse = (frontier(world(3), options, factors=(0.2, 0.5, 1)).tables[0] for options in (EXACT, COARSE))
    bands = [row[2] for row in coarse.rows if isinstance(row[2], Interval)]
    assert len(bands) == 3
    for less, more in pairwise(bands):
        assert more.low <= less.low + 1e-9
        assert more.high <= less.high + 1e-9
    for band, row in zip(bands, exact.rows, strict=True):
        assert isinstance(row[2], Interval)
        assert band.low - 1e-6 <= row[2].low
        assert row[2].high <= band.high + 1e-6


@pytest.mark.parametrize(
    ("vary", "says"),
    [("budgets[*].*", "there is no sheet"), ("sites[A].latitude", "a number"), ("settings.case_name", "a number")],
)
def test_what_cannot_be_scaled_is_explained(vary: str, says: str) -> None:
    with pytest.raises(EditError, match=says):
        frontier(tiny(), EXACT, vary=vary)


def test_no_plan_in_time_is_not_taken_for_no_plan_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Plan(Outcome(Status.NO_PLAN, math.inf, 1.0, math.inf, {}))
    with monkeypatch.context() as patched:
        patched.setattr(
            Session, "solve", lambda self, variants: [Solved(nothing, clean=True, seconds=1.0)] * len(variants)
        )
        assert frontier(tiny(), EXACT, factors=(1,)).sentences == (
            "No plan was found in time at any point: give a longer --time-limit or --total-time.",
        )
    (fund,) = tiny().funds.values()
    poor = {fund.name: replace(fund, budget_usd_bn=(1.0, 0.0, 0.0, 0.0))}
    impossible = tiny(funds=poor, locks=(Lock("A", "N3", "", 0, 1, min_phases=2),))
    assert frontier(impossible, EXACT, factors=(1,)).sentences == (
        "At no point is there a plan that keeps every rule: planner explain says why.",
    )
