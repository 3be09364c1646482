"""A warm start: a known plan is the first incumbent, or is cut down to one, and never keeps a better plan away."""

import threading
from dataclasses import replace

import pytest

from planner.case.records import Case, Fund, Objective
from planner.pipeline import solve
from planner.plan.records import Plan, Schedule, Start, Status
from planner.solver.events import Progress
from planner.solver.options import SolveOptions
from tests.cases import tiny
from tests.model.parts import pair_a, site_a
from tests.model.solving import EXACT, best_plan, near
from tests.model.tangles import tangle
from tests.model.worlds import world


def first_incumbent(case: Case, warm: Schedule) -> float:
    """Return the objective of the plan that is there when the warm start ends; infinite where there is none."""
    told: list[Progress] = []
    stop = threading.Event()

    def listen(progress: Progress) -> None:
        told.append(progress)
        if progress.phase == "solve":
            stop.set()

    solve(case, replace(EXACT, threads=1), on_progress=listen, cancel=stop, warm_start=warm)
    assert told[0].phase == "warm start"
    return next(progress.incumbent for progress in told if progress.phase == "solve")


@pytest.mark.parametrize("seed", [0, 3, 4, 8])
def test_a_plan_of_the_case_itself_is_the_first_incumbent(seed: int) -> None:
    plan = best_plan(world(seed))
    assert first_incumbent(world(seed), plan.schedule) == near(plan.outcome.objective)


@pytest.mark.parametrize("seed", [4, 6])
def test_first_phases_expansions_and_conversions_are_told_apart_as_the_plan_has_them(seed: int) -> None:
    case = tangle(seed)
    case = replace(case, settings=replace(case.settings, objective=Objective.LEAST_COST))
    plan: Plan = solve(case, EXACT).plan
    assert plan.outcome.status is Status.OPTIMAL
    assert first_incumbent(case, plan.schedule) == near(plan.outcome.objective)


def test_less_money_cuts_a_known_plan_down() -> None:
    # Two phases from the start serve 6 kunits in three of four quarters; the purse now pays one. It may stand at once:
    # 1 paid, 6 missed in the first quarter and 3 in each of three.
    case = tiny(demand={("chip", "world"): (6.0,) * 4})
    two = Schedule(starts=(Start("A", "N3", 0, 2),))
    assert first_incumbent(case, two) == near(2 + 6)
    poor = replace(case, funds={"purse": Fund("purse", (1.0, 0.0, 0.0, 0.0))})
    assert first_incumbent(poor, two) == near(1 + 6 + 3 * 3)


def test_what_the_case_does_not_offer_is_passed_over() -> None:
    unknown = Schedule(starts=(Start("A", "N3", 0, 1), Start("B", "N7", 0, 3), Start("A", "N3", 99, 1)))
    assert first_incumbent(tiny(), unknown) == near(1 + 3)


def test_a_first_phase_opens_its_site_whatever_the_plan_says_of_it() -> None:
    case = pair_a(site_a(tiny(), opening_cost_usd_bn=0.5), lead_periods=2, expansion_lead_periods=1)
    # Opened and started at once; the first phase serves two quarters of four.
    assert first_incumbent(case, Schedule(starts=(Start("A", "N3", 0, 1),))) == near(0.5 + 1 + 2 * 3)


def test_a_poor_start_keeps_no_better_plan_away() -> None:
    late = Schedule(starts=(Start("A", "N3", 2, 1),))
    solved = solve(tiny(), SolveOptions(gap=1e-7, threads=1), warm_start=late)
    assert solved.plan.outcome.objective == near(1 + 3)


def test_a_case_without_a_plan_has_none_to_start_from() -> None:
    nothing = Schedule()
    assert first_incumbent(tiny(), nothing) == near(4 * 3)
