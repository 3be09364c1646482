"""Benchmarks without the clock: cases are sound and repeat, records are what was measured, and the tables show them."""

import math
from dataclasses import replace
from typing import Any

import pytest

from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Status
from planner.solver.options import SolveOptions
from tests.benchmarks import variants
from tests.benchmarks.best_known import best_known, seconds_to_near
from tests.benchmarks.frozen import FROZEN
from tests.benchmarks.generate import LARGEST, Size, generate
from tests.benchmarks.one import Job, Order, course
from tests.benchmarks.results import load_results, median, summary, with_summaries, worst
from tests.benchmarks.subjects import case_hash, case_named
from tests.benchmarks.tables.page import README, TABLES, fill, headlines, tables
from tests.benchmarks.tables.unseen import summary_lines
from tests.benchmarks.trace import Clock, Point, Task, Trace
from tests.benchmarks.unseen import NAMES, SIZES
from tests.benchmarks.warehouses import Draw, warehouse_case

SMALL = Size(sites=10, nodes=4, periods=20, products=4, markets=3)
TUNED_ON = {(10, 7, 40), (20, 7, 40), (50, 7, 40), (100, 7, 40), (20, 4, 40), (20, 10, 40), (20, 7, 20), (20, 7, 60)}
BEST = {"a": {"case": "drawn", "usd_bn": 100.0}}


def traced(*points: tuple[float, float, float]) -> Trace:
    trace = Trace()
    for seconds, incumbent, bound in points:
        trace.add(seconds, incumbent, bound)
    return trace


def record(trace: Trace, limit_seconds: float = 60.0, neighbour: bool = False) -> dict[str, Any]:
    """Return what is kept of a run of a case whose hash is `a`."""
    task = {"time_limit_seconds": limit_seconds, "threads": 2, "seed": 0, "gap": 1e-4}
    kept = {"case": "drawn", "case_sha256": "a", "task": task, "neighbour": neighbour}
    return {**kept, **course(trace, limit_seconds)}


def measured(case: str, engine: str, strength: str, neighbour: bool = False) -> dict[str, Any]:
    """Return a record as it is stored."""
    kept = record(traced((5.0, 110.0, 88.0), (9.0, 100.0, 98.5)), neighbour=neighbour)
    return {
        **kept,
        "case": case,
        "engine": engine,
        "strength": strength,
        "factor": 1.5,
        "load": {"session": 0.1},
        "seconds": {"build": 1.0, "compile": 0.5},
        "size": {"integers": 4000},
        "peak_mb": 512,
        "work": {"nodes": None, "lp_iterations": 7},
        "capex_usd_bn": 50.0,
        "audit_findings": 0,
    }


def stored(*runs: dict[str, Any]) -> dict[str, Any]:
    return {"machine": {"cores": 2, "memory_gb": 8}, "versions": {"python": "3.11"}, "runs": list(runs)}


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


def money(case: Case) -> float:
    return sum(sum(fund.budget_usd_bn) for fund in case.funds.values())


def test_less_money_leaves_the_rest_of_a_generated_case_alone() -> None:
    case, poor = generate(SMALL), generate(replace(SMALL, money=0.5))
    assert money(poor) == pytest.approx(0.5 * money(case), abs=0.1)
    assert replace(poor, funds=case.funds) == case


def test_the_hash_is_of_the_data() -> None:
    case = case_named("starter")
    assert case_hash(case) == case_hash(case_named("starter"))
    assert case_hash(case) != case_hash(replace(case, settings=replace(case.settings, discount_rate=0.5)))


@pytest.mark.parametrize("name", FROZEN)
def test_frozen_cases_are_those_that_were_measured(name: str) -> None:
    assert case_hash(case_named(name)) == FROZEN[name]


def test_unseen_cases_are_frozen_and_of_other_sizes_than_those_tuned_on() -> None:
    assert set(NAMES) < set(FROZEN)
    assert not TUNED_ON & {(size.sites, size.nodes, size.periods) for size in SIZES}
    assert len(set(FROZEN.values())) == len(FROZEN)


