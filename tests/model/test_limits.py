"""Limits: counts of phases and shares of capex and output stay within policy bounds.

Site A lies here and costs 1 a phase; site B lies there and costs 2. A phase makes the 3 kunits that are demanded; the
first period, before any output, misses 3 (or 6 where 6 are demanded).
"""

from dataclasses import replace
from typing import Any

from planner.case.records import Case, Kind, Limit, Measure, Region, Scenario
from tests.cases import product, tiny
from tests.model.parts import pair_a, two_products, with_node, with_site
from tests.model.solving import best_plan, least, near

NO_LIMIT = 1 + 3
SIX = {("chip", "world"): (6.0,) * 4}


def two_sites(*limits: Limit, **changes: Any) -> Case:
    return with_site(tiny(limits=limits, **changes), capex_factor=2.0)


def test_no_more_phases_start_than_allowed() -> None:
    case = tiny(limits=(Limit("none", Measure.PHASES_STARTED, maximum=0),))
    assert least(case) == near(4 * 3)


def test_a_start_outside_the_window_does_not_count() -> None:
    case = tiny(limits=(Limit("none later", Measure.PHASES_STARTED, maximum=0, from_period=1),))
    assert least(case) == near(NO_LIMIT)


def test_at_least_so_many_phases_start() -> None:
    case = tiny(limits=(Limit("two", Measure.PHASES_STARTED, minimum=2),))
    assert least(case) == near(2 + 3)


def test_a_phase_is_online_from_a_period_on() -> None:
    case = tiny(demand={}, limits=(Limit("one", Measure.ONLINE_PHASES, minimum=1, from_period=3),))
    assert least(case) == near(1)


def test_no_phase_is_online_before_a_period() -> None:
    # Built in period 1 at the earliest, so that periods 0 and 1 miss 3 each.
    case = tiny(limits=(Limit("later", Measure.ONLINE_PHASES, maximum=0, until_period=1),))
    assert least(case) == near(1 + 2 * 3)


def test_a_region_takes_no_more_than_its_share_of_capex() -> None:
    assert least(two_sites(demand=SIX)) == near(1 + 1 + 6)
    # One phase here, 1 of 3, and one there.
    half = Limit("half", Measure.CAPEX_SHARE, region="here", maximum=0.5)
    assert least(two_sites(half, demand=SIX)) == near(1 + 2 + 6)


def test_a_region_makes_no_more_than_its_share_of_packages() -> None:
    # One phase there makes all; one here could give half at most, and then both would be needed.
    half = Limit("half", Measure.OUTPUT_SHARE, region="here", maximum=0.5)
    plan = best_plan(two_sites(half))
    assert plan.outcome.objective == near(2 + 3)
    assert {row.site for row in plan.starts} == {"B"}


def test_a_region_makes_at_least_its_share_of_the_wafers_of_a_node() -> None:
    # 1.5 of the 3 thousand wafers from each: both sites are built.
    half = Limit("half each", Measure.OUTPUT_SHARE, region="here", node="N3", minimum=0.5, maximum=0.5)
    assert least(two_sites(half)) == near(1 + 2 + 3)


def test_a_kind_of_node_takes_at_least_its_share_of_all_capex() -> None:
    # Packaging costs 1 a phase and is wanted by nobody; a fifth of all capex of logic, 1, is more than nothing: one.
    case = with_node(tiny(), "CoWoS", Kind.PACKAGING)
    fifth = Limit("a fifth for packaging", Measure.CAPEX_SHARE, kind=Kind.PACKAGING, minimum=0.2)
    plan = best_plan(replace(case, limits=(fifth,)))
    assert plan.outcome.objective == near(1 + 1 + 3)
    assert sum(row.phases for row in plan.starts if row.node == "CoWoS") == 1


def test_a_share_of_capex_is_of_what_is_due_in_the_window() -> None:
    # The site here is paid in quarter 0, outside the window of quarters 1 to 3, and counts on neither side.
    window = Limit("none here", Measure.CAPEX_SHARE, region="here", maximum=0.0, from_period=1)
    assert least(two_sites(window)) == near(NO_LIMIT)
    # Paid a quarter later, it counts.
    case = pair_a(two_sites(window), spend=(0.0, 1.0))
    assert least(case) == near(2 + 3)


def test_a_share_of_capex_of_a_node_is_of_that_node_in_all_places() -> None:
    # Nothing but the two sites of N3 count: half of it here, so both are built though one would do.
    half = Limit("half of N3", Measure.CAPEX_SHARE, site="B", node="N3", minimum=0.5)
    case = with_node(two_sites(half), "HBM", Kind.MEMORY, phase_capex_usd_bn=50.0)
    assert least(case) == near(2 + 3)


def test_a_bloc_counts_the_phases_of_its_regions() -> None:
    # At most one phase in the west, where it costs 1; the second of two that are needed costs 2 in the east.
    case = two_sites(Limit("one", Measure.PHASES_STARTED, bloc="west", maximum=1), demand=SIX)
    regions = {"here": Region("here", bloc="west"), "there": Region("there", bloc="east")}
    assert least(replace(case, regions=regions)) == near(1 + 2 + 6)


def test_a_product_takes_no_more_than_its_share_of_all_packages() -> None:
    # 3 of each a quarter; the dear one misses 2 each time. At most a quarter of all packages: 1 beside 3 of the other.
    dear = product("dear", "N3", shortage_penalty_usd=2e6)
    case = two_products(tiny(), dear, chip=(3.0,) * 4, dear=(3.0,) * 4)
    assert least(case) == near(2 + 3 + 6)
    quarter = Limit("a quarter", Measure.OUTPUT_SHARE, product="dear", maximum=0.25)
    assert least(replace(case, limits=(quarter,))) == near(2 + 3 + 6 + 3 * 2 * 2)


def test_a_share_of_output_holds_in_every_future() -> None:
    # Half of what is made may come from here. In the second future one phase there does for all, in the first it does
    # not: 3 from each.
    half = Limit("half", Measure.OUTPUT_SHARE, region="here", maximum=0.5)
    low, high = {("chip", "world"): (3.0,) * 4}, {("chip", "world"): (6.0,) * 4}
    case = two_sites(half, scenarios=(Scenario("high", 0.5, high), Scenario("low", 0.5, low)))
    plan = best_plan(case)
    assert plan.outcome.objective == near(1 + 2 + 0.5 * 6 + 0.5 * 3)
    made = {(row.scenario, row.region): row.kunits for row in plan.packages if row.period == 3}
    assert made["high", "here"] == near(3.0)
    assert made.get(("low", "here"), 0.0) <= 1.5 + 1e-6


def test_the_site_of_a_limit_on_output_stands_for_its_region() -> None:
    none = Limit("none at A", Measure.OUTPUT_SHARE, site="A", node="N3", maximum=0.0)
    plan = best_plan(two_sites(none))
    assert plan.outcome.objective == near(2 + 3)
    assert {row.site for row in plan.starts} == {"B"}
    packages = Limit("none at A", Measure.OUTPUT_SHARE, site="A", maximum=0.0)
    assert least(two_sites(packages)) == near(2 + 3)
