"""Phases under way: they started before the horizon, take what phases take, and their bills are still due."""

from dataclasses import replace
from typing import Any

from planner.case.records import (
    Case,
    Fund,
    Incentive,
    Limit,
    Measure,
    Region,
    Scenario,
    Tool,
    ToolUse,
    UnderWay,
)
from planner.plan.records import Plan
from tests.cases import tiny
from tests.model.changes import locked
from tests.model.parts import discounted, node_n3, pair_a, quarters, site_a
from tests.model.solving import best_plan, drawn, least, line, near, starts

TWO = {("chip", "world"): (6.0,) * 4}


def row(first_output: int = 1, *bills_usd_bn: float, phases: int = 1) -> UnderWay:
    return UnderWay("A", "N3", phases, first_output, (*bills_usd_bn, *(0.0,) * (4 - len(bills_usd_bn))))


def under_way(*rows: UnderWay, **changes: Any) -> Case:
    return tiny(under_way=rows or (row(),), **changes)


def limited(case: Case, maximum: int) -> Case:
    return pair_a(case, max_phases=maximum)


def test_phases_under_way_make_wafers_from_their_first_output() -> None:
    assert least(under_way()) == near(3)
    assert least(under_way(row(0))) == near(0)
    assert least(under_way(row(2))) == near(1 + 3), "a new phase is ready before it"
    assert least(limited(under_way(row(2)), 1)) == near(6)


def test_they_ramp_from_their_own_first_output() -> None:
    # Half in the first period of output, which was the one before the horizon: all of it is there.
    case = limited(under_way(row(-1)), 1)
    assert least(pair_a(case, ramp=(0.5, 1.0), max_phases=1)) == near(0)
    assert least(pair_a(limited(under_way(row(0)), 1), ramp=(0.5, 1.0), max_phases=1)) == near(1.5)


def test_wafers_started_before_the_horizon_are_those_of_phases_online_by_then() -> None:
    def cycle(first_output: int) -> Case:
        return limited(node_n3(under_way(row(first_output)), cycle_periods=1), 1)

    assert least(pair_a(cycle(-1), max_phases=1)) == near(0)
    assert least(pair_a(cycle(0), max_phases=1)) == near(3)


def test_bills_are_drawn_from_funds_and_cost_money_today() -> None:
    case = replace(limited(under_way(row(0, 0.5, 0.25)), 1), settings=discounted())
    plan = best_plan(case)
    assert plan.outcome.objective == near(0.5 * quarters(0) + 0.25 * quarters(1))
    assert line(plan, "under_way") == near(plan.outcome.objective)
    assert drawn(plan) == {("purse", "N3"): 0.75}


def test_bills_leave_less_money_for_new_phases() -> None:
    # 1.4 bn: after 0.5 for the old phase there is none for a new one, which would cost 1 and save 9.
    case = replace(under_way(row(0, 0.5), demand=TWO), funds={"purse": Fund("purse", (1.4, 0.0, 0.0, 0.0))})
    assert least(case) == near(0.5 + 4 * 3)
    assert least(replace(case, funds={"purse": Fund("purse", (1.5, 0.0, 0.0, 0.0))})) == near(0.5 + 1 + 3)


def test_two_funds_share_the_bills() -> None:
    funds = {name: Fund(name, (0.25, 0.25, 0.0, 0.0), max_share=0.5) for name in ("bank", "state")}
    plan = best_plan(replace(limited(under_way(row(0, 0.5, 0.5)), 1), funds=funds))
    assert plan.outcome.objective == near(1)
    assert drawn(plan) == {("bank", "N3"): 0.5, ("state", "N3"): 0.5}


def test_they_count_for_the_maximum_of_their_pair() -> None:
    case = under_way(row(0), demand={("chip", "world"): (9.0,) * 4})
    assert least(limited(case, 2)) == near(1 + 6 + 3 * 3)
    assert least(limited(case, 1)) == near(4 * 6)


def test_they_take_floor_and_power() -> None:
    case = under_way(row(0), demand=TWO)
    assert least(site_a(case, floor_units=1.0)) == near(4 * 3)
    assert least(site_a(case, floor_units=2.0)) == near(1 + 3)
    drawing = node_n3(case, power_mw_per_phase=10.0)
    assert least(site_a(drawing, power_limit_mw=19.0)) == near(4 * 3)
    assert least(site_a(drawing, power_limit_mw=20.0)) == near(1 + 3)


def test_what_stands_on_too_little_floor_still_stands() -> None:
    assert least(site_a(under_way(row(0), demand=TWO), floor_units=0.5)) == near(4 * 3)


