"""Stock: packages wait where they were finished, at a price for every period's end."""

from dataclasses import replace

from planner.case.records import Committed, Lane
from tests.cases import tiny
from tests.model.parts import chip, discounted, quarters, with_site
from tests.model.solving import best_plan, least, line, near

STANDING = (Committed("A", "N3", (1.0,) * 4),)
LATE = {("chip", "world"): (0.0, 0.0, 0.0, 9.0)}


def test_without_a_stock_cost_nothing_is_stocked() -> None:
    assert least(tiny(demand=LATE, committed=STANDING, pairs={})) == near(6)


def test_packages_wait_for_demand() -> None:
    # 3 in stock after quarter 1, 6 after quarter 2, at 0.1 each.
    case = chip(tiny(demand=LATE, committed=STANDING), stock_cost_usd_per_period=1e5)
    assert least(case) == near((3 + 6) * 0.1)


def test_stock_that_costs_nothing_is_allowed() -> None:
    case = chip(tiny(demand=LATE, committed=STANDING), stock_cost_usd_per_period=0.0)
    assert least(case) == near(0)


def test_stock_may_cost_more_than_a_miss() -> None:
    case = chip(tiny(demand=LATE, committed=STANDING, pairs={}), stock_cost_usd_per_period=6e5)
    # One quarter of waiting (0.6) is worth it, two (1.2) are not.
    assert least(case) == near(3 * 0.6 + 3)


def test_stock_is_discounted_period_by_period() -> None:
    case = chip(tiny(demand=LATE, committed=STANDING, settings=discounted()), stock_cost_usd_per_period=1e5)
    plan = best_plan(case)
    assert line(plan, "stock") == near(0.3 * quarters(1) + 0.6 * quarters(2))


def test_a_phase_may_build_up_stock_before_it_is_needed() -> None:
    # One phase from quarter 1 makes 3 + 3 + 3 by quarter 3; three phases would cost 3.
    case = chip(tiny(demand=LATE), stock_cost_usd_per_period=1e5)
    assert least(case) == near(1 + (3 + 6) * 0.1)


def test_stock_leaves_over_the_lane_of_the_day() -> None:
    case = chip(tiny(demand=LATE, committed=STANDING), stock_cost_usd_per_period=1e5)
    case = replace(case, lanes=(Lane("here", to_market="world", until_period=2, allowed=False),))
    assert least(case) == near(0.9)


def test_regions_that_share_a_flow_stock_each_its_own() -> None:
    case = with_site(tiny(demand={("chip", "world"): (0.0, 0.0, 0.0, 12.0)}), max_phases=0)
    case = replace(case, committed=(*STANDING, Committed("B", "N3", (1.0, 1.0, 1.0, 0.0))), pairs={})
    case = chip(case, stock_cost_usd_per_period=1e5)
    # Quarter 3 makes 3, quarter 2 makes 6 (one end of stock), quarter 1 the other 3 (two).
    assert least(case) == near(0.1 * (3 + 9))
