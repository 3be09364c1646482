"""The headline figures, summed by hand from the made-up plan."""

import pytest

from planner.case.records import Scenario
from planner.plan.records import Outcome, Plan, Shipment, Shortage, Status
from planner.report.figures.headline import figures
from tests.cases import tiny
from tests.report.plans import three_sites, three_sites_plan


def test_capex_counts_phases_openings_and_conversions_before_credits() -> None:
    found = figures(three_sites(), three_sites_plan())
    # Phoenix 2 x 20, Dresden 2 x 20 x 1.1, Penang 1 x 2, opening Dresden 0.5, one lump 0.25
    assert found.capex_usd_bn == pytest.approx(40 + 44 + 2 + 0.5 + 0.25)
    assert found.credits_usd_bn == pytest.approx(10)
    assert found.drawn_usd_bn == pytest.approx(86.75 - 10)


def test_budget_is_all_that_becomes_available() -> None:
    # Treasury 30 + 30, Hyperscaler 12 quarters of 5
    assert figures(three_sites(), three_sites_plan()).budget_usd_bn == pytest.approx(60 + 60)


def test_coverage_is_shipped_over_demand() -> None:
    found = figures(three_sites(), three_sites_plan())
    # demand 12 x (30 + 10); short shares 0.5 + 0.5 + 0.5 + 0.5 + 0.25 + 0.1 + 0.3 = 2.65 quarters of 40
    assert found.demand_kunits == pytest.approx(480)
    assert found.shortage_kunits == pytest.approx(2.65 * 40)
    assert found.coverage_pct == pytest.approx(100 * (480 - 106) / 480)


def test_phases_lumps_and_sites_are_counts() -> None:
    found = figures(three_sites(), three_sites_plan())
    assert (found.phases, found.lumps, found.sites) == (5, 1, 3)


def test_the_gap_in_money_is_objective_less_bound() -> None:
    assert figures(three_sites(), three_sites_plan()).gap_usd_bn == pytest.approx(1.1)


def test_coverage_over_scenarios_is_expected_and_the_worst_is_reported() -> None:
    demand = {("chip", "world"): (10.0,)}
    case = tiny(periods=1, scenarios=(Scenario("low", 0.75, demand), Scenario("high", 0.25, demand)))
    plan = Plan(
        Outcome(Status.OPTIMAL, 1.0, 1.0, 0.0, {}),
        shipments=(
            Shipment("low", "here", "world", "chip", 0, 10.0),
            Shipment("high", "here", "world", "chip", 0, 6.0),
        ),
        shortage=(Shortage("high", "chip", "world", 0, 4.0),),
    )
    found = figures(case, plan)
    assert found.coverage_pct == pytest.approx(0.75 * 100 + 0.25 * 60)
    assert found.worst_coverage_pct == pytest.approx(60)
    assert found.shortage_kunits == pytest.approx(0.25 * 4)


def test_a_future_that_cannot_happen_is_not_the_worst() -> None:
    demand = {("chip", "world"): (10.0,)}
    case = tiny(periods=1, scenarios=(Scenario("base", 1.0, demand), Scenario("never", 0.0, demand)))
    plan = Plan(
        Outcome(Status.OPTIMAL, 1.0, 1.0, 0.0, {}), shipments=(Shipment("base", "here", "world", "chip", 0, 9.0),)
    )
    assert figures(case, plan).worst_coverage_pct == pytest.approx(90)


def test_without_demand_all_of_it_is_covered() -> None:
    case = tiny(periods=1, demand={})
    plan = Plan(Outcome(Status.OPTIMAL, 0.0, 0.0, 0.0, {}))
    assert figures(case, plan).coverage_pct == 100
