"""Lanes: closed or open by date, priced by the most specific row, limited over all flows that a row matches."""

from dataclasses import replace

import pytest

from planner.case.records import Case, Committed, Kind, Lane, Market, Part, Region, Site
from tests.cases import pair, product, tiny
from tests.model.parts import chip, discounted, made_of, part, per_wafer, quarters, two_products, with_node, with_site
from tests.model.solving import best_plan, least, line, near

TO_WORLD = Lane("here", to_market="world")
STANDING = (Committed("A", "N3", (1.0,) * 4),)


def ruled(case: Case, *rows: Lane) -> Case:
    return replace(case, lanes=rows)


def apart(case: Case | None = None) -> Case:
    """Return a case whose packages take a die made here and memory made there; both stand already."""
    case = made_of(with_node(case or tiny(), "HBM", Kind.MEMORY), part("die", per_wafer("N3")), stack())
    return replace(
        case,
        regions={"here": Region("here"), "there": Region("there")},
        sites={"A": Site("A", "here"), "B": Site("B", "there")},
        pairs={("A", "N3"): pair("A", "N3", max_phases=1)},
        committed=(*STANDING, Committed("B", "HBM", (2.0,) * 4)),
    )


def stack() -> Part:
    return part("stack", per_wafer("HBM", units=2.0))


def test_a_closed_lane_ships_nothing() -> None:
    assert least(ruled(tiny(), replace(TO_WORLD, allowed=False))) == near(12)


def test_a_lane_may_close_and_open_by_date() -> None:
    # Open in quarter 1 only: 1 + 3 + 0 + 3 + 3.
    assert least(ruled(tiny(), replace(TO_WORLD, allowed=False, from_period=2))) == near(1 + 9)
    assert least(ruled(tiny(), replace(TO_WORLD, allowed=False, until_period=2))) == near(1 + 9)
    assert least(ruled(tiny(), replace(TO_WORLD, allowed=False, from_period=1, until_period=2))) == near(1 + 9)


def test_a_lane_that_closed_before_the_horizon_is_open() -> None:
    row = replace(TO_WORLD, allowed=False, from_period=-8, until_period=-1)
    assert least(ruled(tiny(), row)) == near(1 + 3)


def test_freight_is_paid_on_every_package() -> None:
    # 3 thousand at 100,000 usd in three quarters.
    assert least(ruled(tiny(), replace(TO_WORLD, cost_usd_per_unit=1e5))) == near(1 + 3 + 3 * 0.3)


def test_tariff_is_a_share_of_the_price() -> None:
    case = chip(tiny(), price_usd=1e6)
    plan = best_plan(ruled(case, replace(TO_WORLD, tariff=0.1)))
    assert plan.outcome.objective == near(1 + 3 + 3 * 0.3)
    assert line(plan, "tariff") == near(0.9)


def test_freight_and_tariff_are_discounted() -> None:
    case = chip(tiny(settings=discounted()), price_usd=1e6)
    case = ruled(case, replace(TO_WORLD, tariff=0.1, cost_usd_per_unit=1e5))
    assert least(case) == near(4 * quarters(0) + 0.6 * (quarters(1) + quarters(2) + quarters(3)))


def test_a_limited_lane_ships_no_more_than_its_limit_in_a_period() -> None:
    assert least(ruled(tiny(), replace(TO_WORLD, max_kunits=2.0))) == near(1 + 3 + 3 * 1)


def test_a_limit_counts_all_flows_that_its_row_matches() -> None:
    dear = product("dear", shortage_penalty_usd=2e6)
    case = two_products(tiny(committed=STANDING), dear, chip=(1.0,) * 4, dear=(1.0,) * 4)
    # 1.5 a quarter over both products: the dearer whole, half of the other missed.
    assert least(ruled(case, replace(TO_WORLD, max_kunits=1.5))) == near(4 * 0.5)
    # The same limit on the dearer alone never binds.
    assert least(ruled(case, replace(TO_WORLD, product="dear", max_kunits=1.5))) == near(0)


def test_every_limit_on_a_flow_holds() -> None:
    rows = (replace(TO_WORLD, max_kunits=2.0), replace(TO_WORLD, product="chip", max_kunits=2.5))
    assert least(ruled(tiny(), *rows)) == near(1 + 3 + 3 * 1)


@pytest.mark.parametrize("flip", [False, True])
def test_the_most_specific_row_sets_the_price(flip: bool) -> None:
    rows = [
        replace(TO_WORLD, cost_usd_per_unit=5e5),
        replace(TO_WORLD, product="chip", cost_usd_per_unit=2e5),
        replace(TO_WORLD, product="chip", node="N3", cost_usd_per_unit=1e5),
    ]
    case = ruled(tiny(), *(reversed(rows) if flip else rows))
    assert least(case) == near(1 + 3 + 3 * 0.3)


def test_of_equally_specific_rows_the_later_one_sets_the_price() -> None:
    by_product = replace(TO_WORLD, product="chip", cost_usd_per_unit=2e5)
    by_node = replace(TO_WORLD, node="N3", cost_usd_per_unit=1e5)
    assert least(ruled(tiny(), by_product, by_node)) == near(1 + 3 + 3 * 0.3)
    assert least(ruled(tiny(), by_node, by_product)) == near(1 + 3 + 3 * 0.6)


def test_a_row_with_a_region_is_as_specific_as_one_with_a_product() -> None:
    by_region = replace(TO_WORLD, from_region="here", cost_usd_per_unit=2e5)
    by_product = replace(TO_WORLD, from_region="", product="chip", cost_usd_per_unit=1e5)
    assert least(ruled(tiny(), by_region, by_product)) == near(1 + 3 + 3 * 0.3)
    assert least(ruled(tiny(), by_product, by_region)) == near(1 + 3 + 3 * 0.6)


