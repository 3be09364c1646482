"""Cost lines by hand, one at a time, on the clean plan: one phase online from period 1 to 3 of four quarters."""

import math
from dataclasses import replace
from typing import Any

import pytest

from planner.audit import audit
from planner.case.records import (
    Case,
    EndValue,
    Fund,
    Incentive,
    Lane,
    Objective,
    PlannedStart,
    ProfitOf,
    Region,
    Scenario,
    Settings,
)
from planner.plan.records import Credit, Draw, Plan, Shipment
from tests.audit.plans import changed, clean_plan, lines, outcome, rules
from tests.cases import pair, tiny

DEAR = Region("here", operating_cost_index=1.5)


def _line(case: Case, name: str, plan: Plan | None = None) -> float:
    return lines(audit(case, plan or clean_plan())).get(name, 0.0)


def test_fixed_cost_is_paid_for_each_quarter_online() -> None:
    # 0.4 usd_bn a year x 1/4 year x index 1.5 x 3 quarters.
    case = changed(tiny(regions={"here": DEAR}), "nodes", "N3", fixed_cost_usd_bn_per_phase_year=0.4)
    assert _line(case, "fixed") == pytest.approx(0.45)


def test_fixed_cost_starts_at_first_output_whatever_the_ramp() -> None:
    case = changed(tiny(), "nodes", "N3", fixed_cost_usd_bn_per_phase_year=0.4)
    assert _line(replace(case, pairs={("A", "N3"): pair("A", "N3", ramp=(0.0, 1.0))}), "fixed") == pytest.approx(0.3)


def test_a_delay_shifts_fixed_cost() -> None:
    case = changed(tiny(), "nodes", "N3", fixed_cost_usd_bn_per_phase_year=0.4)
    late = replace(case.scenarios[0], delay_periods=2)
    assert _line(replace(case, scenarios=(late,)), "fixed") == pytest.approx(0.1)


def test_power_is_paid_for_utilised_phases_online() -> None:
    # 100 MW x 8,760 h x 1/4 year x 3 quarters x 0.1 usd/kWh x 80 % = 65.7e6 kWh x 3 x 0.08 usd.
    case = changed(tiny(), "nodes", "N3", power_mw_per_phase=100.0, utilisation=0.8)
    case = changed(case, "sites", "A", power_price_usd_kwh=0.1)
    assert _line(case, "power") == pytest.approx(100e3 * 8760 * 0.75 * 0.1 * 0.8 / 1e9)


def test_wafers_cost_by_the_index_of_their_region() -> None:
    # 9 thousand wafers x 10,000 usd x 1.5 = 0.135 usd_bn.
    case = changed(tiny(regions={"here": DEAR}), "nodes", "N3", wafer_cost_usd=10000.0)
    assert _line(case, "wafers") == pytest.approx(0.135)


def test_money_drawn_costs_interest_to_the_end() -> None:
    # 1 usd_bn drawn in period 0 at 8 % a year over 4 quarters; drawn in period 3 over one.
    case = tiny(funds={"purse": Fund("purse", (9.0, 0.0, 0.0, 0.0), cost_of_money=0.08)})
    assert _line(case, "cost_of_money") == pytest.approx(0.08)
    late = clean_plan(draws=(Draw("purse", "A", "N3", 3, 1.0),))
    assert _line(case, "cost_of_money", late) == pytest.approx(0.02)


def _ending(**changes: Any) -> Case:
    return tiny(
        settings=replace(Settings("tiny", end_value=EndValue.STRAIGHT_LINE, equipment_life_years=3.0), **changes)
    )


def test_the_end_value_falls_in_a_straight_line_from_first_output() -> None:
    # Online from period 1 to the end of period 3: 3 quarters of a life of 12, so 9/12 of 1 usd_bn is left.
    assert _line(_ending(), "end_value") == pytest.approx(-0.75)


def test_the_end_value_is_discounted_from_the_end() -> None:
    assert _line(_ending(discount_rate=0.25), "end_value") == pytest.approx(-0.75 / 1.25)


def test_what_outlived_its_life_is_worth_nothing() -> None:
    assert _line(_ending(equipment_life_years=0.5), "end_value") == 0.0


def test_what_is_not_online_before_the_end_is_worth_nothing() -> None:
    assert _line(replace(_ending(), pairs={("A", "N3"): pair("A", "N3", 3)}), "end_value") == pytest.approx(-11 / 12)
    assert _line(replace(_ending(), pairs={("A", "N3"): pair("A", "N3", 4)}), "end_value") == 0.0


