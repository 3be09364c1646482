"""Stress: a fixed plan in futures by hand, and every figure that of a full solve with the plan as locks."""

import json
from dataclasses import replace

import numpy as np
import pytest

from planner.case.records import (
    Buyer,
    Case,
    Committed,
    Event,
    Limit,
    Measure,
    Objective,
    ProfitOf,
    Scenario,
    Settings,
    Tier,
    Tool,
    ToolUse,
)
from planner.pipeline import solve
from planner.plan.records import Plan, Retired, Schedule
from planner.solver.options import SolveOptions
from planner.study.errors import QuestionError
from planner.study.futures.draws import Spread, draw
from planner.study.futures.fixed import FixedPlan
from planner.study.futures.hedges import worth_of_capacity
from planner.study.futures.operations import RUNNING, alone
from planner.study.futures.outages import OneLess, outages
from planner.study.futures.stress import stress
from planner.study.solves.session import StudyOptions
from tests.cases import tiny
from tests.model.changes import locked
from tests.model.parts import chip, node_n3, pair_a, site_a, with_site
from tests.model.tiered import tiered
from tests.model.worlds import world

CHIPS = ("chip", "world")
QUICK = SolveOptions(time_limit_seconds=600, threads=1)
ONE_BY_ONE = StudyOptions(QUICK, executor="local:1")


def planned(case: Case) -> Plan:
    result = solve(case, QUICK)
    assert result.audit is not None
    assert result.audit.clean, result.audit.findings
    return result.plan


def low_or_high() -> Case:
    """Three kunits a quarter, or six; committed capacity makes three, and nothing may be built."""
    futures = (Scenario("low", 0.5, {CHIPS: (3.0,) * 4}), Scenario("high", 0.5, {CHIPS: (6.0,) * 4}))
    return tiny(scenarios=futures, pairs={}, committed=(Committed("A", "N3", (1.0,) * 4),))


def test_coverage_by_hand() -> None:
    # Without a spread half of the futures are covered, and half of them by 3 of 6: 75 % on average.
    case = low_or_high()
    drawn = draw(case, 4, spread=Spread(0.0, 0.0))
    high = FixedPlan(case, 1, planned(case).schedule)
    figures, duals = high.fixed.solve(drawn.factor)
    assert figures.coverage_pct == pytest.approx([50.0] * 4)
    # Three short for four quarters at 1 bn USD a thousand; one more thousand wafers in a quarter saves 1.
    assert figures.objective == pytest.approx([12.0] * 4)
    assert sum(worth_of_capacity(high, duals).values()) == pytest.approx(4.0)


def test_cash_is_sales_less_operations_and_power() -> None:
    # 3 kunits at 2,000 USD earn 0.006 a quarter; 3 thousand wafers at 500 USD cost 0.0015; 0.4 a year fixed is 0.1.
    case = chip(node_n3(tiny(), wafer_cost_usd=500.0, fixed_cost_usd_bn_per_phase_year=0.4), price_usd=2000.0)
    plan = planned(case)
    (cash,) = FixedPlan(case, 0, plan.schedule).fixed.solve(np.ones((1, 1, 4)))[0].cash
    assert cash == pytest.approx([0.0] + [0.006 - 0.0015 - 0.1] * 3)


def test_phases_that_make_less_draw_less() -> None:
    # 2 of 3 thousand wafers are made: 40 % of 100 MW idle, and two thirds of the rest. 0.0219 a quarter at full use.
    case = node_n3(tiny(demand={CHIPS: (2.0,) * 4}), power_mw_per_phase=100.0, idle_power=0.4)
    case = site_a(chip(case, price_usd=2000.0), power_price_usd_kwh=0.1)
    (cash,) = FixedPlan(case, 0, planned(case).schedule).fixed.solve(np.ones((1, 1, 4)))[0].cash
    assert cash == pytest.approx([0.0] + [0.004 - 0.0219 * (0.4 + 0.6 * 2 / 3)] * 3)


def test_figures_are_those_of_a_full_solve_with_the_plan_as_locks() -> None:
    for seed in range(2):
        case = tiered(seed, world(seed)) if seed % 2 else world(seed)
        case = replace(case, limits=())
        _like_a_full_solve(case, seed)


def _like_a_full_solve(case: Case, seed: int) -> None:
    plan = planned(case)
    drawn = draw(case, 2, seed, Spread(0.1, 0.1))
    for future in range(2):
        alike = alone(drawn.as_case(), drawn.as_case().scenarios[future])
        full = solve(locked(alike, plan), QUICK).plan
        lines = full.outcome.cost_usd_bn
        expected = sum(lines.get(name, 0.0) for name in (*RUNNING, "shortage_penalty", "revenue"))
        fixed = FixedPlan(case, int(drawn.scenario[future]), plan.schedule).fixed
        figures, _ = fixed.solve(drawn.factor[future : future + 1])
        assert figures.objective[0] == pytest.approx(expected, abs=1e-6), (seed, future)


def test_a_scenario_with_a_delay_an_outage_and_fewer_tools_is_that_of_a_full_solve() -> None:
    base = pair_a(tiny(5, tools={"EUV": Tool("EUV", (9.0,) * 5, (ToolUse("N3", 1.0),))}), max_phases=1)
    late = Scenario("late", 0.5, {CHIPS: (3.0,) * 5}, tool_factor=0.8, delay_periods=1)
    futures = (replace(base.scenarios[0], probability=0.5), late)
    case = replace(base, scenarios=futures, events=(Event("late", 3, 0.5, site="A"),))
    plan = planned(case)
    figures, _ = FixedPlan(case, 1, plan.schedule).fixed.solve(np.ones((1, 1, 5)))
    # Output from quarter 2: 0.8 x 3, then half of that in 3 and 4.
    assert figures.short[0] == pytest.approx([3.0, 3.0, 3 - 2.4, 3 - 1.2, 3 - 1.2])


