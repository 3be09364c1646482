"""Tiers: the dear tier is served first, what waits is served late, and a class takes any of its products."""

from dataclasses import replace
from typing import Any

import pytest

from planner.case.records import Case, Committed, Market, Objective, Settings, Tier
from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.program.compile import compile_matrix
from tests.cases import product, tiny
from tests.model.changes import told_apart
from tests.model.parts import chip, discounted, pair_a, quarters
from tests.model.solving import best_plan, least, line, near
from tests.model.tiered import for_profit, tiered, with_class, with_tiers
from tests.model.worlds import world

GOLD, REST = ("chip", "world", "gold"), ("chip", "world", "")


def standing(**changes: Any) -> Case:
    """A fab that makes 3 thousand packages a quarter, and nothing to build."""
    return tiny(committed=(Committed("A", "N3", (1.0,) * 4),), pairs={}, **changes)


def two_products() -> Case:
    """The fab makes 3 thousand `chip`, or 6 thousand `small`, a quarter."""
    case = standing()
    return replace(case, products={**case.products, "small": product("small", good_units_per_wafer=2.0)})


def test_the_dear_tier_is_served_first() -> None:
    case = with_tiers(standing(), {GOLD: Tier((2.0,) * 4, shortage_penalty_usd=5e6), REST: Tier((2.0,) * 4)})
    plan = best_plan(case)
    # One thousand of the others is short in each quarter, at 1 usd_bn.
    assert plan.outcome.objective == near(4 * 1)
    assert {row.tier for row in plan.shortage} == {""}
    assert {(row.tier, round(row.kunits, 6)) for row in plan.shipments} == {("gold", 2.0), ("", 1.0)}


def test_a_tier_beside_demand_on_the_terms_of_the_product() -> None:
    case = with_tiers(standing(), {GOLD: Tier((2.0,) * 4, shortage_penalty_usd=2e5)}, {("chip", "world"): (2.0,) * 4})
    # Gold is the cheaper one here, and goes without.
    assert least(case) == near(4 * 0.2)


def test_a_tier_pays_its_own_price() -> None:
    case = chip(standing(settings=Settings("tiny", objective=Objective.PROFIT)), price_usd=1e6, shortage_penalty_usd=0)
    case = with_tiers(case, {GOLD: Tier((2.0,) * 4, price_usd=3e6), REST: Tier((2.0,) * 4)})
    plan = best_plan(case)
    assert line(plan, "revenue") == near(-4 * (2 * 3 + 1 * 1))


def test_what_waits_is_served_late_and_the_rest_is_lost_once() -> None:
    case = with_tiers(standing(), {GOLD: Tier((5.0, 0.0, 3.0, 0.0), backlog=0.5)})
    plan = best_plan(case)
    # Of 2 unserved thousand, 1 waits and is served a quarter later, and 1 is lost.
    assert plan.outcome.objective == near(1)
    assert [(row.period, row.kunits) for row in plan.shipments] == [(0, near(3)), (1, near(1)), (2, near(3))]
    (short,) = plan.shortage
    assert (short.kunits, short.backlog_kunits) == (near(1), near(1))


def test_what_waits_wastes_away() -> None:
    # 8 wanted at once: 3 served, 5 unserved, of which 2.5 wait; the fab is closed for a quarter, and 1.25 wait on.
    case = replace(standing(), committed=(Committed("A", "N3", (1.0, 0.0, 1.0, 1.0)),))
    case = with_tiers(case, {GOLD: Tier((8.0, 0.0, 0.0, 0.0), backlog=0.5)})
    assert least(case) == near(2.5 + 1.25)


def test_what_still_waits_at_the_end_is_lost_and_pays_then() -> None:
    case = with_tiers(standing(settings=discounted()), {GOLD: Tier((0.0, 0.0, 0.0, 4.0), backlog=1.0)})
    assert least(case) == near(quarters(3) * 1)
    late = with_tiers(standing(settings=discounted()), {GOLD: Tier((0.0, 0.0, 4.0, 3.0), backlog=1.0)})
    # One thousand waits for a quarter in which there is no room for it either.
    assert least(late) == near(quarters(3) * 1)


def test_waiting_makes_a_later_phase_enough() -> None:
    # Demand of 3 in the first quarter, in which nothing can run yet: it waits for the first phase.
    buyers = {GOLD: Tier((3.0, 0.0, 0.0, 0.0), backlog=1.0)}
    assert least(with_tiers(tiny(), buyers)) == near(1)
    assert least(with_tiers(tiny(), {GOLD: Tier((3.0, 0.0, 0.0, 0.0))})) == near(3)