def test_a_warehouse_case_has_an_audited_plan() -> None:
    solved = solve(warehouse_case(Draw(4, 6, 1500.0, money=2.0), 1), SolveOptions(gap=0.01, threads=1))
    assert solved.plan.outcome.status is Status.OPTIMAL
    assert solved.plan.starts, "demand leaves something to build"
    assert solved.audit is not None
    assert solved.audit.clean


def test_what_ifs_change_what_they_say_and_nothing_else() -> None:
    case = case_named("starter")
    assert money(variants.budget(0.5)(case)) == pytest.approx(0.5 * money(case))
    ((key, path),) = list(case.scenarios[0].demand_kunits.items())[:1]
    grown = variants.demand(2.0)(case).scenarios[0].demand_kunits[key]
    assert grown == pytest.approx([2 * kunits for kunits in path])
    site = next(iter(case.pairs.values())).site
    leads = {key: pair.lead_periods for key, pair in variants.later(1, site)(case).pairs.items()}
    assert leads == {key: pair.lead_periods + (pair.site == site) for key, pair in case.pairs.items()}
    assert {(lock.site, lock.max_phases) for lock in variants.without(site)(case).locks} == {(site, 0)}


def test_more_scanners_come_at_once() -> None:
    case = case_named("world")
    more = variants.more_tools("EUV scanner", 10)(case).tools["EUV scanner"].deliveries
    assert sum(more) == sum(case.tools["EUV scanner"].deliveries) + 10
    assert more[1:] == case.tools["EUV scanner"].deliveries[1:]


def test_a_trace_keeps_the_best_of_both_ends() -> None:
    trace = traced((1.0, 110.0, 90.0), (2.0, 120.0, 99.0), (3.0, 100.0, 95.0), (4.0, 130.0, 80.0))
    assert trace.points == [Point(1.0, 110.0, 90.0), Point(2.0, 110.0, 99.0), Point(3.0, 100.0, 99.0)]
    assert (trace.first_plan_seconds(), trace.seconds_to(0.1), trace.seconds_to(0.01)) == (1.0, 2.0, 3.0)
    assert trace.at(2.5).bound == 99.0
    assert [point.seconds for point in trace.plans()] == [1.0, 3.0]


def test_a_machine_half_as_fast_has_half_the_calibrated_seconds() -> None:
    assert traced((4.0, 110.0, 90.0)).calibrated(2.0).points == [Point(2.0, 110.0, 90.0)]
    order = Order(Job("starter", "planner", "all", Task(60.0, 2, 0)), factor=2.0, started_at=5.0)
    assert order.clock == Clock(5.0, 120.0)


def test_one_long_run_serves_for_shorter_times() -> None:
    kept = record(traced((5.0, 110.0, 88.0), (50.0, 100.0, 90.0), (299.0, 100.0, 99.0), (310.0, 99.5, 99.0)), 300.0)
    gaps = {seconds: state["gap"] for seconds, state in kept["checkpoints"].items()}
    assert gaps == {"10": 0.2, "30": 0.2, "60": 0.1, "120": 0.1, "300": 0.01}
    assert kept["at_end"]["incumbent"] == 99.5
    assert kept["plans"] == [[5.0, 110.0], [50.0, 100.0], [310.0, 99.5]]


def test_what_never_came_is_none() -> None:
    kept = record(traced((5.0, math.inf, 88.0)))
    assert kept["first_plan_seconds"] is None
    assert kept["checkpoints"]["60"] == {"incumbent": None, "bound": 88.0, "gap": None}
    assert kept["plans"] == []


def test_what_never_came_is_later_than_everything() -> None:
    assert median([3.0, None, 1.0]) == 3.0
    assert median([None, None, 1.0]) is None
    assert worst([3.0, None]) is None
    assert worst([3.0, 4.0]) == 4.0


def test_a_plan_is_near_the_best_known_one_from_five_per_cent_on() -> None:
    kept = record(traced((5.0, 106.0, 88.0), (9.0, 104.0, 88.0)))
    assert seconds_to_near(kept, BEST) == 9.0
    assert seconds_to_near(record(traced((5.0, 106.0, 88.0))), BEST) is None
    # For most profit the objective is negative, and 5 % above it is nearer to zero.
    profit = {"a": {"case": "drawn", "usd_bn": -100.0}}
    assert seconds_to_near(record(traced((5.0, -94.0, -120.0), (7.0, -96.0, -120.0))), profit) == 7.0