def test_their_site_is_open() -> None:
    case = site_a(under_way(row(0), demand=TWO), opening_cost_usd_bn=5.0)
    assert least(case) == near(1 + 3)


def test_the_others_of_their_pair_are_expansions() -> None:
    # A first phase would take 3 quarters, an expansion 1: it is ready in quarter 1.
    case = pair_a(under_way(row(0), demand=TWO), lead_periods=3, expansion_lead_periods=1)
    assert least(case) == near(1 + 3)


def test_no_expansion_is_ready_before_them() -> None:
    # The first comes in quarter 2; without the rule an expansion of one quarter would be ready in quarter 1.
    case = pair_a(under_way(row(2), demand=TWO), lead_periods=3, expansion_lead_periods=1)
    plan = best_plan(case)
    assert starts(plan) == {("A", "N3", 1): 1}
    assert plan.outcome.objective == near(1 + 6 + 6)


def test_they_take_no_crews() -> None:
    case = replace(under_way(row(1), demand=TWO), regions={"here": Region("here", max_phase_starts_per_year=1)})
    assert least(case) == near(1 + 6)


def test_they_take_tools_from_before_their_output() -> None:
    # One scanner in quarter 0 and one in quarter 2; a phase needs one a quarter before its output.
    tools = {"scanner": Tool("scanner", (1.0, 0.0, 1.0, 0.0), (ToolUse("N3", 1.0, 1),))}
    assert least(replace(under_way(row(1), demand=TWO), tools=tools)) == near(1 + 6 + 2 * 3), "from quarter 3 on"
    # Installed before the horizon: the first scanner is free for a new phase.
    assert least(replace(under_way(row(0), demand=TWO), tools=tools)) == near(1 + 3)


def test_they_run_at_the_cost_of_phases() -> None:
    case = node_n3(limited(under_way(row(2)), 1), fixed_cost_usd_bn_per_phase_year=0.4, power_mw_per_phase=100.0)
    case = site_a(pair_a(case, max_phases=1), power_price_usd_kwh=0.1)
    plan = best_plan(case)
    assert line(plan, "fixed") == near(2 * 0.1)
    assert line(plan, "power") == near(2 * 100 * 1000 * 8760 / 4 * 0.1 / 1e9)


def test_a_delay_holds_for_those_that_are_not_online_yet() -> None:
    def delayed(first_output: int) -> Case:
        (future,) = under_way().scenarios
        late = Scenario("late", 0.5, future.demand_kunits, delay_periods=1)
        case = limited(under_way(row(first_output)), 1)
        return replace(pair_a(case, max_phases=1), scenarios=(replace(future, probability=0.5), late))

    assert least(delayed(-1)) == near(0)
    assert least(delayed(0)) == near(0.5 * 3)
    assert least(delayed(1)) == near(0.5 * 3 + 0.5 * 6)


def test_limits_count_them_online_and_their_bills_as_capex() -> None:
    online = Limit("few", Measure.ONLINE_PHASES, maximum=1.0)
    assert least(replace(under_way(row(0), demand=TWO), limits=(online,))) == near(4 * 3)
    started = Limit("few", Measure.PHASES_STARTED, maximum=1.0)
    assert least(replace(under_way(row(0), demand=TWO), limits=(started,))) == near(1 + 3)
    # Bills of 1 in quarter 3: a new phase may be at most half of the capex. Both are of N3: the total is all of it.
    share = Limit("local", Measure.CAPEX_SHARE, node="N3", maximum=0.5)
    assert least(replace(under_way(row(0), demand=TWO), limits=(share,))) == near(4 * 3)


def test_no_incentive_pays_their_bills() -> None:
    grant = Incentive("grant", 0.5, start_from=-9)
    assert least(replace(limited(under_way(row(0, 1.0)), 1), incentives=(grant,))) == near(1)


def test_the_plan_given_back_as_locks_is_the_same() -> None:
    case = pair_a(under_way(row(2, 0.5), demand=TWO), lead_periods=3, expansion_lead_periods=1)
    plan: Plan = best_plan(case)
    assert best_plan(locked(case, plan)).outcome.objective == near(plan.outcome.objective)


def test_what_started_before_the_horizon_is_worth_what_it_is_worth_as_a_plan() -> None:
    # A phase started in quarter 0 of the whole case is under way in the case that starts a quarter later.
    whole = tiny(periods=5)
    later = replace(under_way(row(0)), funds=whole.funds and {"purse": Fund("purse", (999.0, 0.0, 0.0, 0.0))})
    assert least(whole) == near(3 + 1 + least(later))