def test_the_end_value_is_net_of_credits_but_to_society() -> None:
    plan = clean_plan(credits=(Credit("grant", "A", "N3", 0, 0.2),))
    for settings, left in (
        ({}, 0.8),
        ({"objective": Objective.PROFIT}, 0.8),
        ({"objective": Objective.PROFIT, "profit_of": ProfitOf.SOCIETY}, 1.0),
        ({"profit_of": ProfitOf.SOCIETY}, 0.8),  # where no profit is made, nobody's it is
    ):
        case = replace(_ending(**settings), incentives=(Incentive("grant", 0.2, region="here"),))
        assert _line(case, "end_value", plan) == pytest.approx(-0.75 * left)


def test_the_first_phase_and_its_expansions_follow_their_own_spend() -> None:
    # At 21 % a year the first phase, paid in period 0, counts 1.21^-0.125; its expansion of period 1 pays a quarter
    # later than it starts, in period 2: 1.21^-0.625.
    case = tiny(
        settings=Settings("tiny", discount_rate=0.21),
        pairs={("A", "N3"): pair("A", "N3", spend=(1.0,), expansion_spend=(0.0, 1.0))},
    )
    start = clean_plan().starts[0]
    plan = clean_plan(starts=(start, replace(start, period=1)))
    assert _line(case, "capex", plan) == pytest.approx(1.21**-0.125 + 1.21**-0.625)


def test_every_line_is_discounted_and_weighted() -> None:
    # At 21 % a year the flows of period t count 1.21^-(t/4 + 1/8); the world buys with probability 3/4, else nothing.
    factor = [1.21 ** -(t / 4 + 1 / 8) for t in range(4)]
    online = factor[1] + factor[2] + factor[3]
    case = tiny(
        settings=Settings(
            "tiny", discount_rate=0.21, objective=Objective.PROFIT, change_price_usd_bn_per_phase=0.5, price_year=2026
        ),
        last_plan=(PlannedStart("A", "N3", 0, 1), PlannedStart("A", "N3", 2, 2)),
        lanes=(Lane("here", to_market="world", cost_usd_per_unit=1000.0, tariff=0.1),),
        funds={"purse": Fund("purse", (9.0, 0.0, 0.0, 0.0), cost_of_money=0.08)},
    )
    sold = case.scenarios[0].demand_kunits
    nothing = dict.fromkeys(sold, (0.0,) * 4)
    case = replace(case, scenarios=(Scenario("base", 0.75, sold), Scenario("none", 0.25, nothing)))
    case = changed(case, "products", "chip", price_usd=20000.0, stock_cost_usd_per_period=4000.0)
    case = changed(case, "sites", "A", power_price_usd_kwh=0.1)
    case = changed(
        case, "nodes", "N3", wafer_cost_usd=8000.0, power_mw_per_phase=100.0, fixed_cost_usd_bn_per_phase_year=0.4
    )
    # 3 kunits packed in 1 wait a quarter, 6 are sold in 2.
    sales = (Shipment("base", "here", "world", "chip", 2, 6.0), Shipment("base", "here", "world", "chip", 3, 3.0))
    found = audit(case, clean_plan(shipments=sales)).cost_usd_bn
    assert found == pytest.approx(
        {
            "capex": factor[0],
            "shells": 0.0,
            "under_way": 0.0,
            "purchases": 0.0,
            "part_stock": 0.0,
            "opening": 0.0,
            "conversions": 0.0,
            "credits": 0.0,
            "cost_of_money": 0.08 / 4 * (factor[0] + online),
            "changes": 0.5 * 2 * factor[2],
            "end_value": 0.0,
            "fixed": 0.1 * online,
            "power": 100e3 * 8760 / 4 * 0.1 / 1e9 * online,
            "wafers": 0.75 * 3 * 0.008 * online,
            "freight": 0.75 * 0.001 * (6 * factor[2] + 3 * factor[3]),
            "tariff": 0.75 * 0.1 * 0.02 * (6 * factor[2] + 3 * factor[3]),
            "stock": 0.75 * 0.004 * 3 * factor[1],
            # 3 kunits are missed in period 0 and in period 1; the surplus sold in 2 is another finding.
            "shortage_penalty": 0.75 * 3 * (factor[0] + factor[1]),
            "revenue": -0.75 * 0.02 * (6 * factor[2] + 3 * factor[3]),
        }
    )


@pytest.mark.parametrize("usd_bn", [math.inf, -math.inf, math.nan])
def test_no_cost_line_nor_objective_is_infinite(usd_bn: float) -> None:
    assert rules(tiny(), clean_plan(outcome=outcome(4.0, capex=usd_bn, shortage_penalty=3.0))) == {"cost"}
    assert "objective" in rules(tiny(), clean_plan(outcome=outcome(usd_bn, capex=1.0, shortage_penalty=3.0)))