def test_one_thing_lost_at_a_time() -> None:
    # Two sites make 3 each for a demand of 6: without one of them half is covered. Its region has that site alone.
    case = with_site(low_or_high())
    case = replace(
        case,
        scenarios=(Scenario("only", 1.0, {CHIPS: (6.0,) * 4}),),
        pairs={},
        committed=(Committed("A", "N3", (1.0,) * 4), Committed("B", "N3", (1.0,) * 4)),
    )
    plan = planned(case)
    lost = outages(case, plan)
    assert [(one.kind, one.name) for one in lost] == [
        ("site", "A"), ("site", "B"), ("lane", "here to world"), ("lane", "there to world"),
    ]  # fmt: skip
    covered = [OneLess(case, 0, plan.schedule, one).run(None, print).coverage_pct[0] for one in lost]  # type: ignore[arg-type]
    assert covered == pytest.approx([50.0] * 4)


def test_limits_on_service_that_are_not_kept_are_named() -> None:
    case = replace(low_or_high(), limits=(Limit("half", Measure.SERVICE, minimum=0.5, from_period=1),))
    answer = stress(case, ONE_BY_ONE, plan=planned(case), futures=4)
    assert any("Limits on service are not kept" in one and one.endswith("counted: half.") for one in answer.sentences)


def test_the_hedge_that_helps_most_is_solved_again() -> None:
    # A phase costs 1 and, started in quarter 0, makes 3 kunits in each of three quarters: all that is short in the
    # future of 6, which is one of two: it saves 4.5 on average. The plan has only the committed capacity.
    case = replace(low_or_high(), pairs=tiny().pairs)
    plan = planned(replace(case, pairs={}))
    answer = stress(replace(case, last_plan=()), ONE_BY_ONE, plan=plan, futures=64)
    (row,) = next(table for table in answer.tables if table.name == "hedges").rows
    site, node, start, cost, _, saves, _ = row
    assert (site, node, start) == ("A", "N3", "2027Q1")
    assert (cost, saves) == pytest.approx((1.0, 4.5), rel=0.05)
    best = next(text for text in answer.sentences if "hedge" in text)
    assert best.startswith("The hedge that would help most: one more phase of N3 at A, started in 2027Q1, costs 1.00")
    assert answer.facts["futures"] == 64
    assert 70 < answer.facts["mean_coverage_pct"] < 76
    json.dumps(answer.to_json())


def test_the_pool_gives_the_same_figures() -> None:
    case = low_or_high()
    plan = planned(case)
    alone_, pool = (stress(case, StudyOptions(QUICK, executor=f"local:{n}"), plan=plan, futures=16) for n in (1, 2))
    assert alone_.facts == pytest.approx(pool.facts)


def test_a_plan_of_another_case_and_no_futures_are_refused() -> None:
    case = low_or_high()
    plan = planned(case)
    with pytest.raises(QuestionError, match="--futures 0: write a whole number from 1"):
        stress(case, plan=plan, futures=0)


def test_coverage_first_counts_a_shortage_before_its_cost() -> None:
    # A wafer costs more than a package short: least cost would make nothing, coverage first makes all it can.
    case = node_n3(low_or_high(), wafer_cost_usd=5e6)
    first = replace(case, settings=replace(case.settings, objective=Objective.COVERAGE_FIRST))
    plan = planned(first)
    figures, _ = FixedPlan(first, 0, plan.schedule).fixed.solve(np.ones((1, 1, 4)))
    assert figures.coverage_pct[0] == pytest.approx(100.0)


def test_fabs_earn_in_each_future_what_is_wanted_there() -> None:
    # 3 thousand wafers a quarter, sold for 0.2 and made for 0.05 each; half of them where half is wanted.
    case = replace(tiny(committed=(Committed("A", "N3", (1.0,) * 4),)), pairs={})
    fabs = Settings("tiny", objective=Objective.PROFIT, profit_of=ProfitOf.FABS)
    case = node_n3(replace(case, settings=fabs), wafer_price_usd=2e5, wafer_cost_usd=5e4)
    figures, _ = FixedPlan(case, 0, Schedule()).fixed.solve(np.array([np.ones((1, 4)), np.full((1, 4), 0.5)]))
    assert figures.objective == pytest.approx([-4 * 3 * 0.15, -4 * 1.5 * 0.15])
    # What stands costs 1 a quarter, until it is retired after two.
    row = Committed("A", "N3", (1.0,) * 4, fixed_cost_usd_bn_per_year=4.0, retire_from=0)
    case = replace(case, committed=(row,))
    figures, _ = FixedPlan(case, 0, Schedule(retired=(Retired("A", "N3", 2),))).fixed.solve(np.ones((1, 1, 4)))
    assert figures.cash[0] == pytest.approx([3 * 0.15 - 1, 3 * 0.15 - 1, 0.0, 0.0])


def test_what_a_tier_loses_counts_in_packages() -> None:
    tier = Tier((6.0,) * 4, shortage_penalty_usd=2e6)
    case = replace(low_or_high(), scenarios=(Scenario("only", 1.0, {}, tiers={Buyer("chip", "world", "gold"): tier}),))
    figures, _ = FixedPlan(case, 0, planned(case).schedule).fixed.solve(
        np.array([np.ones((1, 4)), 2 * np.ones((1, 4))])
    )
    assert figures.short.sum(axis=1) == pytest.approx([12.0, 36.0])
    assert figures.objective == pytest.approx([24.0, 72.0])
