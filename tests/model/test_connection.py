"""Connection: the new phases online at a site keep within the power connected by then."""

from dataclasses import replace

from planner.case.records import Case, Lock, SitePower
from tests.cases import tiny
from tests.model.parts import node_n3, pair_a, site_a, with_site
from tests.model.solving import best_plan, least, near, starts

SIX = {("chip", "world"): (6.0,) * 4}
"""Demand for two phases of 3 a quarter."""


def connected(*mw: float, limit_mw: float = float("inf")) -> Case:
    case = site_a(node_n3(tiny(demand=SIX), power_mw_per_phase=100.0), power_limit_mw=limit_mw)
    return replace(case, site_power=(SitePower("A", mw),))


def test_a_phase_waits_for_its_connection() -> None:
    plan = best_plan(connected(100, 100, 200, 200))
    # Two phases cost 2. Quarter 0 misses 6, quarter 1 has power for one phase and misses 3.
    assert plan.outcome.objective == near(2 + 6 + 3)
    assert plan.outcome.cost_usd_bn["shortage_penalty"] == near(9)


def test_a_connection_may_come_while_the_phase_is_built() -> None:
    # Both start in quarter 0 without any power, which is there when they are online.
    assert least(connected(0, 200, 200, 200)) == near(2 + 6)


def test_too_little_for_a_phase_is_none() -> None:
    assert least(connected(99, 99, 99, 199)) == near(1 + 6 + 6 + 6 + 3)


def test_power_that_goes_must_not_be_in_use_before() -> None:
    # What is online stays online: the 100 MW of the last quarter hold from the first.
    assert least(connected(200, 200, 200, 100)) == near(1 + 6 + 3 * 3)


def test_the_limit_of_the_site_holds_besides() -> None:
    assert least(connected(200, 200, 200, 200, limit_mw=150)) == near(1 + 6 + 3 * 3)


def test_another_site_is_not_limited() -> None:
    case = with_site(connected(0, 0, 0, 0), region="here")
    assert starts(best_plan(case)) == {("B", "N3", 0): 2}


def test_a_locked_phase_beyond_the_horizon_needs_no_power_within_it() -> None:
    case = pair_a(connected(0, 0, 0, 0), lead_periods=2)
    case = replace(case, locks=(Lock("A", "N3", "", 3, 3, 1, 1),))
    assert least(case) == near(1 + 4 * 6)
