"""Benchmarks without the clock: generated cases are sound and repeat, and the README shows the results file."""

import json
from dataclasses import replace

import pytest

from planner.plan.records import Status
from planner.solve.options import SolveOptions
from planner.solve.run import solve
from tests.benchmarks.generate import LARGEST, Size, generate
from tests.benchmarks.results import RESULTS, median
from tests.benchmarks.subjects import case_hash, case_named
from tests.benchmarks.tables import README, fill
from tests.benchmarks.trace import Point, Trace

SMALL = Size(sites=10, nodes=4, periods=20, products=4, markets=3)


def test_a_size_and_a_seed_give_one_case() -> None:
    assert case_hash(generate(SMALL, 1)) == case_hash(generate(SMALL, 1))
    assert case_hash(generate(SMALL, 1)) != case_hash(generate(SMALL, 2))


@pytest.mark.parametrize("seed", range(3))
def test_generated_cases_have_audited_plans(seed: int) -> None:
    solved = solve(generate(SMALL, seed), SolveOptions(gap=0.01, threads=1))
    assert solved.plan.outcome.status is Status.OPTIMAL
    assert solved.plan.starts, "money and demand leave something to build"
    assert solved.audit is not None
    assert [str(finding) for finding in solved.audit.findings] == []


@pytest.mark.parametrize("size", [SMALL, Size(), LARGEST])
def test_generated_cases_have_the_size_asked(size: Size) -> None:
    case = generate(size)
    counts = len(case.sites), len(case.nodes), case.calendar.periods, len(case.products), len(case.markets)
    assert counts == (size.sites, size.nodes, size.periods, size.products, size.markets)
    assert all(pair.site in case.sites and pair.node in case.nodes for pair in case.pairs.values())
    assert all(sum(pair.spend) == pytest.approx(1.0) for pair in case.pairs.values())


def test_the_hash_is_of_the_data() -> None:
    case = case_named("starter")
    assert case_hash(case) == case_hash(case_named("starter"))
    assert case_hash(case) != case_hash(replace(case, settings=replace(case.settings, discount_rate=0.5)))


def test_a_trace_keeps_the_best_of_both_ends() -> None:
    trace = Trace()
    trace.tell(1.0, 110.0, 90.0)
    trace.tell(2.0, 120.0, 99.0)
    trace.tell(3.0, 100.0, 95.0)
    assert trace.points == [Point(1.0, 110.0, 90.0), Point(2.0, 110.0, 99.0), Point(3.0, 100.0, 99.0)]
    assert (trace.first_plan_seconds(), trace.seconds_to(0.1), trace.seconds_to(0.01)) == (1.0, 2.0, 3.0)
    assert trace.at(2.5).bound == 99.0


def test_what_never_came_is_later_than_everything() -> None:
    assert median([3.0, None, 1.0]) == 3.0
    assert median([None, None, 1.0]) is None


def test_the_readme_shows_the_results() -> None:
    readme = README.read_text(encoding="utf-8")
    assert readme == fill(readme, json.loads(RESULTS.read_text(encoding="utf-8")))