def test_equally_specific_rows_in_another_order_keep_markets_apart() -> None:
    # Both markets have a row for the product (0.2) and one for the node (0.1); the later one of each market counts.
    by_product, by_node = Lane("here", product="chip", cost_usd_per_unit=2e5), Lane("here", node="N3")
    rows = (
        replace(by_product, to_market="east"),
        replace(by_node, to_market="east"),
        replace(by_node, to_market="west"),
        replace(by_product, to_market="west"),
    )
    case = tiny(
        committed=STANDING,
        markets={"east": Market("east"), "west": Market("west")},
        demand={("chip", "east"): (1.0,) * 4, ("chip", "west"): (1.0,) * 4},
    )
    # Free to the east, 0.2 for each of four thousand to the west.
    assert least(ruled(case, *rows)) == near(4 * 0.2)


def test_any_row_that_says_no_closes_a_lane() -> None:
    rows = (replace(TO_WORLD, allowed=False), replace(TO_WORLD, product="chip", node="N3"))
    assert least(ruled(tiny(), *rows)) == near(12)


def test_packages_go_where_they_are_cheapest_from() -> None:
    case = with_site(tiny(), capex_factor=1.5)
    case = ruled(case, replace(TO_WORLD, cost_usd_per_unit=3e5))
    # Site A: 1 + 0.9 a quarter; site B: 1.5 and no freight.
    plan = best_plan(case)
    assert plan.outcome.objective == near(1.5 + 3)
    assert {row.from_region for row in plan.shipments} == {"there"}


def test_a_zone_takes_what_the_cheaper_lane_leaves_over() -> None:
    case = with_site(tiny(committed=(*STANDING, Committed("B", "N3", (1.0,) * 4))), max_phases=0)
    rows = (replace(TO_WORLD, cost_usd_per_unit=1e5, max_kunits=2.0), Lane("there", to_market="world"))
    rows = (rows[0], replace(rows[1], cost_usd_per_unit=3e5))
    # 2 at 0.1 and 1 at 0.3 in each of four quarters.
    assert least(ruled(case, *rows)) == near(4 * (0.2 + 0.3))


def test_a_row_that_names_a_region_speaks_of_parts_alone() -> None:
    assert least(ruled(apart(), Lane("there", to_region="here", allowed=False))) == near(12)
    assert least(ruled(apart(), Lane("here", to_region="there", allowed=False))) == near(0)


def test_a_row_that_names_a_market_speaks_of_packages_alone() -> None:
    assert least(ruled(apart(), Lane("there", to_market="world", allowed=False))) == near(0)


def test_parts_pay_freight_by_the_unit() -> None:
    # 6 thousand stacks a quarter at 10,000 usd.
    case = ruled(apart(), Lane("there", to_region="here", node="HBM", cost_usd_per_unit=1e4))
    assert least(case) == near(4 * 0.06)


def test_parts_pay_no_tariff() -> None:
    case = ruled(chip(apart(), price_usd=1e6), Lane("there", to_region="here", tariff=0.5, cost_usd_per_unit=1e4))
    assert least(case) == near(4 * 0.06)


def test_a_limit_on_parts_limits_packages() -> None:
    # 4 thousand stacks do for 2 thousand packages.
    assert least(ruled(apart(), Lane("there", to_region="here", max_kunits=4.0))) == near(4 * 1)


def test_a_row_for_another_node_does_not_matter() -> None:
    case = apart(with_node(tiny(), "N5", Kind.LOGIC))
    rows = (Lane("there", to_region="here", node="N3", allowed=False), Lane("here", to_market="world", node="N5"))
    assert least(ruled(case, rows[0], replace(rows[1], allowed=False))) == near(0)


def test_a_package_matches_a_row_that_names_the_node_of_any_of_its_parts() -> None:
    assert least(ruled(apart(), replace(TO_WORLD, node="HBM", allowed=False))) == near(12)


def test_a_row_without_a_region_speaks_of_all_that_ship() -> None:
    # Two regions with a phase's worth each, 1 thousand a quarter may arrive from both together.
    case = replace(
        tiny(pairs={}),
        regions={"here": Region("here"), "there": Region("there")},
        sites={"A": Site("A", "here"), "B": Site("B", "there")},
        committed=(*STANDING, Committed("B", "N3", (1.0,) * 4)),
    )
    assert least(ruled(case, Lane(to_market="world", max_kunits=1.0))) == near(4 * 2)
    assert least(ruled(case, replace(TO_WORLD, max_kunits=1.0))) == near(0)
    assert least(ruled(case, Lane(to_market="world", until_period=0, allowed=False))) == near(3)


def test_a_row_without_a_region_does_not_speak_of_parts_that_stay_inside() -> None:
    closed = Lane(to_region="here", allowed=False)
    # Memory from there is banned; a stack made here is not.
    assert least(ruled(apart(), closed)) == near(4 * 3)
    at_home = replace(apart(), committed=(*STANDING, Committed("A", "HBM", (2.0,) * 4)))
    assert least(ruled(at_home, closed)) == near(0)


def test_a_row_with_a_region_is_more_specific_than_one_without() -> None:
    rows = (TO_WORLD, Lane(to_market="world", cost_usd_per_unit=1e5))
    for order in (rows, rows[::-1]):
        assert least(ruled(tiny(), *order)) == near(1 + 3)
