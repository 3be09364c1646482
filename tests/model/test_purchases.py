"""Purchases: parts bought where packages are finished, beside what is made or instead of it, under take or pay."""

from dataclasses import replace
from typing import Any

import pytest

from planner.case.records import Case, Committed, Kind, Lane, Part, Product, Purchase, Region, Source
from planner.plan.records import Plan
from tests.cases import tiny
from tests.model.parts import chip, discounted, made_of, part, per_wafer, quarters, two_products, with_node, with_site
from tests.model.solving import best_plan, least, line, near

STANDING = (Committed("A", "N3", (1.0,) * 4),)
BOUGHT = Part("stack", (), bought=Source("", 2.0))


def buying(*stack: Part, kunits: float = 4.0, price_usd: float = 1e5, **changes: Any) -> Case:
    """A chip of a die from a fab that stands, and of stacks that a contract offers: 4 thousand a quarter at 0.1 bn."""
    case = made_of(tiny(committed=STANDING, pairs={}), part("die", per_wafer("N3")), *(stack or (BOUGHT,)))
    return replace(case, purchases=(Purchase("stack", "here", price_usd, (kunits,) * 4, **changes),))


def bought(plan: Plan) -> list[float]:
    return [row.kunits for row in plan.purchased]


def test_a_part_that_can_only_be_bought() -> None:
    # Two stacks a package: 4 thousand make 2 of the 3 thousand packages wanted, at 2 x 0.1 each; the third is short.
    plan = best_plan(buying())
    assert plan.outcome.objective == near(4 * (4 * 0.1 + 1))
    assert line(plan, "purchases") == near(4 * 4 * 0.1)
    assert bought(plan) == pytest.approx([4.0] * 4)


def test_too_dear_a_part_is_not_bought() -> None:
    # Two stacks at 0.6 cost more than a package short.
    plan = best_plan(buying(price_usd=6e5))
    assert plan.outcome.objective == near(12)
    assert bought(plan) == []


def test_take_or_pay_is_paid_whether_taken_or_not() -> None:
    # Half of 4 is paid for at 0.6 in each quarter; a package of the other two stacks costs 1.2 and saves 1.
    plan = best_plan(buying(price_usd=6e5, take_or_pay=0.5))
    assert plan.outcome.objective == near(4 * (2 * 0.6 + 2))
    assert bought(plan) == pytest.approx([2.0] * 4)
    nobody = replace(buying(take_or_pay=0.5), scenarios=(replace(buying().scenarios[0], demand_kunits={}),))
    assert least(nobody) == near(4 * 2 * 0.1)


def test_what_is_taken_beyond_the_share_is_paid_for_too() -> None:
    assert least(buying(take_or_pay=0.5)) == near(4 * (4 * 0.1 + 1))


def test_purchases_are_discounted_like_wafers() -> None:
    plan = best_plan(replace(buying(), settings=discounted()))
    assert line(plan, "purchases") == near(sum(0.4 * quarters(t) for t in range(4)))


def test_a_part_bought_beside_what_is_made() -> None:
    # A phase of HBM makes 3 thousand stacks from quarter 1 for 1 bn; the rest comes from the contract at 0.1 each:
    # 4 in quarter 0, then 3 a quarter beside the 3 that are made. A second phase would save 3 x 3 x 0.1.
    case = with_node(tiny(committed=STANDING, pairs={}), "HBM", Kind.MEMORY)
    stack = part("stack", per_wafer("HBM", units=2.0))
    case = replace(made_of(case, part("die", per_wafer("N3")), stack), purchases=buying().purchases)
    plan = best_plan(case)
    assert plan.outcome.objective == near(4 * 0.1 + 1 + 1 + 3 * 3 * 0.1)
    assert bought(plan) == pytest.approx([4.0, 3.0, 3.0, 3.0])


def test_bought_units_count_as_the_row_without_a_node_says() -> None:
    # Made ones are two to a package, bought ones one: 3 a quarter are enough, and no phase is built.
    case = with_node(tiny(committed=STANDING, pairs={}), "HBM", Kind.MEMORY)
    stack = Part("stack", (per_wafer("HBM", units=2.0),), bought=Source("", 1.0))
    case = replace(made_of(case, part("die", per_wafer("N3")), stack), purchases=buying().purchases)
    assert least(case) == near(4 * 3 * 0.1)


def test_a_part_is_used_where_it_arrives() -> None:
    # The fab stands here and the stacks arrive there.
    case = with_site(buying(), max_phases=0)
    assert least(replace(case, purchases=(replace(case.purchases[0], region="there"),))) == near(12)


def test_a_bought_packaging_part_lets_a_region_finish_packages() -> None:
    # Dies from here are packaged there, where the service is bought: 0.05 each on the way, 0.1 each there.
    case = with_node(buying(), "CoWoS", Kind.PACKAGING)
    stack = part("stack", per_wafer("CoWoS"))
    case = made_of(
        replace(case, regions={**case.regions, "there": Region("there")}), case.products["chip"].parts[0], stack
    )
    case = replace(
        case,
        pairs={},
        purchases=(Purchase("stack", "there", 1e5, (3.0,) * 4),),
        lanes=(Lane("here", to_region="there", cost_usd_per_unit=5e4),),
    )
    plan = best_plan(case)
    assert plan.outcome.objective == near(4 * 3 * 0.15)
    assert {row.region for row in plan.packages} == {"there"}


def test_a_product_of_bought_parts_alone() -> None:
    case = made_of(tiny(pairs={}), BOUGHT)
    case = replace(case, purchases=(Purchase("stack", "here", 1e5, (6.0,) * 4),))
    assert least(case) == near(4 * 6 * 0.1)


def test_products_share_a_contract() -> None:
    # The dear product takes its 2 x 1 first, and 2 stacks are left for one chip.
    case = buying()
    rival = Product("rival", (part("die", per_wafer("N3")), Part("stack", (), bought=Source("", 1.0))), 3e6)
    shared = two_products(case, rival, chip=(3.0,) * 4, rival=(2.0,) * 4)
    plan = best_plan(shared)
    # rival: 2 stacks, 2 packages; chip: 2 stacks, 1 package (one die is left); 2 of it are short.
    assert plan.outcome.objective == near(4 * (4 * 0.1 + 2))
    assert {(row.product, row.kunits) for row in plan.purchased} == {("rival", 2.0), ("chip", 2.0)}


def test_each_scenario_takes_what_it_needs() -> None:
    (future,) = buying().scenarios
    none = replace(future, name="none", probability=0.5, demand_kunits={("chip", "world"): (0.0,) * 4})
    case = replace(buying(take_or_pay=0.25), scenarios=(replace(future, probability=0.5), none))
    assert least(case) == near(0.5 * 4 * (4 * 0.1 + 1) + 0.5 * 4 * 1 * 0.1)


def test_a_larger_offer_never_costs_more() -> None:
    optima = [least(buying(kunits=kunits)) for kunits in (0.0, 2.0, 4.0, 8.0)]
    assert optima == sorted(optima, reverse=True)
    assert optima[-1] == near(4 * 6 * 0.1)


def test_a_chip_is_short_of_the_part_that_runs_out() -> None:
    case = chip(buying(), assembly_yield=0.5)
    # 4 stacks are worth 2 packages started, of which 1 is good.
    assert least(case) == near(4 * (4 * 0.1 + 2))
