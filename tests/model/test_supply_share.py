"""Supply shares: of what a market or bloc receives, so much comes from a region or bloc, in every period."""

from dataclasses import replace
from typing import Any

from planner.audit import audit
from planner.case.records import Case, Committed, Limit, Market, Measure, Region, Site
from planner.plan.records import Shipment
from tests.cases import tiny
from tests.model.solving import best_plan, least, near


def made_twice(*limits: Limit, here: float = 1.0, there: float = 1.0, **changes: Any) -> Case:
    """Up to 3 thousand packages a quarter from here, in the west, and as many from there; 6 wanted at home and away."""
    wanted = {("chip", "home"): (3.0,) * 4, ("chip", "away"): (3.0,) * 4}
    case = tiny(demand=wanted, pairs={}, limits=limits)
    case = replace(
        case,
        regions={"here": Region("here", "west"), "there": Region("there", "east")},
        sites={"A": Site("A", "here"), "B": Site("B", "there")},
        markets={"home": Market("home", "west"), "away": Market("away", "east")},
        committed=(Committed("A", "N3", (here,) * 4), Committed("B", "N3", (there,) * 4)),
    )
    return replace(case, **changes)


def share(**changes: Any) -> Limit:
    return replace(Limit("local", Measure.SUPPLY_SHARE), **changes)


def test_without_a_limit_all_is_served() -> None:
    assert least(made_twice()) == near(0)


def test_a_market_takes_at_least_so_much_from_a_region() -> None:
    # 2 thousand are made here: of the 3 at home half may come from there, of the 3 away all.
    assert least(made_twice(share(region="here", market="home", minimum=0.5), here=2 / 3)) == near(4 * 1)
    # All at home comes from here: 2; away 3 from there. 1 is short. With half of it made here, 1.5 are short.
    assert least(made_twice(share(region="here", market="home", minimum=1.0), here=0.5, there=2.0)) == near(4 * 1.5)


def test_a_maximum_is_the_same_the_other_way_round() -> None:
    assert least(made_twice(share(region="there", market="home", maximum=0.0), here=0.5, there=2.0)) == near(4 * 1.5)


def test_blocs_that_supply_and_blocs_that_receive() -> None:
    assert least(made_twice(share(bloc="west", market_bloc="west", minimum=1.0), here=0.5, there=2.0)) == near(4 * 1.5)
    assert least(made_twice(share(bloc="east", market_bloc="east", minimum=1.0), here=0.5, there=2.0)) == near(0)
    # Of all that is received a quarter comes from the west: 1.5 thousand, so that 6 may be served in all.
    assert least(made_twice(share(bloc="west", minimum=0.25), here=0.5, there=2.0)) == near(0)
    assert least(made_twice(share(bloc="west", minimum=0.5), here=0.5, there=2.0)) == near(4 * 3)


def test_it_holds_inside_its_window() -> None:
    window = share(region="here", market="home", minimum=1.0, from_period=1, until_period=2)
    assert least(made_twice(window, here=0.5, there=2.0)) == near(2 * 1.5)


def test_it_may_be_about_a_product() -> None:
    assert least(made_twice(share(region="here", product="chip", minimum=0.5), here=0.5, there=2.0)) == near(4 * 3)


def test_a_place_that_makes_nothing_lets_nothing_be_received() -> None:
    assert least(made_twice(share(region="here", market="home", minimum=0.5), here=0.0, there=2.0)) == near(12)


def test_the_audit_knows_where_packages_come_from() -> None:
    limit = share(region="here", market="home", minimum=1.0)
    case = made_twice(limit)
    plan = best_plan(case)
    turned = tuple(
        replace(row, market={"home": "away", "away": "home"}[row.market]) if isinstance(row, Shipment) else row
        for row in plan.shipments
    )
    assert {finding.rule for finding in audit(case, replace(plan, shipments=turned)).findings} == {"limits"}
