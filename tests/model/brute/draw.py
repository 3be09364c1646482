"""Tiny cases of random shape, each with a random part of the rules, small enough that every schedule can be tried."""

import random
from collections.abc import Callable
from dataclasses import replace
from math import comb, prod

from planner.case.calendar import Calendar
from planner.case.records import (
    Case,
    EndValue,
    Fund,
    Kind,
    Market,
    Node,
    Objective,
    Pair,
    Part,
    Product,
    Region,
    Scenario,
    Settings,
    Site,
    Source,
)
from tests.model.brute.draw_goods import GOODS
from tests.model.brute.draw_means import MEANS
from tests.model.brute.draw_rest import REST
from tests.model.brute.draw_supply import SUPPLY

MOST_SCHEDULES = 300
CURVES: tuple[tuple[float, ...], ...] = ((1.0,), (0.5, 1.0), (0.0, 0.5, 1.0))
SPENDS: tuple[tuple[float, ...], ...] = ((1.0,), (0.5, 0.5), (0.0, 0.4, 0.6), (0.3, 0.3, 0.4))

Rule = Callable[[random.Random, Case], Case]
RULES: tuple[Rule, ...] = (*MEANS, *GOODS, *SUPPLY, *REST)


def drawn_rules(seed: int, share: float | None = None) -> tuple[Rule, ...]:
    """Return the rules that a seed draws: few, some or many of all."""
    rng = random.Random(f"{seed} rules")
    share = rng.choice((0.1, 0.2, 0.4, 0.4, 0.6)) if share is None else share
    return tuple(rule for rule in RULES if rng.random() < share)


def draw(seed: int, rules: tuple[Rule, ...]) -> Case:
    """Return the case of a seed with these rules: each is the same whatever the others are."""
    case = _small(_base(random.Random(seed)))
    for rule in rules:
        case = rule(random.Random(f"{seed} {rule.__name__}"), case)
    return case


def _base(rng: random.Random) -> Case:
    months, periods = rng.choice((3, 3, 12)), rng.choice((3, 4, 4, 5))
    places = rng.choice((("A",), ("A", "B"), ("A", "B")))
    regions = rng.choice((("here", "there"), ("here", "there"), ("here", "here")))
    nodes = {node.name: node for node in _nodes(rng, 3 / months)}
    sites = {name: Site(name, region) for name, region in zip(places, regions, strict=False)}
    keys = [(site, node) for site in sites for node in nodes]
    kept = [key for key in keys if rng.random() < 0.7] or keys[:1]
    products = _products(rng, nodes)
    markets = rng.choice((("east",), ("east", "west")))
    wanted = {
        (name, market): tuple(float(rng.randint(0, 8)) for _ in range(periods))
        for name in products
        for market in markets
    }
    return Case(
        settings=Settings(
            "tiny",
            rng.choice((0.0, 0.1, 0.2)),
            objective=rng.choice((*Objective, Objective.LEAST_COST)),
            end_value=rng.choice(tuple(EndValue)),
            equipment_life_years=rng.choice((1.0, 5.0)),
        ),
        calendar=Calendar.starting("2027" if months == 12 else "2027Q1", periods, months),
        regions={
            name: Region(
                name,
                bloc="west" if name == "here" else "far",
                equipment_cost_index=rng.choice((1.0, 0.8)),
                operating_cost_index=rng.choice((1.0, 1.5)),
            )
            for name in dict.fromkeys(regions[: len(places)])
        },
        sites=sites,
        nodes=nodes,
        pairs={key: _pair(rng, *key) for key in kept},
        products=products,
        markets={name: Market(name) for name in markets},
        scenarios=(Scenario("base", 1.0, wanted),),
        funds={"purse": Fund("purse", (1000.0,) + (0.0,) * (periods - 1))},
    )


def _nodes(rng: random.Random, scale: float) -> list[Node]:
    """Return a logic node, and perhaps a second node of any kind; a phase makes three thousand wafers a period."""
    kinds = rng.choice(
        ((Kind.LOGIC,), (Kind.LOGIC, Kind.LOGIC), (Kind.LOGIC, Kind.MEMORY), (Kind.LOGIC, Kind.PACKAGING))
    )
    return [
        Node(
            name,
            kind,
            phase_kwspm=scale * rng.choice((1.0, 1.0, 1.5)),
            phase_capex_usd_bn=rng.choice((0.5, 1.0, 2.0)),
            shell_share=rng.choice((0.0, 0.3)),
            wafer_cost_usd=rng.choice((0.0, 2e4)),
            fixed_cost_usd_bn_per_phase_year=rng.choice((0.0, 0.1)),
            available_from=rng.choice((-4, -4, 0, 1)),
            utilisation=rng.choice((1.0, 0.9)),
            cycle_periods=rng.choice((0, 0, 1)),
        )
        for name, kind in zip(("N3", "N5"), kinds, strict=False)
    ]


def _pair(rng: random.Random, site: str, node: str) -> Pair:
    lead, spend = rng.choice((0, 1, 1, 2)), rng.choice(SPENDS)
    differs = rng.random() < 0.4
    return Pair(
        site,
        node,
        lead_periods=lead,
        ramp=rng.choice(CURVES[:2]),
        spend=spend,
        expansion_lead_periods=max(0, lead + rng.choice((-1, 0, 1))) if differs else lead,
        expansion_spend=rng.choice(SPENDS) if differs else spend,
        max_phases=rng.choice((1, 2, 2)),
        capex_factor=rng.choice((1.0, 0.7)),
    )


def _products(rng: random.Random, nodes: dict[str, Node]) -> dict[str, Product]:
    first, second = _source(rng, "N3"), _source(rng, "N5")
    parts: tuple[Part, ...] = (Part("die", (first,)),)
    if "N5" in nodes and nodes["N5"].kind is Kind.LOGIC:
        parts = rng.choice((parts, (Part("die", (first, second)),)))
    elif "N5" in nodes:
        parts = (*parts, Part("other", (second,)))
    made = {"chip": _product(rng, "chip", parts)}
    if rng.random() < 0.5:
        only = "N5" if "N5" in nodes and nodes["N5"].kind is Kind.LOGIC else "N3"
        made["small"] = _product(rng, "small", (Part("die", (_source(rng, only),)),))
    return made


def _source(rng: random.Random, node: str) -> Source:
    return Source(node, rng.choice((1.0, 2.0)), good_units_per_wafer=rng.choice((1.0, 2.0, 2.0)))


def _product(rng: random.Random, name: str, parts: tuple[Part, ...]) -> Product:
    return Product(
        name,
        parts,
        shortage_penalty_usd=rng.choice((1e5, 3e5, 1e6)),
        price_usd=rng.choice((2e5, 4e5)),
        assembly_yield=rng.choice((1.0, 0.8)),
    )


def _small(case: Case) -> Case:
    """Return the case with fewer phases, until all its schedules can be tried."""
    while _size(case) > MOST_SCHEDULES:
        most, key = max((pair.max_phases, key) for key, pair in case.pairs.items())
        if most > 1:
            case = replace(case, pairs={**case.pairs, key: replace(case.pairs[key], max_phases=most - 1)})
        else:
            case = replace(case, pairs={k: pair for k, pair in case.pairs.items() if k != key})
    return case


def _size(case: Case) -> int:
    """Return how many schedules there may be, about."""
    slots = case.calendar.periods
    counts = [pair.max_phases for pair in case.pairs.values()]
    return prod(sum(comb(max(1, slots - 1) + n - 1, n) for n in range(int(count) + 1)) for count in counts)
