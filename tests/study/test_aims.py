"""Programs of an aim against every schedule there is: the fewest and most phases, the nearest and the farthest plan."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from planner.case.records import Case, Objective, Settings
from planner.model.build import build
from planner.plan.records import Opening, Outcome, Schedule, Stage, Start, Status
from planner.shape.shape import Shape
from planner.solver.highs import load
from planner.solver.program.compile import compile_stages
from planner.study.aims.aim import (
    Farthest,
    Goal,
    Group,
    MaxPhases,
    MinPhases,
    Nearest,
    Range,
    Reached,
    differences,
    range_within,
)
from planner.study.aims.program import program_of, within
from planner.study.errors import QuestionError
from tests.cases import pair, tiny
from tests.model.test_brute_force import cost, micro, schedules

A, B = (("A", "N3"),), (("B", "N3"),)
GROUPS = tuple(Group(pairs, until) for pairs in (A, B, A + B) for until in (1, 3))
SHARE = 0.05


def every_plan(case: Case) -> Iterator[tuple[float, Schedule]]:
    """Yield what every schedule costs, where it keeps the rules."""
    for a in schedules(case, "A"):
        for b in schedules(case, "B"):
            usd_bn = cost(case, {"A": a, "B": b})
            if usd_bn is not None:
                starts = [
                    Start(site, "N3", t, count)
                    for site, counts in (("A", a), ("B", b))
                    for t, count in enumerate(counts)
                ]
                yield usd_bn, Schedule(starts=tuple(start for start in starts if start.phases))


def solved(case: Case, limits: Range, goal: Goal) -> Reached:
    """Solve the program of a goal here, to proven optimality."""
    shape = Shape(case)
    program = program_of(goal, shape, within(compile_stages(build(shape)), limits))
    solver = load(program.matrix, mip_rel_gap=0.0)
    solver.run()
    objective = float(solver.getInfo().objective_function_value)
    return program.reached(objective, objective)


@pytest.mark.parametrize("seed", range(10))
def test_no_schedule_within_the_share_reaches_further(seed: int) -> None:
    rng = random.Random(seed)
    case = micro(rng)
    case = replace(case, sites={s: replace(site, opening_cost_usd_bn=0.0) for s, site in case.sites.items()})
    plans = list(every_plan(case))
    least = min(usd_bn for usd_bn, _ in plans)
    limits = Range((least + SHARE * abs(least),), (least,))
    chosen = [schedule for usd_bn, schedule in plans if usd_bn <= limits.ceilings[0]]
    for group in GROUPS:
        counts = [group.phases(schedule) for schedule in chosen]
        assert solved(case, limits, MinPhases(group)) == Reached(min(counts), min(counts))
        assert solved(case, limits, MaxPhases(group)) == Reached(max(counts), max(counts))
    old = rng.choice(plans)[1]
    nearest = min(differences(schedule, old) for schedule in chosen)
    assert solved(case, limits, Nearest(old)).value == nearest
    groups = (Group(A, 3), Group(B, 3))
    best = min(plans, key=lambda plan: plan[0])[1]
    farthest = max(sum(abs(group.phases(one) - group.phases(best)) for group in groups) for one in chosen)
    assert solved(case, limits, Farthest(best, groups)).value == farthest


def test_what_moves_to_another_period_differs_twice() -> None:
    old = Schedule((Opening("A", 0),), (Start("A", "N3", 0, 2), Start("B", "N3", 1, 1)))
    new = Schedule((Opening("A", 0),), (Start("A", "N3", 0, 1), Start("A", "N3", 1, 1), Start("B", "N3", 1, 1)))
    assert differences(old, new) == 2
    assert differences(old, old) == 0


def test_plans_count_up_to_a_share_above_the_bound() -> None:
    outcome = Outcome(Status.FEASIBLE, 10.0, 9.5, 0.05, {})
    limits = range_within(outcome, 0.06)
    assert limits.ceilings[0] == pytest.approx(10.1)
    assert limits.bounds == (9.5,)
    with pytest.raises(QuestionError, match="proven to 5 % of its bound, so a plan within 5 % may not exist"):
        range_within(outcome, 0.05)
    with pytest.raises(QuestionError, match="No bound is proven yet"):
        range_within(replace(outcome, bound=float("-inf")), 0.5)


def test_where_most_cost_is_unavoidable_the_share_is_of_the_rest() -> None:
    outcome = Outcome(Status.FEASIBLE, 100.0, 99.9, 0.001, {}, unavoidable_usd_bn=90.0)
    assert range_within(outcome, 0.02).ceilings[0] == pytest.approx(99.9 + 0.2)
    with pytest.raises(QuestionError, match="proven to 1 %"):
        range_within(outcome, 0.005)


def test_where_coverage_comes_first_both_objectives_have_a_ceiling() -> None:
    outcome = Outcome(Status.OPTIMAL, 20.0, 20.0, 0.0, {}, Stage(4.0, 3.9, 0.025))
    limits = range_within(outcome, 0.1)
    assert list(limits.ceilings) == pytest.approx([4.3, 22.0])
    assert limits.bounds == (3.9, 20.0)
    with pytest.raises(QuestionError, match=r"proven to 2.5 %"):
        range_within(outcome, 0.01)


def test_where_coverage_comes_first_both_ceilings_hold() -> None:
    """One phase costs 1 and leaves a shortage of 3; a second one costs 1 more and serves nothing."""
    settings = Settings("tiny", objective=Objective.COVERAGE_FIRST)
    case = tiny(settings=settings, pairs={("A", "N3"): pair("A", "N3", max_phases=2)})
    group = Group(A, 3)
    for penalty, spent, fewest, most in ((3.3, 1.1, 1, 1), (3.3, 2.2, 1, 2), (12.0, 1.1, 0, 1)):
        limits = Range((penalty, spent), (3.0, 1.0))
        assert solved(case, limits, MinPhases(group)).value == fewest
        assert solved(case, limits, MaxPhases(group)).value == most