def test_the_best_known_plan_is_the_best_of_all_stored_runs() -> None:
    runs = [record(traced((5.0, 106.0, 88.0))), record(traced((5.0, 104.0, 88.0)))]
    assert best_known({"unseen": {"runs": runs}})["a"] == {"case": "drawn", "usd_bn": 104.0}
    assert best_known({})[FROZEN["world"]] == {"case": "world", "usd_bn": 795.95}


def test_a_summary_keeps_runs_beside_a_neighbour_apart() -> None:
    runs = [record(traced((5.0, 100.0, 99.0))), record(traced((7.0, 100.0, 90.0)), neighbour=True)]
    alone, beside = summary(runs, BEST)
    assert (alone["gap_at_60"]["median"], beside["gap_at_60"]["worst"]) == (0.01, 0.1)
    assert "gap_at_300" not in alone, "no run was as long"


def test_the_results_file_agrees_with_its_own_runs() -> None:
    results = load_results()
    assert results == with_summaries(results)
    runs = [run for kind in results.values() for run in kind.get("runs", ())]
    assert all(FROZEN.get(run["case"], run["case_sha256"]) == run["case_sha256"] for run in runs)
    assert not any(run.get("audit_findings") for run in runs)


def test_the_pages_show_the_results() -> None:
    results = load_results()
    for page, part in ((TABLES, tables(results)), (README, headlines(results))):
        text = page.read_text(encoding="utf-8")
        assert text == fill(text, part)


def test_tables_show_what_was_measured() -> None:
    own, other = measured("world", "planner", "all"), measured("world", "cbc", "all")
    beside = measured("world", "planner", "all", neighbour=True)
    page = tables(with_summaries({"compare": stored(own, other, beside)}))
    row = "| 1.50 % | – | 1.50 % | 1.5 | 3.00 % | 5.0 | 9.0 | 9 / – / – | – | 7 | 0.5 |"
    assert page.count(f"| world | planner | strengthened {row}") == 2
    assert f"| world | CBC | strengthened {row}" in page
    assert page.count("kept one core busy") == 1


def test_tables_of_unseen_cases_end_with_median_and_worst() -> None:
    results = with_summaries({"unseen": stored(measured("unseen 1", "planner", "all"))})
    page = tables(results)
    assert "| 1 | drawn 15 × 4 × 24 × 6 × 4 | 1.50 % | – | 1.50 % | 5.0 | 9.0 |" in page
    assert "|  | worst | 1.50 % | – | 1.50 % | 5.0 | 9.0 |" in page
    assert "it is 1.50 % in the median" in " ".join(headlines(results).split())
    assert len(list(summary_lines(results["unseen"]["summary"]))) == 4


def test_tables_of_growth_and_families_hold_gaps_at_the_limit() -> None:
    grown, family = measured("size 20 4 40 11 7", "planner", "all"), measured("world", "planner", "-tool_counts")
    page = tables(with_summaries({"growth": stored(grown), "families": stored(family)}))
    assert "| 20 × 4 × 40 × 11 × 7 | 4.0 | 1.0 | 0.5 | 5.0 | 0.5 | 60 s: 1.50 % |" in page
    assert "| tool_counts | 1.50 % |" in page


@pytest.mark.parametrize(
    ("nothing", "parent", "row"),
    [
        (40.0, 10.0, "40.0 | 10.0 | 0.25"),
        (None, 15.0, "– | 15.0 | < 0.25"),
        (30.0, None, "30.0 | – | > 2.00"),
        (None, None, "– | – | –"),
    ],
)
def test_a_re_solve_is_shown_as_a_ratio_or_a_bound_on_it(nothing: float | None, parent: float | None, row: str) -> None:
    what_if = {"name": "less", "from_nothing": {"seconds": nothing}, "from_parent": {"seconds": parent}}
    run = {**measured("world", "planner", "all"), "parent": {"seconds": 9.0}, "what_ifs": [what_if]}
    assert f"| less | {row} |" in tables(with_summaries({"resolve": stored(run)}))
