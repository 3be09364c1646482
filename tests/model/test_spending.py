"""Spending: capex by cost index, due along the spend profile, discounted from the middle of each period."""

from dataclasses import replace

import pytest

from planner.case.calendar import Calendar
from planner.case.records import Region
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
