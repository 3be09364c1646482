"""Small worlds drawn by a seed, in which every family of the model has something to say."""

import random
from dataclasses import replace
from typing import Any

from planner.case.calendar import Calendar
from planner.case.curves import DefectLearning, YieldModel
from planner.case.records import (
    Case,
    Committed,
    Conversion,
    Covers,
    EndValue,
    Fund,
    Incentive,
    Kind,
    Lane,
    Market,
    Node,
    Pair,
    Part,
    Product,
    Region,
    Scenario,
    Settings,
    Site,
    Source,
    Tool,
    ToolUse,
)
from tests.cases import pair
from tests.model.parts import per_wafer

REGIONS = ("here", "there", "far")
BUILT = {"A": ("N3", "HBM", "CoWoS"), "B": ("N3", "N5", "CoWoS"), "C": ("N5", "HBM"), "D": ("N3", "CoWoS")}
PERIODS = 6


def world(seed: int) -> Case:
    """Return a world of four sites, four nodes, two products and three markets over six quarters."""
    rng = random.Random(seed)
    places = [(site, node) for site, nodes in BUILT.items() for node in nodes]
    return Case(
        settings=Settings("world", discount_rate=0.08, end_value=EndValue.STRAIGHT_LINE),
        calendar=Calendar.starting("2027Q1", PERIODS),
        regions={name: _region(rng, name) for name in REGIONS},
        sites={site: _site(rng, site, region) for site, region in zip("ABCD", (*REGIONS, "far"), strict=True)},
        nodes={node.name: node for node in _nodes(rng)},
        pairs={place: _pair(rng, *place) for place in places},
        products={product.name: product for product in _products(rng)},
        markets={name: Market(name) for name in ("east", "west", "south")},
        scenarios=(Scenario("base", 1.0, _demand(rng)),),
        funds={fund.name: fund for fund in _funds(rng)},
        committed=(
            Committed("A", "CoWoS", _series(rng, 0.3, 0.6)),
            Committed("C", "HBM", _series(rng, 0.5, 1.0), uses_tools=False),
            Committed("B", "N5", (0.3, 0.3, 0.4, 0.4, 0.2, 0.2)),
        ),
        conversions=(
            Conversion("B", "N5", "N3", 0.1, capex_usd_bn_per_lump=0.1, downtime_periods=1, output_ratio=0.8),
        ),
        lanes=_lanes(rng),
        incentives=(
            Incentive("grant", 0.25, region="there", covers=Covers.EQUIPMENT, start_until=2),
            Incentive("tax credit", 0.15, kind=Kind.MEMORY, cap_usd_bn=0.2),
        ),
        tools={"scanner": _tool(rng)},
    )


def plain(seed: int) -> Case:
    """Return a world in which to wait is never of use: no end value, incentive, fixed cost, power or lapsing purse."""
    case = world(seed)
    return replace(
        case,
        settings=replace(case.settings, end_value=EndValue.NONE),
        incentives=(),
        nodes={n: replace(node, fixed_cost_usd_bn_per_phase_year=0.0) for n, node in case.nodes.items()},
        sites={s: replace(site, power_price_usd_kwh=0.0) for s, site in case.sites.items()},
        funds={f: replace(fund, carry_over=True) for f, fund in case.funds.items()},
    )


def _region(rng: random.Random, name: str) -> Region:
    return Region(
        name,
        bloc="west" if name == "here" else "east",
        equipment_cost_index=rng.choice((0.9, 1.0, 1.2)),
        operating_cost_index=rng.choice((0.8, 1.0, 1.3)),
        max_phase_starts_per_year=rng.choice((3, 4, float("inf"))),
    )


def _site(rng: random.Random, name: str, region: str) -> Site:
    return Site(
        name,
        region,
        floor_units=rng.choice((3.0, 5.0)),
        opening_cost_usd_bn=rng.choice((0.2, 0.5)),
        available_from=rng.choice((0, 0, 1)),
        power_limit_mw=rng.choice((250.0, float("inf"))),
        power_price_usd_kwh=rng.choice((0.05, 0.1)),
        shell_cost_index=rng.choice((0.8, 1.0, 1.5)),
    )


