"""Demand, shortage and stock."""

from dataclasses import replace

from planner.audit import audit
from planner.case.records import Deployment, Settings
from planner.plan.records import Packages, Shipment
from tests.audit.plans import changed, clean_plan, held, missed, outcome, rules, run
from tests.cases import tiny


def test_more_than_the_demand_cannot_be_shipped() -> None:
    case = tiny(demand={("chip", "world"): (3.0, 3.0, 3.0, 2.0)})
    assert rules(case, clean_plan()) == {"demand"}


def test_more_than_can_be_switched_on_cannot_be_shipped() -> None:
    # 3 thousand a quarter of 2 kW and 50 % overhead: 9 MW to date in period 1, 18 in 2, 27 in 3.
    case = changed(tiny(settings=Settings("tiny", deployment_overhead=0.5)), "products", "chip", power_kw=2.0)
    assert rules(replace(case, deployment=(Deployment("world", (0.0, 9.0, 18.0, 27.0)),)), clean_plan()) == set()
    verdict = audit(replace(case, deployment=(Deployment("world", (0.0, 9.0, 17.0, 27.0)),)), clean_plan())
    assert [(finding.rule, finding.period, finding.found) for finding in verdict.findings] == [("deployment", 2, 18.0)]


def test_a_wrong_shortage_sheet_is_found() -> None:
    assert rules(tiny(), clean_plan(shortage=missed((2.0,)))) == {"shortage_claim"}
    assert rules(tiny(), clean_plan(shortage=missed((3.0, 0.0, 0.0, 1.0)))) == {"shortage_claim"}
    assert rules(tiny(), clean_plan(shortage=())) == {"shortage_claim"}


def test_what_is_shipped_must_have_been_packed() -> None:
    plan = clean_plan()
    assert rules(tiny(), replace(plan, packages=plan.packages[:-1])) == {"stock"}


def test_without_a_stock_cost_nothing_may_wait() -> None:
    # Demand of 0, 0, 3, 6 is met by packing 3 in each of periods 1 to 3 and keeping 3 from period 1 to period 3.
    case = tiny(demand={("chip", "world"): (0.0, 0.0, 3.0, 6.0)})
    kept = changed(case, "products", "chip", stock_cost_usd_per_period=100.0)
    plan = clean_plan(
        # 3 kunits wait at the end of periods 1 and 2: 2 x 3,000 x 100 usd = 0.0006 usd_bn.
        outcome=outcome(1.0006, capex=1.0, stock=0.0006),
        shortage=(),
        shipments=(
            Shipment("base", "here", "world", "chip", 2, 3.0),
            Shipment("base", "here", "world", "chip", 3, 6.0),
        ),
    )
    assert audit(kept, plan).findings == ()
    assert rules(case, replace(plan, outcome=outcome(1.0, capex=1.0))) == {"stock"}


def test_stock_is_never_negative() -> None:
    case = changed(tiny(), "products", "chip", stock_cost_usd_per_period=0.0)
    # Everything is packed in the last period but sold evenly.
    plan = clean_plan(packages=(Packages("base", "here", "chip", 3, 3.0),))
    assert rules(case, plan) == {"stock"}


def test_two_markets_are_counted_apart() -> None:
    case = tiny(demand={("chip", "world"): (0.0, 1.0, 0.0, 0.0), ("chip", "moon"): (0.0, 1.0, 0.0, 0.0)})
    case = replace(case, markets={**case.markets, "moon": replace(case.markets["world"], name="moon")})
    plan = clean_plan(
        outcome=outcome(2.0, capex=1.0, shortage_penalty=1.0),
        shortage=(),
        capacity=held((0.0, 1.0, 1.0, 1.0), (0.0, 2 / 3, 0.0, 0.0)),
        **run((0.0, 2.0, 0.0, 0.0)),
    )
    # Both thousand go to the world, which wants one: the moon lacks one and the sheet does not say so.
    assert rules(case, plan) >= {"demand", "shortage_claim"}
