"""Running: wafers, fixed cost and power, at the prices of their region and site."""

from dataclasses import replace

import pytest

from planner.case.records import Case, Committed, Region
from tests.cases import tiny
from tests.model.parts import discounted, node_n3, quarters, site_a, with_site
from tests.model.solving import best_plan, least, line, near

COMMITTED = (Committed("A", "N3", (1.0,) * 4),)


def indexed(case: Case, index: float) -> Case:
    return replace(case, regions={"here": Region("here", operating_cost_index=index)})


@pytest.mark.parametrize("index", [1.0, 2.0])
def test_wafers_cost_what_the_region_makes_of_it(index: float) -> None:
    # 3 thousand wafers a quarter at 100,000 usd: 0.3 in each of three quarters.
    case = indexed(node_n3(tiny(), wafer_cost_usd=1e5), index)
    assert least(case) == near(1 + 3 + 3 * 0.3 * index)


def test_wafers_are_made_no_more_than_they_are_worth() -> None:
    # A wafer for 1.1 million usd saves a package short of 1 million.
    case = replace(node_n3(tiny(), wafer_cost_usd=1.1e6), committed=COMMITTED)
    assert least(case) == near(12)


def test_the_region_with_the_cheaper_wafers_makes_them() -> None:
    case = with_site(node_n3(tiny(), wafer_cost_usd=1e5), region="there")
    case = replace(case, regions={**case.regions, "here": Region("here", operating_cost_index=3.0)})
    plan = best_plan(case)
    assert plan.outcome.objective == near(1 + 3 + 3 * 0.3)
    assert {row.region for row in plan.wafers} == {"there"}


@pytest.mark.parametrize("index", [1.0, 2.0])
def test_an_online_phase_costs_its_fixed_cost_every_quarter(index: float) -> None:
    # 0.4 a year: 0.1 in each of three quarters.
    case = indexed(node_n3(tiny(), fixed_cost_usd_bn_per_phase_year=0.4), index)
    assert least(case) == near(1 + 3 + 3 * 0.1 * index)


def test_fixed_cost_is_paid_used_or_not() -> None:
    # Demand in quarter 1 only; the phase stays online, and costs, to the end.
    case = node_n3(tiny(demand={("chip", "world"): (0.0, 3.0, 0.0, 0.0)}), fixed_cost_usd_bn_per_phase_year=0.4)
    assert least(case) == near(1 + 3 * 0.1)


def test_fixed_cost_is_a_reason_to_start_late() -> None:
    case = node_n3(tiny(demand={("chip", "world"): (0.0, 0.0, 0.0, 3.0)}), fixed_cost_usd_bn_per_phase_year=0.4)
    assert least(case) == near(1 + 0.1)


@pytest.mark.parametrize("utilisation", [0.5, 1.0])
def test_power_is_paid_for_by_the_hour_of_use(utilisation: float) -> None:
    # 100 MW x 8760 h / 4 x 0.1 usd/kWh = 21.9 million usd a quarter at full use.
    case = tiny(demand={("chip", "world"): (3.0 * utilisation,) * 4})
    case = site_a(node_n3(case, power_mw_per_phase=100.0, utilisation=utilisation), power_price_usd_kwh=0.1)
    assert least(case) == near(1 + 3 * utilisation + 3 * 0.0219 * utilisation)


def test_power_is_paid_from_first_output_whatever_the_ramp() -> None:
    case = site_a(node_n3(tiny(), power_mw_per_phase=100.0), power_price_usd_kwh=0.1)
    case = replace(case, pairs={("A", "N3"): replace(case.pairs["A", "N3"], ramp=(0.9, 1.0))})
    assert line(best_plan(case), "power") == near(3 * 0.0219)


def test_committed_capacity_costs_its_wafers_alone() -> None:
    case = node_n3(
        tiny(committed=COMMITTED),
        wafer_cost_usd=1e5,
        fixed_cost_usd_bn_per_phase_year=0.4,
        power_mw_per_phase=100.0,
    )
    assert least(site_a(case, power_price_usd_kwh=0.1)) == near(4 * 0.3)


def test_operations_are_discounted_from_the_middle_of_their_quarter() -> None:
    case = node_n3(tiny(settings=discounted()), wafer_cost_usd=1e5, fixed_cost_usd_bn_per_phase_year=0.4)
    assert least(case) == near(4 * quarters(0) + 0.4 * (quarters(1) + quarters(2) + quarters(3)))