def test_a_class_is_served_by_the_product_that_gives_most() -> None:
    case = with_class(two_products(), "training", chip=3.0, small=1.0)
    case = with_tiers(case, {("training", "world", ""): Tier((12.0,) * 4)}, {("small", "world"): (1.0,) * 4})
    plan = best_plan(case)
    # 1 small for its own demand takes half a wafer of 3; the other 2.5 give 7.5 units. A unit short costs the least of
    # what a unit of its products costs: a third of 1 usd_bn a thousand.
    assert plan.outcome.objective == near(4 * 4.5 / 3)
    assert {(row.product, row.compute_class) for row in plan.shipments} == {("chip", "training"), ("small", "")}
    assert {(row.product, round(row.kunits, 6)) for row in plan.shortage} == {("training", 4.5)}


def test_a_class_has_a_penalty_and_a_price_of_its_own() -> None:
    case = with_class(two_products(), "training", chip=3.0, small=1.0)
    buyers = {("training", "world", ""): Tier((12.0,) * 4, price_usd=1e6, shortage_penalty_usd=1e5)}
    assert least(with_tiers(case, buyers)) == near(4 * 3 * 0.1)
    # 9 units from 3 chips, each at 1 usd_bn a thousand.
    assert least(for_profit(with_tiers(case, buyers))) == near(4 * (3 * 0.1 - 9 * 1))


def test_a_price_factor_is_a_share_of_what_a_package_earns() -> None:
    case = with_class(chip(standing(), price_usd=2e6), "training", chip=3.0)
    of_class = case.classes["training"]
    halved = replace(of_class, members=(replace(of_class.members[0], price_factor=0.5),))
    case = for_profit(replace(case, classes={"training": halved}))
    # 3 thousand chips a quarter at half their price, and nothing short: 9 units are wanted.
    assert least(with_tiers(case, {("training", "world", ""): Tier((9.0,) * 4)})) == near(-4 * 3 * 2 * 0.5)


def test_markets_with_the_same_tiers_share_what_there_is() -> None:
    case = replace(standing(), markets={name: Market(name) for name in ("east", "west")})
    buyers = {("chip", market, "gold"): Tier((kunits,) * 4) for market, kunits in (("east", 2.0), ("west", 4.0))}
    case = with_tiers(case, buyers)
    assert len(Shape(case).groups) == 1
    plan = best_plan(case)
    assert plan.outcome.objective == near(4 * 3)
    assert {row.market: row.kunits for row in plan.shortage if row.period == 0} == {"east": near(1), "west": near(2)}


def test_markets_whose_tiers_differ_or_wait_stay_apart() -> None:
    case = replace(standing(), markets={name: Market(name) for name in ("east", "west")})
    one, other = ("chip", "east", "gold"), ("chip", "west", "gold")
    for tier in (Tier((2.0,) * 4, shortage_penalty_usd=1.0), Tier((2.0,) * 4, price_usd=1.0)):
        assert len(Shape(with_tiers(case, {one: tier, other: Tier((2.0,) * 4)})).groups) == 2
    assert len(Shape(with_tiers(case, dict.fromkeys((one, other), Tier((2.0,) * 4, backlog=0.5)))).groups) == 2


def test_demand_on_the_terms_of_its_product_adds_nothing_to_the_model() -> None:
    rows = compile_matrix(build(Shape(world(1)))).rows
    assert not {"tier_met", "backlog_share", "shipped_to_tiers", "limit_service"} & {name for name, _ in rows}


@pytest.mark.parametrize("seed", [3])
def test_merging_changes_no_optimum(seed: int) -> None:
    case = tiered(seed, replace(world(seed), lanes=()))
    assert least(case) == near(least(told_apart(case)))


def test_coverage_first_serves_the_dear_tier_before_it_counts_costs() -> None:
    # A phase for 1 serves 9 of 24 thousand at once: the 9 of gold, whatever the others pay.
    settings = Settings("tiny", objective=Objective.COVERAGE_FIRST)
    case = tiny(settings=settings)
    case = pair_a(case, max_phases=1)
    buyers = {GOLD: Tier((3.0,) * 4, shortage_penalty_usd=2e6), REST: Tier((3.0,) * 4)}
    plan = best_plan(with_tiers(case, buyers))
    assert plan.outcome.objective == near(1)
    assert plan.outcome.first_stage is not None
    # Gold lacks its first 3 thousand at 2, the others all of their 12 at 1.
    assert plan.outcome.first_stage.objective == near(3 * 2 + 12 * 1)
