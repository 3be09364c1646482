"""Lanes by bloc: a row holds for all regions and markets of a bloc; any row closes, the most specific one prices."""

from dataclasses import replace

from planner.case.records import Case, Committed, Kind, Lane, Market, Region
from tests.cases import tiny
from tests.model.parts import made_of, part, per_wafer, with_node
from tests.model.solving import best_plan, least, near

DEMAND = {("chip", "world"): (3.0,) * 4, ("chip", "abroad"): (3.0,) * 4}


def abroad(*lanes: Lane, elsewhere: bool = False) -> Case:
    """Two thousand wafers a month stand here, in the west; half of the packages are wanted abroad, in the east."""
    case = tiny(demand=DEMAND, committed=(Committed("A", "N3", (2.0,) * 4),), pairs={}, lanes=lanes)
    markets = {"world": Market("world", "west"), "abroad": Market("abroad", "east")}
    regions = {"here": Region("here", "west")} | ({"there": Region("there", "elsewhere")} if elsewhere else {})
    return replace(case, regions=regions, markets=markets)


def test_a_ban_between_blocs() -> None:
    assert least(abroad(Lane(from_bloc="west", to_bloc="east", allowed=False))) == near(4 * 3)
    assert least(abroad(Lane(from_bloc="west", to_bloc="west", allowed=False))) == near(4 * 3)
    assert least(abroad(Lane("here", to_bloc="elsewhere", allowed=False), elsewhere=True)) == near(0)
    assert least(abroad(Lane(to_bloc="east", allowed=False))) == near(4 * 3)
    assert least(abroad(Lane(from_bloc="west", to_market="abroad", allowed=False))) == near(4 * 3)
    assert least(abroad(Lane("here", to_bloc="east", allowed=False))) == near(4 * 3)


def test_the_plan_says_which_row_of_blocs_costs_what() -> None:
    (ban,) = best_plan(abroad(Lane(from_bloc="west", to_bloc="east", allowed=False))).bans
    assert (ban.from_bloc, ban.to_bloc, ban.usd_bn) == ("west", "east", near(12))


def test_any_matching_row_closes_a_lane() -> None:
    rows = (
        Lane(from_bloc="west", to_bloc="east", allowed=False),
        Lane("here", to_market="abroad", cost_usd_per_unit=1e5),
    )
    assert least(abroad(*rows)) == near(4 * 3)


def test_the_most_specific_row_sets_the_price() -> None:
    bloc = Lane(from_bloc="west", to_bloc="east", cost_usd_per_unit=1e5)
    assert least(abroad(bloc)) == near(12 * 0.1)
    assert least(abroad(Lane("here", to_bloc="east", cost_usd_per_unit=2e5), bloc)) == near(12 * 0.2)
    assert least(abroad(Lane(from_bloc="west", to_market="abroad", cost_usd_per_unit=3e5), bloc)) == near(12 * 0.3)
    assert least(
        abroad(replace(bloc, product="chip", cost_usd_per_unit=4e5), Lane("here", to_market="abroad"))
    ) == near(12 * 0.4)
    assert least(abroad(bloc, replace(bloc, cost_usd_per_unit=5e5))) == near(12 * 0.5), "of equal ones the later"


def test_a_tariff_of_a_bloc() -> None:
    case = abroad(Lane(to_bloc="east", tariff=0.25))
    chip = replace(case.products["chip"], price_usd=4e5)
    assert least(replace(case, products={"chip": chip})) == near(12 * 0.1)


def test_a_limit_on_all_that_goes_to_a_bloc() -> None:
    assert least(abroad(Lane(from_bloc="west", to_bloc="east", max_kunits=2.0))) == near(4 * 1)


def parts_abroad(*lanes: Lane) -> Case:
    """Memory stands in two regions of the east, 1 and 2 kwspm; packages are finished here, in the west."""
    case = with_node(tiny(committed=(Committed("A", "N3", (1.0,) * 4),)), "HBM", Kind.MEMORY)
    case = made_of(case, part("die", per_wafer("N3")), part("stack", per_wafer("HBM")))
    regions = {"here": Region("here", "west"), "near": Region("near", "east"), "far": Region("far", "east")}
    sites = {name: replace(case.sites["A"], name=name, region=region) for name, region in (("B", "near"), ("C", "far"))}
    rows = (*case.committed, Committed("B", "HBM", (0.5,) * 4), Committed("C", "HBM", (1.0,) * 4))
    return replace(case, regions=regions, sites={**case.sites, **sites}, pairs={}, committed=rows, lanes=lanes)


def test_parts_from_the_regions_of_a_bloc() -> None:
    assert least(parts_abroad()) == near(0)
    assert least(parts_abroad(Lane(from_bloc="east", to_bloc="west", allowed=False))) == near(12)
    assert least(parts_abroad(Lane(from_bloc="east", to_region="here", cost_usd_per_unit=1e5))) == near(12 * 0.1)
    # 3 thousand may come in all, of which 1.5 at most from near at its own price.
    rows = Lane(from_bloc="east", to_bloc="west", max_kunits=2.0), Lane("near", to_region="here", cost_usd_per_unit=1e5)
    assert least(parts_abroad(*rows)) == near(4 * 1)


def test_what_stays_inside_a_region_is_in_no_row_of_its_bloc() -> None:
    # Both are made here: a row from the west to the west does not hold for them, nor for packages to the market.
    case = with_node(
        tiny(committed=(Committed("A", "N3", (1.0,) * 4), Committed("A", "HBM", (1.0,) * 4))), "HBM", Kind.MEMORY
    )
    case = made_of(case, part("die", per_wafer("N3")), part("stack", per_wafer("HBM")))
    case = replace(case, regions={"here": Region("here", "west")}, pairs={})
    assert least(replace(case, lanes=(Lane(from_bloc="west", to_bloc="west", allowed=False),))) == near(0)
    assert least(replace(case, lanes=(Lane(from_bloc="west", to_region="here", allowed=False),))) == near(0)
