"""Lanes: closed, capped and priced."""

from dataclasses import replace
from typing import Any

import pytest

from planner.audit import audit
from planner.case.records import Event, Lane, Market
from planner.plan.records import BanPrice, Plan
from tests.audit.chains import chain, chain_plan
from tests.audit.plans import lines, outcome, rules


@pytest.mark.parametrize(
    "lane",
    [
        Lane("fabland", to_region="packland", allowed=False),
        Lane("fabland", to_region="packland", node="HBM", allowed=False),
        Lane("fabland", to_region="packland", product="chip", from_period=1, allowed=False),
        Lane("packland", to_market="world", allowed=False),
        Lane("packland", to_market="world", node="N3", until_period=0, allowed=False),
    ],
)
def test_a_flow_on_a_closed_lane_is_found(lane: Lane) -> None:
    assert rules(chain(lanes=(lane,)), chain_plan()) == {"lane_closed"}


@pytest.mark.parametrize(
    "lane",
    [
        Lane("packland", to_region="fabland", allowed=False),
        Lane("fabland", to_region="packland", node="CoWoS", allowed=False),
        Lane("fabland", to_market="world", allowed=False),
        Lane("packland", to_market="world", from_period=2, allowed=False),
    ],
)
def test_a_closed_lane_that_nothing_uses_is_no_finding(lane: Lane) -> None:
    assert rules(chain(lanes=(lane,)), chain_plan()) == set()


def test_one_closed_row_closes_the_lane_whatever_other_rows_say() -> None:
    rows = (Lane("fabland", to_region="packland", allowed=False), Lane("fabland", to_region="packland", node="N3"))
    assert rules(chain(lanes=rows), chain_plan()) == {"lane_closed"}


def test_a_row_caps_all_flows_that_it_matches_together() -> None:
    # 4 kunits of dies and 16 of stacks cross each quarter.
    assert rules(chain(lanes=(Lane("fabland", to_region="packland", max_kunits=20.0),)), chain_plan()) == set()
    assert rules(chain(lanes=(Lane("fabland", to_region="packland", max_kunits=19.0),)), chain_plan()) == {"lane_max"}


def _cost(plan: Plan, *rows: Lane) -> dict[str, float]:
    return dict(lines(audit(chain(lanes=rows), plan)))


def test_freight_is_paid_on_parts_and_packages() -> None:
    # Two quarters of 4 kunits of dies at 100 usd: 8 x 1000 x 100 = 0.0008 usd_bn, and 8 kunits of packages at 50 usd.
    rows = (
        Lane("fabland", to_region="packland", node="N3", cost_usd_per_unit=100.0),
        Lane("packland", to_market="world", cost_usd_per_unit=50.0),
    )
    plan = chain_plan(outcome=outcome(0.0012, freight=0.0012))
    assert audit(chain(lanes=rows), plan).findings == ()
    assert _cost(plan, *rows) == pytest.approx({"freight": 0.0008 + 0.0004})


def test_tariffs_are_a_share_of_the_price_on_lanes_to_markets() -> None:
    # 8 kunits at a price of 1e6 usd and 5 %: 0.4 usd_bn. A tariff on parts says nothing.
    rows = (Lane("packland", to_market="world", tariff=0.05), Lane("fabland", to_region="packland", tariff=0.5))
    assert _cost(chain_plan(), *rows) == pytest.approx({"tariff": 0.4})


def test_the_most_specific_row_sets_the_price() -> None:
    rows = (
        Lane("fabland", to_region="packland", node="N3", product="chip", cost_usd_per_unit=100.0),
        Lane("fabland", to_region="packland", node="N3", cost_usd_per_unit=300.0),
        Lane("fabland", to_region="packland", cost_usd_per_unit=1000.0),
    )
    # Dies: 8 kunits at 100 usd = 0.0008; stacks: 32 kunits at 1,000 usd = 0.032.
    assert _cost(chain_plan(), *rows) == pytest.approx({"freight": 0.0008 + 0.032})


def test_a_row_that_names_where_to_is_more_specific_than_one_for_everywhere() -> None:
    rows = (Lane("packland", to_market="world", cost_usd_per_unit=100.0), Lane("packland", cost_usd_per_unit=900.0))
    assert _cost(chain_plan(), *rows) == pytest.approx({"freight": 0.0008})


@pytest.mark.parametrize(
    "rows",
    [
        ({"from_region": "packland"}, {"from_bloc": "west"}, {}),
        ({"from_region": "packland", "to_market": "world"}, {"from_bloc": "west", "to_market": "world"}, {}),
        ({"from_region": "packland", "to_market": "world"}, {"from_region": "packland", "to_bloc": "old"}, {}),
    ],
)
def test_a_row_of_a_bloc_prices_what_no_region_or_market_does(rows: tuple[dict[str, Any], ...]) -> None:
    # 8 kunits of packages: at 50 usd by the row of the place, 100 by that of the bloc, 900 by that of everything.
    lanes = [Lane(**where, cost_usd_per_unit=usd) for where, usd in zip(rows, (50.0, 100.0, 900.0), strict=True)]
    for there, usd in ((lanes, 50.0), (lanes[::-1], 50.0), (lanes[1:], 100.0), (lanes[:0:-1], 100.0)):
        case = chain(lanes=tuple(there), markets={"world": Market("world", "old")})
        plan = replace(chain_plan(), flows=())
        assert lines(audit(case, plan))["freight"] == pytest.approx(8 * 1000 * usd / 1e9)


def test_a_finding_says_which_way() -> None:
    rows = (
        Lane("fabland", to_region="packland", node="HBM", allowed=False),
        Lane("packland", to_market="world", max_kunits=1.0),
        Lane(from_bloc="west", to_bloc="old", max_kunits=1.0),
    )
    case = chain(lanes=rows, markets={"world": Market("world", "old")})
    told = {finding.where for finding in audit(case, chain_plan()).findings}
    assert told == {"base fabland to packland chip", "base packland to world", "base west to old"}


