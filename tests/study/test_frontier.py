"""A frontier by hand, and its band: more money is never worse."""

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from planner.case.records import Case, Limit, Lock, Measure
from planner.plan.records import Outcome, Plan, Status
from planner.solver.options import SolveOptions
from planner.study.answers.interval import Interval
from planner.study.frontier import frontier
from planner.study.solves.session import Session, StudyOptions
from planner.study.solves.solved import Solved
from planner.workbook.edit.edits import EditError
from tests.cases import pair, tiny
from tests.model.worlds import world

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600), executor="local:1")
COARSE = StudyOptions(SolveOptions(gap=0.1, time_limit_seconds=600), executor="local:1")


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


def dear() -> Case:
    """From the second of four periods on 6 are wanted; a phase costs 20 and serves 3 in each, whose penalties are 9."""
    case = tiny(demand={("chip", "world"): (0.0, 6.0, 6.0, 6.0)}, pairs={("A", "N3"): pair("A", "N3", max_phases=9)})
    return replace(case, nodes={"N3": replace(case.nodes["N3"], phase_capex_usd_bn=20.0)})


def test_a_measure_that_is_held_by_hand() -> None:
    """Nothing is built: 18. Half of the demand served takes a phase: 20 + 9. All of it takes two: 40."""
    answer = frontier(dear(), EXACT, hold="service", at=(100, 0, 50))
    (table,) = answer.tables
    assert table.columns[:2] == ("service at least [%]", "optimum [bn USD]")
    assert [(row[0], row[1].low, row[1].high, row[2]) for row in table.rows if isinstance(row[1], Interval)] == [
        (0, *map(pytest.approx, (18, 18, 0))),
        (50, *map(pytest.approx, (29, 29, 50))),
        (100, *map(pytest.approx, (40, 40, 100))),
    ]
    assert answer.sentences[0] == "With service held at 0 to 100 %, coverage goes from 0.0 % to 100.0 %."
    assert answer.sentences[1].endswith("it adds 11.00 bn USD of cost.")


def test_a_count_may_be_held_at_a_place() -> None:
    """Every start at A costs 20 and saves 9 or less."""
    (table,) = frontier(dear(), EXACT, hold="phases_started site=A", at=(1, 2)).tables
    assert table.columns[0] == "phases started A at least [phases]"
    assert [row[4] for row in table.rows] == [1, 2]


def test_a_case_may_have_limits_of_that_name_already() -> None:
    """They are about something else, which never binds."""
    limits = tuple(Limit(name, Measure.PHASES_STARTED, maximum=9) for name in ("held", "Held 2"))
    (table,) = frontier(replace(dear(), limits=limits), EXACT, hold="service", at=(50,)).tables
    assert [row[2] for row in table.rows] == [pytest.approx(50)]


def test_the_periods_in_which_it_is_held_are_in_words() -> None:
    (table,) = frontier(
        dear(), EXACT, hold="service until_period=2027Q4 from_period=2027Q3 market=world", at=(50,)
    ).tables
    assert table.columns[0] == "service world from 2027Q3 until 2027Q4 at least [%]"


@pytest.mark.parametrize(
    ("asked", "direction"),
    [({"hold": "service", "at": (0, 50, 100)}, -1), ({"vary": "limits[served].min"}, -1), ({"vary": "budget[*].*"}, 1)],
)
def test_what_a_point_proves_holds_for_those_that_are_easier_or_harder(
    asked: dict[str, Any], direction: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three bands the one in the middle is wrong on both sides: its neighbours know better."""
    solves = [(18.0, 10.0), (35.0, 5.0), (30.0, 20.0)][::-direction]
    outcomes = [Outcome(Status.FEASIBLE, objective, bound, 0.1, {}) for objective, bound in solves]
    solved = [Solved(Plan(outcome), clean=True, seconds=1.0) for outcome in outcomes]
    monkeypatch.setattr(Session, "solve", lambda self, variants: solved)
    case = replace(dear(), limits=(Limit("served", Measure.SERVICE, minimum=0.5),))
    bands = [band for row in frontier(case, EXACT, **{"factors": (1, 1.5, 2), **asked}).tables[0].rows for band in row]
    intervals = [band for band in bands if isinstance(band, Interval)]
    assert intervals == [Interval(10, 18), Interval(10, 30), Interval(20, 30)][::-direction]


@pytest.mark.parametrize(
    ("hold", "at", "says"),
    [
        ("servce", (50,), "is not a measure. Known: .*service"),
        ("service region", (50,), "write COLUMN=NAME"),
        ("service min=3", (50,), "write COLUMN=NAME"),
        ("service 'x", (50,), "cannot be read"),
        ("service", (), "at least one number"),
        ("service", (-1,), "none below 0"),
    ],
)
def test_what_cannot_be_held_is_explained(hold: str, at: tuple[float, ...], says: str) -> None:
    with pytest.raises(EditError, match=says):
        frontier(tiny(), EXACT, hold=hold, at=at)


@pytest.mark.slow
def test_the_band_is_monotone_and_contains_the_optimum() -> None:
    exact, coarse = (frontier(world(19), options, factors=(0.2, 0.5, 1)).tables[0] for options in (EXACT, COARSE))
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
