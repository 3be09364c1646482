"""Locks, limits and changes against the last plan."""

import math
from dataclasses import replace
from typing import Any

import pytest

from planner.audit import audit
from planner.case.records import (
    Case,
    ClassMember,
    Committed,
    ComputeClass,
    Kind,
    Limit,
    Lock,
    Market,
    Measure,
    Owner,
    PlannedStart,
    Settings,
)
from planner.plan.records import Draw, Opening, Start
from tests.audit.chains import chain, chain_plan
from tests.audit.plans import clean_plan, held, idle_plan, outcome, rules, run
from tests.cases import pair, tiny


@pytest.mark.parametrize(
    ("lock", "broken"),
    [
        (Lock("A", "N3", min_phases=1, max_phases=1), set()),
        (Lock("A", "N3", min_phases=2), {"locks"}),
        (Lock("A", "N3", max_phases=0), {"locks"}),
        (Lock("A", "N3", from_period=0, until_period=0, min_phases=1), set()),
        (Lock("A", "N3", from_period=1, min_phases=1), {"locks"}),
        (Lock("A", "N3", from_period=1, max_phases=0), set()),
        (Lock("A", "N3", from_node="N3", max_phases=0), set()),
        (Lock("A", "N3", from_node="N3", min_phases=1), {"locks"}),
    ],
)
def test_a_lock_counts_starts_inside_its_window(lock: Lock, broken: set[str]) -> None:
    assert rules(tiny(locks=(lock,)), clean_plan()) == broken


def _limit(measure: Measure, **terms: object) -> Limit:
    return replace(Limit("policy", measure), **terms)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terms", "broken"),
    [
        ({"maximum": 1.0}, set()),
        ({"maximum": 0.0}, {"limits"}),
        ({"minimum": 2.0}, {"limits"}),
        ({"maximum": 0.0, "from_period": 1}, set()),
        ({"maximum": 0.0, "kind": Kind.MEMORY}, set()),
        ({"maximum": 0.0, "site": "A"}, {"limits"}),
        ({"maximum": 0.0, "region": "there"}, set()),
        ({"minimum": 1.0, "node": "N3", "until_period": 0}, set()),
    ],
)
def test_phases_started_are_counted_over_the_window(terms: dict[str, object], broken: set[str]) -> None:
    case = tiny(limits=(_limit(Measure.PHASES_STARTED, **terms),))
    assert rules(case, clean_plan()) == broken


def test_a_limit_on_an_owner_counts_its_phases_and_its_capex() -> None:
    case = tiny(pairs={("A", "N3"): pair("A", "N3", owner="mine")}, owners={o: Owner(o) for o in ("mine", "yours")})

    def broken(measure: Measure, owner: str, maximum: float) -> set[str]:
        return rules(replace(case, limits=(_limit(measure, owner=owner, maximum=maximum),)), clean_plan())

    for measure, maximum in ((Measure.PHASES_STARTED, 0.0), (Measure.ONLINE_PHASES, 0.0), (Measure.CAPEX_SHARE, 0.9)):
        assert broken(measure, "mine", maximum) == {"limits"}
        assert broken(measure, "yours", maximum) == set()


def test_online_phases_are_counted_in_each_period_of_the_window() -> None:
    # The phase is online from period 1 on.
    case = tiny(limits=(_limit(Measure.ONLINE_PHASES, minimum=1.0),))
    (finding,) = audit(case, clean_plan()).findings
    assert finding.period == 0
    assert "phases online" in finding.message
    started = tiny(limits=(_limit(Measure.PHASES_STARTED, maximum=0.0),))
    assert [finding.message.count("phases started") for finding in audit(started, clean_plan()).findings] == [1]
    assert rules(tiny(limits=(_limit(Measure.ONLINE_PHASES, minimum=1.0, from_period=1),)), clean_plan()) == set()
    assert rules(tiny(limits=(_limit(Measure.ONLINE_PHASES, maximum=0.5),)), clean_plan()) == {"limits"}


