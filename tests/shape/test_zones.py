"""Zones and groups: members that no rule distinguishes are merged, all others are not."""

from dataclasses import replace

from planner.case.records import Case, Lane, Market, Part, Region
from planner.shape.zones import market_groups, zones
from tests.cases import tiny
from tests.model.parts import made_of, part, per_wafer, with_node

THREE = ("one", "other", "third")


def case_of(*lanes: Lane) -> Case:
    markets = {name: Market(name) for name in ("east", "west")}
    return tiny(regions={name: Region(name) for name in THREE}, markets=markets, lanes=lanes)


def test_without_lanes_all_regions_and_all_markets_are_one() -> None:
    assert zones(case_of()) == {"one": THREE}
    assert market_groups(case_of()) == {"east": ("east", "west")}


def test_a_lane_distinguishes_its_region_and_its_market() -> None:
    case = case_of(Lane("one", to_market="east", cost_usd_per_unit=1.0))
    assert zones(case) == {"one": ("one",), "other": ("other", "third")}
    assert market_groups(case) == {"east": ("east",), "west": ("west",)}


def test_regions_and_markets_with_like_lanes_stay_together() -> None:
    pairs = [(region, market) for region in ("one", "other") for market in ("east", "west")]
    case = case_of(*(Lane(region, to_market=market, cost_usd_per_unit=1.0) for region, market in pairs))
    assert zones(case) == {"one": ("one", "other"), "third": ("third",)}
    assert market_groups(case) == {"east": ("east", "west")}


def test_a_limit_keeps_what_it_applies_to_separate() -> None:
    pairs = [(region, market) for region in THREE for market in ("east", "west")]
    case = case_of(*(Lane(region, to_market=market, max_kunits=5.0) for region, market in pairs))
    assert list(zones(case)) == list(THREE)
    assert list(market_groups(case)) == ["east", "west"]


def test_regions_with_a_lane_between_them_are_apart() -> None:
    case = case_of(Lane("one", to_region="other"), Lane("other", to_region="one"))
    assert zones(case) == {"one": ("one",), "other": ("other",), "third": ("third",)}


def test_the_order_of_equally_specific_rows_counts() -> None:
    by_product, by_node = Lane("one", to_market="east", product="chip"), Lane("one", to_market="east", node="N3")
    there = [replace(row, from_region="other") for row in (by_node, by_product)]
    assert zones(case_of(by_product, by_node, *there))["one"] == ("one",)
    assert zones(case_of(by_product, by_node, *reversed(there)))["one"] == ("one", "other")


def test_a_product_whose_dies_must_meet_keeps_all_regions_apart() -> None:
    two: tuple[Part, ...] = (part("die", per_wafer("N3")), part("io", per_wafer("N5")))
    assert list(zones(made_of(with_node(case_of(), "N5"), *two))) == list(THREE)


def test_a_row_without_a_region_distinguishes_only_the_regions_it_lies_between() -> None:
    assert zones(case_of(Lane(to_market="east", max_kunits=5.0))) == {"one": THREE}
    assert list(market_groups(case_of(Lane(to_market="east", max_kunits=5.0)))) == ["east", "west"]
    into_one = Lane(to_region="one", allowed=False)
    assert zones(case_of(into_one)) == {"one": ("one",), "other": ("other", "third")}
    assert list(zones(case_of(into_one, replace(into_one, to_region="other")))) == list(THREE)