def _nodes(rng: random.Random) -> list[Node]:
    learning = DefectLearning(YieldModel.NEGATIVE_BINOMIAL, 0.4, 0.1, 3.0)
    size: dict[str, Any] = {"shell_share": 0.3, "power_mw_per_phase": 50.0, "fixed_cost_usd_bn_per_phase_year": 0.04}
    logic: dict[str, Any] = {"learning": learning, **size}
    return [
        Node("N3", Kind.LOGIC, 0.5, rng.choice((0.8, 1.0)), wafer_cost_usd=9000, cycle_periods=1, **logic),
        Node("N5", Kind.LOGIC, 0.4, rng.choice((0.5, 0.6)), wafer_cost_usd=6000, available_from=-8, **logic),
        Node("HBM", Kind.MEMORY, 0.8, rng.choice((0.4, 0.5)), wafer_cost_usd=4000, utilisation=0.9, **size),
        Node("CoWoS", Kind.PACKAGING, 0.3, rng.choice((0.2, 0.3)), wafer_cost_usd=2000, **size),
    ]


def _pair(rng: random.Random, site: str, node: str) -> Pair:
    lead = rng.choice((1, 2))
    return pair(
        site,
        node,
        lead,
        ramp=rng.choice(((1.0,), (0.5, 1.0))),
        spend=rng.choice(((1.0,), (0.5, 0.5))),
        expansion_lead_periods=rng.choice((lead, 1)),
        expansion_spend=rng.choice(((1.0,), (0.3, 0.7))),
        max_phases=rng.choice((2, 3)),
        capex_factor=rng.choice((0.9, 1.0, 1.1)),
        defect_factor=rng.choice((1.0, 1.0, 1.3)),
    )


def _products(rng: random.Random) -> list[Product]:
    die = Source("N3", 1.0, die_area_mm2=700.0, harvest=0.3)
    other = Source("N5", 2.0, die_area_mm2=400.0)
    big = (
        Part("die", (die, other)),
        Part("stack", (per_wafer("HBM", good_units=400.0, units=8.0),)),
        Part("package", (per_wafer("CoWoS", good_units=20.0),)),
    )
    small = (Part("die", (Source("N5", 1.0, die_area_mm2=200.0),)), Part("stack", (per_wafer("HBM", 400.0, 1.0),)))
    return [
        Product("big", big, rng.choice((30_000.0, 50_000.0)), price_usd=30_000.0, assembly_yield=0.95),
        Product("small", small, rng.choice((3_000.0, 6_000.0)), price_usd=5_000.0, stock_cost_usd_per_period=50.0),
    ]


def _demand(rng: random.Random) -> dict[tuple[str, str], tuple[float, ...]]:
    def growing(first: float) -> tuple[float, ...]:
        return tuple(round(first * rng.uniform(1.2, 1.6) ** t, 1) for t in range(PERIODS))

    return {(p, m): growing(size) for p, size in (("big", 5.0), ("small", 40.0)) for m in ("east", "west", "south")}


def _series(rng: random.Random, low: float, high: float) -> tuple[float, ...]:
    first, last = rng.uniform(low, high), rng.uniform(low, high)
    return tuple(round(first + (last - first) * t / (PERIODS - 1), 2) for t in range(PERIODS))


def _lanes(rng: random.Random) -> tuple[Lane, ...]:
    rows = [
        Lane("far", to_region="here", node="HBM", cost_usd_per_unit=20.0),
        Lane("here", to_market="east", allowed=False, product="big", until_period=rng.choice((1, 3))),
        Lane("far", to_market="west", tariff=0.1, cost_usd_per_unit=5.0),
        Lane("there", to_market="west", max_kunits=rng.choice((30.0, 60.0))),
    ]
    return tuple(row for row in rows if rng.random() < 0.7)


def _funds(rng: random.Random) -> list[Fund]:
    def yearly(usd_bn: float) -> tuple[float, ...]:
        return tuple(usd_bn if t % 4 == 0 else 0.0 for t in range(PERIODS))

    return [
        Fund("state", yearly(rng.choice((1.0, 2.0))), blocs=frozenset({"east"}), max_share=0.75),
        Fund("bank", yearly(rng.choice((1.5, 3.0))), cost_of_money=0.05),
        Fund("grantor", (0.3,) * PERIODS, kinds=frozenset({Kind.MEMORY, Kind.PACKAGING}), carry_over=False),
    ]


def _tool(rng: random.Random) -> Tool:
    uses = (ToolUse("N3", 2.0, 1), ToolUse("N5", 1.0, 0))
    return Tool("scanner", tuple(rng.choice((0.0, 0.5, 1.0)) for _ in range(PERIODS)), uses)