def _two_sites(spend: tuple[float, ...] = (1.0,), **terms: object) -> Case:
    """Sites A and B in two regions of two blocs, and a capex limit."""
    case = tiny(pairs={(site, "N3"): pair(site, "N3", spend=spend) for site in "AB"})
    regions = {"here": replace(case.regions["here"], bloc="east")}
    regions["there"] = replace(regions["here"], name="there", bloc="west")
    sites = {**case.sites, "B": replace(case.sites["A"], name="B", region="there")}
    return replace(case, regions=regions, sites=sites, limits=(_limit(Measure.CAPEX_SHARE, **terms),))


@pytest.mark.parametrize(
    ("terms", "broken"),
    [
        # One of three phases stands in the west: a third of the capex.
        ({"bloc": "west", "maximum": 0.4}, set()),
        ({"bloc": "west", "maximum": 0.3}, {"limits"}),
        ({"region": "there", "minimum": 0.4}, {"limits"}),
        ({"site": "A", "minimum": 0.6}, set()),
        ({"kind": Kind.LOGIC, "maximum": 0.9}, {"limits"}),
        ({"kind": Kind.MEMORY, "maximum": 0.1}, set()),
        ({"kind": Kind.MEMORY, "minimum": 0.1}, {"limits"}),
        # B is paid in period 3, when it is all that is paid.
        ({"bloc": "west", "maximum": 0.4, "from_period": 1}, {"limits"}),
        ({"bloc": "west", "maximum": 0.0, "until_period": 2}, set()),
    ],
)
def test_shares_of_capex_are_taken_over_the_window_as_a_whole(terms: dict[str, object], broken: set[str]) -> None:
    plan = clean_plan(
        outcome=outcome(6.0, capex=3.0, shortage_penalty=3.0),
        openings=(Opening("A", 0), Opening("B", 3)),
        starts=(Start("A", "N3", 0, 2), Start("B", "N3", 3, 1)),
        draws=(Draw("purse", "A", "N3", 0, 2.0), Draw("purse", "B", "N3", 3, 1.0)),
        capacity=held((0.0, 2.0, 2.0, 2.0), (0.0, 1.0, 1.0, 1.0)),
    )
    assert rules(_two_sites(**terms), plan) == broken  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terms", "broken"),
    [
        # Packages are all finished in packland, N3 wafers all started in fabland.
        ({"region": "packland", "maximum": 0.9}, {"limits"}),
        ({"region": "fabland", "maximum": 0.0}, set()),
        ({"bloc": "east", "minimum": 0.1}, {"limits"}),
        ({"bloc": "east", "node": "N3", "minimum": 1.0}, set()),
        ({"bloc": "west", "node": "N3", "minimum": 0.1}, {"limits"}),
        # Without a place: 2 of 4 thousand wafers are logic.
        ({"kind": Kind.LOGIC, "maximum": 0.5}, set()),
        ({"kind": Kind.LOGIC, "maximum": 0.45}, {"limits"}),
        ({"kind": Kind.LOGIC, "maximum": 0.45, "from_period": 2}, set()),
        ({"product": "chip", "minimum": 1.0}, set()),
    ],
)
def test_shares_of_output_are_taken_in_each_period(terms: dict[str, object], broken: set[str]) -> None:
    assert rules(chain(limits=(_limit(Measure.OUTPUT_SHARE, **terms),)), chain_plan()) == broken