def test_of_equally_specific_rows_the_later_one_sets_the_price() -> None:
    rows = (
        Lane("packland", to_market="world", node="N3", cost_usd_per_unit=100.0),
        Lane("packland", to_market="world", product="chip", cost_usd_per_unit=200.0),
    )
    assert _cost(chain_plan(), *rows) == pytest.approx({"freight": 0.0016})
    assert _cost(chain_plan(), *reversed(rows)) == pytest.approx({"freight": 0.0008})


def test_a_flow_within_a_region_follows_the_row_of_that_region_to_itself() -> None:
    case, plan = chain(), chain_plan()
    case = replace(case, sites={**case.sites, "P1": replace(case.sites["P1"], region="fabland")})
    plan = replace(
        plan,
        wafers=tuple(replace(row, region="fabland") for row in plan.wafers),
        flows=tuple(replace(row, to_region="fabland") for row in plan.flows),
        packages=tuple(replace(row, region="fabland") for row in plan.packages),
        shipments=tuple(replace(row, from_region="fabland") for row in plan.shipments),
    )
    assert audit(case, plan).findings == ()
    closed = replace(case, lanes=(Lane("fabland", to_region="fabland", allowed=False),))
    assert rules(closed, plan) == {"lane_closed"}


def test_a_row_without_a_region_applies_to_every_region_but_the_one_it_leads_to() -> None:
    assert rules(chain(lanes=(Lane(to_region="packland", allowed=False),)), chain_plan()) == {"lane_closed"}
    assert rules(chain(lanes=(Lane(to_region="fabland", allowed=False),)), chain_plan()) == set()
    assert rules(chain(lanes=(Lane(to_market="world", max_kunits=1.0),)), chain_plan()) == {"lane_max"}
    # The row with a region prices the flow, whatever the order.
    rows = (Lane("packland", to_market="world", cost_usd_per_unit=50.0), Lane(to_market="world"))
    assert _cost(chain_plan(), *rows)["freight"] == pytest.approx(8 * 1000 * 50 / 1e9)


def test_a_ban_that_no_row_knows_is_found() -> None:
    rows = (Lane("fabland", to_market="world", product="chip", from_period=1, allowed=False),)
    ban = BanPrice("fabland", "", "world", "", "chip", 1, 1, 0.5, 100.0)
    assert rules(chain(lanes=rows), replace(chain_plan(), bans=(ban,))) == set()
    assert rules(chain(lanes=rows), replace(chain_plan(), bans=(replace(ban, from_period=0),))) == {"ban_claim"}
    assert rules(chain(lanes=rows), replace(chain_plan(), bans=(replace(ban, usd_bn=-1.0),))) == {"ban_claim"}
    assert rules(chain(), replace(chain_plan(), bans=(ban,))) == {"ban_claim"}
    is_open = replace(rows[0], allowed=True)
    assert rules(chain(lanes=(is_open,)), replace(chain_plan(), bans=(ban,))) == {"ban_claim"}
    # A row that fills the region is one of that region, whatever bloc it fills too.
    of_bloc = replace(ban, from_region="", from_bloc="east")
    for row, told, other in ((replace(rows[0], from_region="", from_bloc="east"), of_bloc, ban),
                             (replace(rows[0], from_bloc="east"), ban, of_bloc)):  # fmt: skip
        assert rules(chain(lanes=(row,)), replace(chain_plan(), bans=(told,))) == set()
        assert rules(chain(lanes=(row,)), replace(chain_plan(), bans=(other,))) == {"ban_claim"}


@pytest.mark.parametrize(
    ("event", "broken"),
    [
        (Event("base", 0, 0.0, from_region="fabland", to_region="packland"), {"event_lane"}),
        (Event("base", 0, 0.0, from_region="fabland", to_region="packland", node="CoWoS"), set()),
        (Event("base", 0, 0.0, to_market="world", product="chip"), {"event_lane"}),
        (Event("base", 0, 0.5, to_market="world"), set()),
        (Event("base", 0, 0.0, 0, from_region="packland", to_market="world"), {"event_lane"}),
        (Event("base", 7, 0.0, from_region="packland", to_market="world"), set()),
        (Event("base", 0, 0.0, from_region="fabland", to_market="world"), set()),
    ],
)
def test_an_event_that_leaves_nothing_stops_its_flows(event: Event, broken: set[str]) -> None:
    assert rules(chain(events=(event,)), chain_plan()) == broken


def test_an_event_leaves_a_share_of_the_limit_of_its_lane() -> None:
    row = Lane("packland", to_market="world", max_kunits=1e3)
    half = Event("base", 0, 1e-9, from_region="packland", to_market="world")
    assert rules(chain(lanes=(row,)), chain_plan()) == set()
    assert rules(chain(lanes=(row,), events=(half,)), chain_plan()) == {"lane_max"}
    # Of a row of one node and product only what hits both of them, or all, leaves less.
    dies = Lane("fabland", to_region="packland", node="N3", product="chip", max_kunits=5.0)
    halved = Event("base", 0, 0.5, from_region="fabland", to_region="packland")
    for hit in (halved, replace(halved, node="N3"), replace(halved, product="chip")):
        assert rules(chain(lanes=(dies,), events=(hit,)), chain_plan()) == {"lane_max"}
    assert rules(chain(lanes=(dies,), events=(replace(halved, node="HBM"),)), chain_plan()) == set()
    other = replace(half, from_region="", scenario="base")
    assert rules(chain(lanes=(row,), events=(other,)), chain_plan()) == set()
