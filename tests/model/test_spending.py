"""Spending: capex by cost index, due along the spend profile, discounted from the middle of each period."""

from dataclasses import replace

import pytest

from planner.case.calendar import Calendar
from planner.case.money import paid_share
from planner.case.records import Committed, Region, Site
from tests.cases import tiny
from tests.model.parts import discounted, node_n3, pair_a, quarters, site_a
from tests.model.solving import best_plan, least, near


def test_flows_are_discounted_from_the_middle_of_their_quarter() -> None:
    # 1 of capex and 3 of penalty, both an eighth of a year from the start.
    assert least(tiny(settings=discounted())) == near((1 + 3) * 1.21**-0.125)


def test_a_spend_profile_spreads_the_money() -> None:
    case = pair_a(tiny(settings=discounted()), spend=(0.25, 0.75))
    assert least(case) == near(0.25 * quarters(0) + 0.75 * quarters(1) + 3 * quarters(0))


def test_what_is_due_after_the_horizon_falls_in_the_last_period() -> None:
    case = pair_a(tiny(settings=discounted()), spend=(0.125,) * 8)
    plan = best_plan(case)
    due = [0.125, 0.125, 0.125, 0.625]
    assert plan.outcome.objective == near(sum(x * quarters(t) for t, x in enumerate(due)) + 3 * quarters(0))
    assert [row.usd_bn for row in sorted(plan.draws, key=lambda row: row.period)] == pytest.approx(due)
    assert [paid_share(case.pairs["A", "N3"].spend, 0, t, last=3) for t in range(-1, 4)] == [0, 0.125, 0.25, 0.375, 1]


def test_a_year_is_discounted_from_its_middle() -> None:
    case = tiny(periods=2, calendar=Calendar.starting("2027", 2, 12), settings=discounted())
    # 1 kwspm makes 12 a year. Demand of 3: a phase in year 0 for year 1.
    assert least(case) == near((1 + 3) * 1.21**-0.5)


def test_the_capex_factor_of_a_pair_scales_a_phase() -> None:
    assert least(pair_a(tiny(), capex_factor=1.5)) == near(1.5 + 3)


def test_shell_and_equipment_follow_the_indices_of_site_and_region() -> None:
    case = site_a(node_n3(tiny(), shell_share=0.4), shell_cost_index=1.5)
    case = replace(case, regions={"here": Region("here", equipment_cost_index=2.0, shell_cost_index=9.0)})
    # The site states its own shell index: 0.4 x 1.5 + 0.6 x 2.
    assert least(case) == near(0.4 * 1.5 + 0.6 * 2 + 3)


def test_phases_after_the_first_have_a_capex_of_their_own() -> None:
    # Two phases at once: the first for 1.4, the second for 70 % of that.
    case = pair_a(tiny(demand={("chip", "world"): (6.0,) * 4}), capex_factor=1.4, expansion_capex_factor=0.7)
    plan = best_plan(case)
    assert plan.outcome.objective == near(1.4 + 1.4 * 0.7 + 6)
    assert sum(row.usd_bn for row in plan.draws) == near(1.4 + 1.4 * 0.7)


def test_where_capacity_is_committed_every_phase_is_a_later_one() -> None:
    case = pair_a(tiny(demand={("chip", "world"): (6.0,) * 4}), expansion_capex_factor=0.7)
    running = replace(case, committed=(Committed("A", "N3", (1.0,) * 4),))
    assert least(running) == near(0.7 + 3)


def test_capex_follows_the_trend_of_a_node_by_the_period_of_the_start() -> None:
    # Demand in quarter 3 alone: a phase of quarter 2, half a year from now, costs 1.21 ** 0.5 = 1.1; of quarter 0, 1.
    late = {("chip", "world"): (0.0, 0.0, 0.0, 3.0)}
    assert least(node_n3(tiny(demand=late), capex_trend=0.21)) == near(1)
    later = replace(node_n3(tiny(demand=late), capex_trend=0.21), sites={"A": Site("A", "here", available_from=2)})
    assert least(later) == near(1.1)
    # Where it falls by 19 % a year, waiting pays: 0.81 ** 0.5 = 0.9.
    assert least(node_n3(tiny(demand=late), capex_trend=-0.19)) == near(0.9)