def test_shares_of_output_hold_in_every_period_and_scenario_by_itself() -> None:
    # At one site in each of two regions, committed; here makes all in period 0, there all in period 1.
    case = tiny(periods=2, pairs={}, committed=tuple(Committed(site, "N3", (1.0, 1.0)) for site in "AB"))
    regions = {"here": case.regions["here"], "there": replace(case.regions["here"], name="there")}
    case = replace(case, regions=regions, sites={**case.sites, "B": replace(case.sites["A"], name="B", region="there")})
    plan = idle_plan(
        outcome=outcome(0.0),
        shortage=(),
        capacity=(*held((1.0, 1.0), (1.0, 0.0)), *held((1.0, 1.0), (0.0, 1.0), "B")),
        **run((3.0, 3.0)),
    )
    there: dict[str, Any] = {
        "wafers": (plan.wafers[0], replace(plan.wafers[1], region="there")),
        "packages": (plan.packages[0], replace(plan.packages[1], region="there")),
        "shipments": (plan.shipments[0], replace(plan.shipments[1], from_region="there")),
    }
    plan = replace(plan, **there)
    for node in ("", "N3"):
        # Half of the output over both periods, but all of it in the first one.
        limit = _limit(Measure.OUTPUT_SHARE, region="here", node=node, maximum=0.6)
        found = audit(replace(case, limits=(limit,)), plan).findings
        assert [(finding.rule, finding.period) for finding in found] == [("limits", 0)]


@pytest.mark.parametrize(
    ("terms", "broken"),
    [
        # All that the world receives, in periods 1 to 3, comes from here, which is in the east.
        ({"region": "here", "minimum": 1.0}, set()),
        ({"region": "here", "maximum": 0.9}, {"limits"}),
        ({"bloc": "east", "market": "world", "maximum": 0.9}, {"limits"}),
        ({"region": "there", "minimum": 0.1}, {"limits"}),
        ({"region": "there", "maximum": 0.0}, set()),
        ({"bloc": "west", "product": "chip", "minimum": 0.1}, {"limits"}),
        ({"region": "here", "market": "world", "product": "chip", "maximum": 0.0, "until_period": 0}, set()),
        ({"region": "here", "product": "other", "maximum": 0.0}, set()),
        ({"region": "here", "product": "compute", "maximum": 0.9}, {"limits"}),
        ({"region": "here", "market": "moon", "maximum": 0.0}, set()),
        ({"region": "here", "market_bloc": "old", "maximum": 0.9}, {"limits"}),
        ({"region": "here", "market_bloc": "new", "maximum": 0.0}, set()),
    ],
)
def test_shares_of_supply_are_of_what_a_market_receives(terms: dict[str, object], broken: set[str]) -> None:
    case = tiny()
    regions = {"here": replace(case.regions["here"], bloc="east")}
    regions["there"] = replace(regions["here"], name="there", bloc="west")
    products = {**case.products, "other": replace(case.products["chip"], name="other")}
    markets = {"world": Market("world", bloc="old"), "moon": Market("moon", bloc="new")}
    limit = _limit(Measure.SUPPLY_SHARE, **terms)
    classes = {"compute": ComputeClass("compute", (ClassMember("chip", 1.0),))}
    case = replace(case, regions=regions, products=products, classes=classes, markets=markets, limits=(limit,))
    assert rules(case, clean_plan()) == broken


def _replanned(price: float = 0.0, max_changes: float = math.inf) -> Case:
    """The last plan started one phase in period 1 instead of 0: two phases differ."""
    settings = Settings("tiny", change_price_usd_bn_per_phase=price, max_changes=max_changes)
    return tiny(settings=settings, last_plan=(PlannedStart("A", "N3", 1, 1), PlannedStart("A", "N3", -2, 4)))


def test_changes_against_the_last_plan_are_capped() -> None:
    assert rules(_replanned(max_changes=2), clean_plan()) == set()
    assert rules(_replanned(max_changes=1), clean_plan()) == {"max_changes"}


def test_changes_against_the_last_plan_have_a_price() -> None:
    costs = outcome(4.2, capex=1.0, shortage_penalty=3.0, changes=0.2)
    assert audit(_replanned(price=0.1), clean_plan(outcome=costs)).findings == ()


def test_without_a_last_plan_nothing_counts_as_a_change() -> None:
    case = tiny(settings=Settings("tiny", change_price_usd_bn_per_phase=0.1, max_changes=0))
    assert rules(case, clean_plan()) == set()
