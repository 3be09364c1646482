"""How a solve ends: one vocabulary, whatever happens on the way."""

import stat
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from planner.case.records import Case, Lock
from planner.pipeline import Result, solve
from planner.plan.records import Plan, Status
from planner.solver.events import Progress
from planner.solver.options import SolveOptions
from tests.cases import tiny
from tests.model.parts import pair_a, site_a
from tests.model.worlds import world

ONE_THREAD = SolveOptions(gap=1e-7, threads=1)


def bare(solved: Result) -> bool:
    """Say whether there is an outcome and nothing else."""
    return solved.audit is None and replace(solved.plan, outcome=solved.plan.outcome, run={}) == Plan(
        solved.plan.outcome
    )


@pytest.mark.parametrize(
    "case",
    [
        tiny(locks=(Lock("A", "N3", min_phases=1), Lock("A", "N3", max_phases=0))),
        site_a(tiny(locks=(Lock("A", "N3", min_phases=2),)), floor_units=1.0),
        pair_a(tiny(locks=(Lock("A", "N3", min_phases=1),)), max_phases=0),
        site_a(tiny(locks=(Lock("A", "N3", until_period=1, min_phases=1),)), available_from=2),
        tiny(locks=(Lock("A", "N3", from_period=7, min_phases=1),)),
    ],
    ids=["locks that differ", "no floor", "no phases", "not yet available", "beyond the horizon"],
)
def test_locks_that_cannot_hold_are_infeasible(case: Case) -> None:
    solved = solve(case, ONE_THREAD)
    assert solved.plan.outcome.status is Status.INFEASIBLE
    assert bare(solved)


def test_an_optimal_plan_has_no_gap_to_speak_of() -> None:
    outcome = solve(tiny(), ONE_THREAD).plan.outcome
    assert outcome.status is Status.OPTIMAL
    assert outcome.objective == pytest.approx(4)
    assert outcome.bound == pytest.approx(4)
    assert outcome.gap == pytest.approx(0)


@pytest.mark.parametrize(
    "case", [tiny(pairs={}), tiny(demand={}), tiny(pairs={}, demand={})], ids=["no pairs", "no demand", "neither"]
)
def test_a_case_with_nothing_to_decide_is_optimal(case: Case) -> None:
    outcome = solve(case, ONE_THREAD).plan.outcome
    assert outcome.status is Status.OPTIMAL
    assert outcome.objective == pytest.approx(sum(outcome.cost_usd_bn.values()))


def test_a_time_limit_that_is_too_short_is_told() -> None:
    solved = solve(world(0), replace(ONE_THREAD, time_limit_seconds=0.01))
    assert solved.plan.outcome.status in (Status.NO_PLAN, Status.FEASIBLE)
    if solved.plan.outcome.status is Status.NO_PLAN:
        assert bare(solved)
    else:
        assert solved.audit is not None
        assert solved.audit.clean


def test_a_solve_that_is_cancelled_before_it_starts_has_no_plan() -> None:
    cancel = threading.Event()
    cancel.set()
    solved = solve(world(0), ONE_THREAD, cancel=cancel)
    assert solved.plan.outcome.status is Status.CANCELLED


def test_a_solve_that_is_cancelled_keeps_its_best_plan() -> None:
    cancel = threading.Event()

    def at_first_plan(progress: Progress) -> None:
        if progress.incumbent < float("inf"):
            cancel.set()

    solved = solve(world(0), replace(ONE_THREAD, gap=0.0), on_progress=at_first_plan, cancel=cancel)
    outcome = solved.plan.outcome
    # The search may have closed the gap with its last word.
    assert outcome.status in (Status.CANCELLED, Status.OPTIMAL)
    assert solved.audit is not None
    assert solved.audit.clean
    assert outcome.bound <= outcome.objective


def test_the_gap_is_the_distance_from_bound_to_objective() -> None:
    seen: list[Progress] = []
    outcome = solve(world(1), replace(ONE_THREAD, gap=0.05), on_progress=seen.append).plan.outcome
    assert outcome.status is Status.OPTIMAL
    assert outcome.bound <= outcome.objective
    assert outcome.gap == pytest.approx((outcome.objective - outcome.bound) / abs(outcome.objective))
    assert outcome.gap <= 0.05
    assert all(progress.bound <= progress.incumbent for progress in seen)
    bounds = [progress.bound for progress in seen]
    assert bounds == sorted(bounds)


def test_the_same_seed_on_one_thread_gives_the_same_plan() -> None:
    one, other = (solve(world(3), replace(ONE_THREAD, seed=5)).plan for _ in range(2))
    assert replace(one, run={}) == replace(other, run={})


def test_a_limit_of_nodes_leads_to_the_same_plan_on_any_number_of_threads() -> None:
    # Whoever counts work instead of time is not helped by a second core, nor disturbed.
    limited = replace(ONE_THREAD, seed=2, gap=0.0, node_limit=3)
    one, two = solve(world(3), limited).plan, solve(world(3), replace(limited, threads=2)).plan
    assert one.outcome.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert replace(one, run={}) == replace(two, run={})
    assert one.run["node_limit"] == 3


def test_two_threads_find_the_same_optimum() -> None:
    alone, together = solve(world(3), ONE_THREAD), solve(world(3), replace(ONE_THREAD, threads=2))
    assert together.plan.outcome.status is Status.OPTIMAL
    assert together.plan.outcome.objective == pytest.approx(alone.plan.outcome.objective, rel=1e-6)


@pytest.mark.parametrize(
    ("script", "threads"),
    [
        ("exit 3", 1),
        ("sleep 0.3; exit 0", 2),
        ("printf hello", 1),
        ("printf 'plan\\350\\003\\0\\0\\0\\0\\0\\0half a word'", 1),
        ("echo this is no message at all; sleep 60", 1),
    ],
    ids=["at once", "after a while", "with a scrap", "in the middle of a word", "with other words"],
)
def test_a_worker_that_dies_is_an_error_that_is_told(
    script: str, threads: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(python.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(sys, "executable", str(python))
    solved = solve(tiny(), replace(ONE_THREAD, threads=threads, time_limit_seconds=120.0))
    assert solved.plan.outcome.status is Status.ERROR
    assert bare(solved)
    assert solved.plan.run["message"]
