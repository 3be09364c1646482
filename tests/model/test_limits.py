"""Limits: counts of phases and shares of capex and output stay within policy bounds.

Site A lies here and costs 1 a phase; site B lies there and costs 2. A phase makes the 3 kunits that are demanded; the
first period, before any output, misses 3 (or 6 where 6 are demanded).
"""

from typing import Any

from planner.case.records import Case, Limit, Measure
from tests.cases import tiny
from tests.model.parts import with_site
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
