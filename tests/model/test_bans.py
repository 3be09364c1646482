"""Bans: what the first unit through a closed lane would be worth, with what is built."""

from dataclasses import replace

from planner.case.records import Case, Committed, Kind, Lane, Market, Region, Site
from planner.plan.records import Ban, Plan
from planner.report.bans import ban_lines
from planner.report.binding import headlines
from tests.cases import tiny
from tests.model.parts import chip, made_of, part, per_wafer, with_node
from tests.model.solving import best_plan, near


def two_markets(*lanes: Lane, kwspm: float = 2.0) -> Case:
    """Committed capacity for 3 x kwspm thousand packages a quarter; home and abroad want 3 thousand each."""
    case = tiny(pairs={}, committed=(Committed("A", "N3", (kwspm,) * 4),), lanes=lanes)
    (future,) = case.scenarios
    wanted = {("chip", market): (3.0,) * 4 for market in ("home", "abroad")}
    markets = {name: Market(name) for name in ("home", "abroad")}
    return replace(case, markets=markets, scenarios=(replace(future, demand_kunits=wanted),))


def prices(plan: Plan) -> dict[tuple[str, int], float]:
    return {(ban.to_region or ban.to_market, ban.period): ban.usd_per_unit for ban in plan.bans}


def test_a_ban_beside_idle_capacity_is_worth_the_penalty() -> None:
    plan = best_plan(two_markets(Lane("here", to_market="abroad", until_period=1, allowed=False)))
    # 3 thousand packages short for two quarters; one more would save its penalty of 1,000,000 usd.
    assert plan.outcome.objective == near(2 * 3)
    assert prices(plan) == {("abroad", 0): near(1e6), ("abroad", 1): near(1e6)}


def test_what_the_way_costs_comes_off_the_price_of_a_ban() -> None:
    rows = (
        Lane("here", to_market="abroad", allowed=False),
        Lane("here", to_market="abroad", product="chip", cost_usd_per_unit=5e4, tariff=0.1),
    )
    plan = best_plan(chip(two_markets(*rows), price_usd=2e6))
    # 1,000,000 less freight of 50,000 and a tariff of 10 % of 2,000,000.
    assert list(prices(plan).values()) == [near(750_000)] * 4


def test_a_ban_costs_nothing_where_capacity_is_short_at_home_too() -> None:
    plan = best_plan(two_markets(Lane("here", to_market="abroad", allowed=False), kwspm=0.5))
    assert plan.bans == ()


def test_the_price_is_undiscounted() -> None:
    case = two_markets(Lane("here", to_market="abroad", allowed=False))
    plan = best_plan(replace(case, settings=replace(case.settings, discount_rate=0.2)))
    assert list(prices(plan).values()) == [near(1e6)] * 4


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


def test_a_banned_part_is_worth_its_share_of_the_package() -> None:
    plan = best_plan(memory_abroad(Lane("there", to_region="here", allowed=False)))
    # Without stacks all is short. Two more of them would make a package of 1,000,000 usd.
    assert plan.outcome.objective == near(4 * 3)
    assert plan.bans[0] == Ban("there", "here", "", "chip", "stack", 0, near(5e5))  # type: ignore[arg-type]
    assert len(plan.bans) == 4


def test_the_report_tells_bans_of_one_price_together() -> None:
    case = two_markets(Lane("here", to_market="abroad", until_period=1, allowed=False))
    plan = best_plan(case)
    (line,) = ban_lines(plan)
    assert line.sentence == "here to abroad is closed: one chip more would be worth 1,000,000 USD at most"
    assert headlines(case, plan, 5)[-1] == f"{line.sentence}: 2027Q1 to 2027Q2"
    twin = tuple(replace(ban, from_region="elsewhere") for ban in plan.bans)
    (both,) = ban_lines(replace(plan, bans=plan.bans + twin))
    assert both.from_regions == ("here", "elsewhere")
