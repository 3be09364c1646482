"""Why demand is missed, in sentences: the shortage first, then what binds."""

from dataclasses import replace

from planner.plan.records import Binding, Shortage
from planner.report.words.causes import causes
from tests.report.plans import three_sites, three_sites_plan


def test_causes_open_with_the_shortage_and_its_largest_part_and_go_on_with_what_binds() -> None:
    plan = replace(three_sites_plan(), binding=(Binding("online_capacity", "Taiwan N3", 1, 0.0),))
    told = causes(three_sites(), plan)
    assert " kunits demanded stay short, between " in told[0]
    assert " % of that is " in told[0]
    assert told[1].startswith("All usable capacity of Taiwan N3 is in use")
    assert not any("Objective" in line for line in told)


def test_a_shortage_in_one_period_is_reported_with_that_period() -> None:
    plan = three_sites_plan()
    one = plan.shortage[0]
    plan = replace(plan, shortage=(Shortage(one.scenario, one.product, one.market, 2, 7.0),), binding=())
    told = causes(three_sites(), plan)
    assert (
        f"stay short, in {three_sites().calendar.label(2)}; 100 % of that is {one.product} in {one.market}." in told[0]
    )


def test_where_nothing_is_short_that_is_said() -> None:
    plan = replace(three_sites_plan(), shortage=(), binding=(), bans=())
    assert causes(three_sites(), plan) == ["There is no shortage: all demand is covered."]
