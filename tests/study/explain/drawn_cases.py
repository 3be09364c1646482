"""Small cases of random size that have no plan, or leave demand short, each for a reason of one of twenty kinds."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from planner.case.records import (
    Case,
    Committed,
    Conversion,
    Deployment,
    Fund,
    Kind,
    Lane,
    Limit,
    Lock,
    Market,
    Measure,
    Node,
    Owner,
    PlannedStart,
    Purchase,
    Region,
    Shell,
    Site,
    SitePower,
    Source,
    Tool,
    ToolUse,
)
from tests.cases import pair, tiny

PERIODS = 6
KEYS = (("A", "N3"), ("A", "N5"), ("B", "N3"))
Draw = Callable[[random.Random], Case]


def _case(rng: random.Random, **changes: Any) -> Case:
    """Return a case with two sites, two nodes and two products, in which nothing but time keeps demand short."""
    first, growth = rng.randint(4, 7), rng.choice((1.0, 1.7, 2.5))
    wanted = tuple(round(first + growth * t, 2) if t > 1 else 0.0 for t in range(PERIODS))
    few = tuple(float(rng.randint(1, 3)) if t > 2 else 0.0 for t in range(PERIODS))
    nodes = {
        "N3": Node("N3", Kind.LOGIC, 1.0, rng.choice((0.6, 1.0, 1.7)), wafer_cost_usd=rng.choice((0.0, 9e3))),
        "N5": Node("N5", Kind.LOGIC, rng.choice((0.5, 1.0)), rng.choice((0.4, 0.9))),
    }
    case = tiny(PERIODS, {("chip", "world"): wanted, ("other", "world"): few, ("chip", "east"): few})
    chip = replace(case.products["chip"], shortage_penalty_usd=rng.choice((3e6, 7e6)))
    other = replace(chip, name="other", parts=(replace(chip.parts[0], sources=(Source("N5", 1.0, 1.0),)),))
    case = replace(
        case,
        regions={name: Region(name, bloc=name) for name in ("here", "there")},
        sites={"A": Site("A", "here"), "B": Site("B", "there", opening_cost_usd_bn=rng.choice((0.0, 0.3)))},
        nodes=nodes,
        pairs={(site, node): pair(site, node, rng.choice((1, 1, 2)), max_phases=9) for site, node in KEYS},
        products={"chip": chip, "other": other},
        markets={name: Market(name) for name in ("world", "east")},
    )
    return replace(case, **changes)


def _locked(rng: random.Random, **lock: Any) -> tuple[Lock, ...]:
    return (Lock("A", "N3", **{"min_phases": rng.randint(3, 6), **lock}),)


def _only_at_a(case: Case) -> dict[tuple[str, str], Any]:
    return {key: one for key, one in case.pairs.items() if key[0] == "A"}


def _at_a(rng: random.Random, **site: Any) -> Case:
    """Return a case with one site to build at."""
    case = _case(rng)
    return replace(case, pairs=_only_at_a(case), sites={**case.sites, "A": Site("A", "here", **site)})


def _with_mw(case: Case, mw: float = 100.0) -> Case:
    return replace(case, nodes={name: replace(one, power_mw_per_phase=mw) for name, one in case.nodes.items()})


def little_money(rng: random.Random) -> Case:
    """A fund pays for a part of what demand needs."""
    return _case(rng, funds={"purse": Fund("purse", (rng.choice((1.1, 2.3, 3.7)), *(0.0,) * 5))})


def money_for_a_lock(rng: random.Random) -> Case:
    """More is locked than the instalments of a fund pay."""
    funds = {"purse": Fund("purse", tuple(rng.choice((0.0, 0.1, 0.4)) for _ in range(PERIODS)))}
    return _case(rng, funds=funds, locks=_locked(rng))


def floor(rng: random.Random) -> Case:
    """The floor of the only site holds a part of the phases that demand needs."""
    return _at_a(rng, floor_units=float(rng.randint(1, 2)))


def crews(rng: random.Random) -> Case:
    """Few phases may start in a year."""
    few = float(rng.randint(1, 2))
    return _case(rng, regions={name: Region(name, max_phase_starts_per_year=few) for name in ("here", "there")})


def scanners(rng: random.Random) -> Case:
    """Scanners come late and are few."""
    deliveries = tuple(float(rng.choice((0, 0, 1, 2))) for _ in range(PERIODS))
    return _case(rng, tools={"scanner": Tool("scanner", deliveries, (ToolUse("N3", rng.choice((1.0, 1.5, 2.0))),))})


def closed_lane(rng: random.Random) -> Case:
    """Nothing may be shipped to a market."""
    return _case(rng, lanes=(Lane(to_market=rng.choice(("world", "east")), allowed=False),))


def late_site_for_a_lock(rng: random.Random) -> Case:
    """A site opens after phases have to start there."""
    locks = _locked(rng, until_period=rng.choice((1, 2)))
    sites = {"A": Site("A", "here", available_from=rng.choice((3, 4))), "B": Site("B", "there")}
    return _case(rng, sites=sites, locks=locks)


def minimum_of_service(rng: random.Random) -> Case:
    """A minimum of service is above what the money pays for."""
    limits = (Limit("served", Measure.SERVICE, minimum=rng.choice((0.8, 0.9))),)
    return _case(rng, funds={"purse": Fund("purse", (rng.choice((0.5, 1.3)), *(0.0,) * 5))}, limits=limits)


def fund_for_one_region(rng: random.Random) -> Case:
    """A fund with all the money pays in one region, where little can be built."""
    case = _case(rng)
    pairs = {key: replace(one, max_phases=1 if key[0] == "A" else 9) for key, one in case.pairs.items()}
    funds = {"purse": Fund("purse", (50.0, *(0.0,) * 5), regions=frozenset({"here"}))}
    return replace(case, pairs=pairs, funds=funds)


def phases_at_a_pair(rng: random.Random) -> Case:
    """Few phases of a node may be built."""
    few = rng.randint(1, 2)
    case = _case(rng)
    return replace(case, pairs={key: replace(one, max_phases=few) for key, one in _only_at_a(case).items()})


def power_at_the_site(rng: random.Random) -> Case:
    """The power of the only site is enough for a part of the phases."""
    return _with_mw(_at_a(rng, power_limit_mw=rng.choice((120.0, 180.0, 250.0))))


def connection_in_steps(rng: random.Random) -> Case:
    """The grid is connected in steps, too late or too little."""
    step = rng.choice((50.0, 90.0))
    mw = tuple(step * (1 + t // 2) for t in range(PERIODS))
    return _with_mw(replace(_at_a(rng), site_power=(SitePower("A", mw),)), 60.0)


def power_in_the_market(rng: random.Random) -> Case:
    """A market has little power for accelerators."""
    case = _case(rng)
    products = {name: replace(one, power_kw=rng.choice((1.0, 2.0))) for name, one in case.products.items()}
    mw = tuple(rng.choice((2.0, 3.0)) * (t + 1) for t in range(PERIODS))
    return replace(case, products=products, deployment=(Deployment("world", mw),))


def narrow_lane(rng: random.Random) -> Case:
    """A lane to a market carries little in each period."""
    return _case(rng, lanes=(Lane(to_market="world", max_kunits=rng.choice((0.7, 1.3, 2.0))),))


def money_that_lapses(rng: random.Random) -> Case:
    """What a fund has left at the end of a period is lost."""
    each = rng.choice((0.3, 0.5))
    return _case(rng, funds={"purse": Fund("purse", (each,) * PERIODS, carry_over=False)}, locks=_locked(rng))


def changes_to_the_last_plan(rng: random.Random) -> Case:
    """The lock is not in the last plan, from which little may differ."""
    last = (PlannedStart("A", "N3", 0, rng.randint(0, 1)), PlannedStart("B", "N3", 1, 1))
    case = _case(rng, last_plan=tuple(one for one in last if one.phases), locks=_locked(rng))
    return replace(case, settings=replace(case.settings, max_changes=1.0))


def few_shells(rng: random.Random) -> Case:
    """Phases stand in shells, of which few may be built."""
    shell = Shell("A", 0.5, 1, (1.0,), floor_units=1.0, max_shells=float(rng.randint(1, 2)))
    return replace(_at_a(rng), shells={"A": shell})


def few_parts_on_offer(rng: random.Random) -> Case:
    """A part can only be bought, and little is on offer."""
    case = _case(rng)
    bought = replace(case.products["chip"].parts[0], name="stack", sources=(), bought=Source("", 1.0))
    chip = replace(case.products["chip"], parts=(*case.products["chip"].parts, bought))
    offer = Purchase("stack", "here", 1e4, tuple(rng.choice((0.5, 1.5)) for _ in range(PERIODS)))
    return replace(case, products={**case.products, "chip": chip}, purchases=(offer,))


def late_node(rng: random.Random) -> Case:
    """A node may be built late."""
    case = _case(rng)
    return replace(case, nodes={**case.nodes, "N3": replace(case.nodes["N3"], available_from=rng.choice((3, 4)))})


def owner_starts_little(rng: random.Random) -> Case:
    """The company that holds the nodes can start little in a year."""
    case = _case(rng)
    pairs = {key: replace(one, owner="maker") for key, one in case.pairs.items()}
    maker = Owner("maker", max_phase_starts_per_year=float(rng.randint(1, 2)))
    return replace(case, pairs=pairs, owners={"maker": maker})


def share_of_a_region(rng: random.Random) -> Case:
    """More of the capex has to be spent in a region than may be built there."""
    case = _case(rng)
    pairs = {key: replace(one, max_phases=1 if key[0] == "B" else 9) for key, one in case.pairs.items()}
    limits = (Limit("at home", Measure.CAPEX_SHARE, region="there", minimum=rng.choice((0.6, 0.7))),)
    return replace(case, pairs=pairs, limits=limits, locks=_locked(rng))


def few_conversions(rng: random.Random) -> Case:
    """Nothing new of a node may be built, and few lumps may be converted to it."""
    case = _case(rng)
    return replace(
        case,
        pairs={key: one for key, one in case.pairs.items() if key[1] == "N5"},
        committed=(Committed("A", "N5", (4.0,) * PERIODS),),
        conversions=(Conversion("A", "N5", "N3", 0.5, 0.1, max_lumps=float(rng.randint(1, 2))),),
    )


def lock_against_limit(rng: random.Random) -> Case:
    """A lock asks for more phases online than a limit allows."""
    limits = (Limit("not so much", Measure.ONLINE_PHASES, region="here", maximum=float(rng.randint(1, 2))),)
    return _case(rng, limits=limits, locks=_locked(rng))


USUAL: Mapping[str, Draw] = {
    draw.__name__: draw
    for draw in (
        little_money,
        money_for_a_lock,
        floor,
        crews,
        scanners,
        closed_lane,
        late_site_for_a_lock,
        minimum_of_service,
        fund_for_one_region,
        phases_at_a_pair,
    )
}
RARE: Mapping[str, Draw] = {
    draw.__name__: draw
    for draw in (
        power_at_the_site,
        connection_in_steps,
        power_in_the_market,
        narrow_lane,
        money_that_lapses,
        changes_to_the_last_plan,
        few_shells,
        few_parts_on_offer,
        late_node,
        owner_starts_little,
        share_of_a_region,
        few_conversions,
        lock_against_limit,
    )
}


def drawn(kind: str, seed: int) -> Case:
    """Return the case of a kind and a seed."""
    return {**USUAL, **RARE}[kind](random.Random(f"{kind} {seed}"))
