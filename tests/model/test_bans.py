"""Bans: what lifting a closed lane alone would save, with what is built."""

from dataclasses import replace
from typing import Any

from planner.case.records import Case, Committed, Kind, Lane, Market, Region, Site
from planner.plan.records import BanPrice
from planner.report.words.bans import ban_lines
from planner.report.words.binding import headlines
from tests.cases import tiny
from tests.model.parts import chip, discounted, made_of, part, per_wafer, quarters, with_node
from tests.model.solving import best_plan, near


def price(to_region: str, to_market: str, usd_bn: float, kunits: float, **names: Any) -> BanPrice:
    """A ban from here in every quarter, unless the names say otherwise."""
    row: dict[str, Any] = {"from_region": "here", "node": "", "product": "", "from_period": 0, "until_period": 3}
    amounts: dict[str, Any] = {"usd_bn": near(usd_bn), "kunits": near(kunits)}
    return BanPrice(to_region=to_region, to_market=to_market, **amounts, **{**row, **names})


def two_markets(*lanes: Lane, kwspm: float = 2.0) -> Case:
    """Committed capacity for 3 x kwspm thousand packages a quarter; home and abroad want 3 thousand each."""
    case = tiny(pairs={}, committed=(Committed("A", "N3", (kwspm,) * 4),), lanes=lanes)
    (future,) = case.scenarios
    wanted = {("chip", market): (3.0,) * 4 for market in ("home", "abroad")}
    markets = {name: Market(name) for name in ("home", "abroad")}
    return replace(case, markets=markets, scenarios=(replace(future, demand_kunits=wanted),))


def test_lifting_a_ban_beside_idle_capacity_saves_the_penalties() -> None:
    plan = best_plan(two_markets(Lane("here", to_market="abroad", until_period=1, allowed=False)))
    # 3 thousand packages short for two quarters, at 1,000,000 usd each.
    assert plan.outcome.objective == near(2 * 3)
    assert plan.bans == (price("", "abroad", 6, 6, until_period=1),)


def test_what_the_way_costs_comes_off() -> None:
    rows = (
        Lane("here", to_market="abroad", allowed=False),
        Lane("here", to_market="abroad", product="chip", cost_usd_per_unit=5e4, tariff=0.1),
    )
    plan = best_plan(chip(two_markets(*rows), price_usd=2e6))
    # 1,000,000 less freight of 50,000 and a tariff of 10 % of 2,000,000, on 3 thousand in each of four quarters.
    assert plan.bans == (price("", "abroad", 12 * 0.75, 12),)


def test_a_ban_costs_nothing_where_capacity_is_short_at_home_too() -> None:
    assert best_plan(two_markets(Lane("here", to_market="abroad", allowed=False), kwspm=0.5)).bans == ()


def test_what_a_ban_costs_is_discounted() -> None:
    case = two_markets(Lane("here", to_market="abroad", allowed=False))
    plan = best_plan(replace(case, settings=discounted()))
    assert plan.bans == (price("", "abroad", 3 * sum(quarters(t) for t in range(4)), 12),)


def memory_abroad(*lanes: Lane) -> Case:
    """Packages are finished here from a die and 2 stacks; stacks are made there alone, 4 a wafer."""
    case = with_node(tiny(pairs={}, lanes=lanes), "HBM", Kind.MEMORY)
    case = made_of(case, part("die", per_wafer("N3")), part("stack", per_wafer("HBM", 4.0, 2.0)))
    return replace(
        case,
        pairs={},
        regions={**case.regions, "there": Region("there")},
        sites={**case.sites, "B": Site("B", "there")},
        committed=(Committed("A", "N3", (1.0,) * 4), Committed("B", "HBM", (1.0,) * 4)),
    )


def test_a_banned_part_is_worth_the_packages_that_wait_for_it() -> None:
    plan = best_plan(memory_abroad(Lane("there", to_region="here", allowed=False)))
    # Without stacks all 12 thousand are short; 24 thousand stacks would serve them.
    assert plan.outcome.objective == near(4 * 3)
    assert plan.bans == (price("here", "", 12, 24, from_region="there"),)


def test_a_ban_behind_another_ban_costs_nothing_alone() -> None:
    rows = (Lane("there", to_region="here", allowed=False), Lane("here", to_market="world", allowed=False))
    plan = best_plan(memory_abroad(*rows))
    # A package cannot be made, so its way to the market is worth nothing; nor can it leave if it could be made.
    assert plan.bans == ()


def test_two_rows_that_close_the_same_way_hold_it_together() -> None:
    row = Lane("here", to_market="abroad", allowed=False)
    assert best_plan(two_markets(row, replace(row, product="chip"))).bans == ()


def test_any_region_of_a_zone_may_do_what_a_ban_keeps_from_it() -> None:
    case = two_markets(*(Lane(region, to_market="abroad", allowed=False) for region in ("here", "there")))
    case = replace(
        case,
        regions={**case.regions, "there": Region("there")},
        sites={**case.sites, "B": Site("B", "there")},
        committed=(*case.committed, Committed("B", "N3", (2.0,) * 4)),
    )
    plan = best_plan(case)
    assert plan.bans == (price("", "abroad", 12, 12), price("", "abroad", 12, 12, from_region="there"))
    (line,) = ban_lines(plan)
    assert line.sentence == (
        "here to abroad is closed (or 1 more alike): lifting it, with what is built, would save 12 bn USD and let "
        "12 kunits pass"
    )
    assert headlines(case, plan, 5)[-1].sentence == line.sentence
