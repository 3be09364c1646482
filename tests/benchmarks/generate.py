"""Realistic cases of any size, drawn from a seed: the same size and seed give the same case.

Demand, money, scanners and what exists grow with the root of the sites: more sites are a wider choice of places rather
than a larger world.
"""

import math
import random
from dataclasses import dataclass, replace

from planner.case.calendar import Calendar
from planner.case.records import (
    Case,
    Committed,
    EndValue,
    Fund,
    Incentive,
    Kind,
    Lane,
    Limit,
    Market,
    Measure,
    Node,
    Pair,
    Scenario,
    Settings,
    Site,
    Tool,
    ToolUse,
)
from tests.benchmarks.atlas import (
    COMMITTED_KWSPM,
    COUNTRIES,
    LINE_RAMP,
    MARKETS,
    NODES,
    RAMPS,
    SCANNERS_PER_KWSPM,
    WITHOUT_SCANNERS,
    Country,
)
from tests.benchmarks.wares import Ware, lives, ware


@dataclass(frozen=True, slots=True)
class Size:
    """How large a case is; at most 200 sites, 10 nodes, 12 markets. `money` scales every budget."""

    sites: int = 20
    nodes: int = 7
    periods: int = 40
    products: int = 11
    markets: int = 7
    money: float = 1.0

    @property
    def scale(self) -> float:
        """How much larger the world is than that of twenty sites."""
        return math.sqrt(self.sites / 20)


LARGEST = Size(sites=200, nodes=10, periods=60, products=30, markets=12)


def generate(size: Size, seed: int = 0) -> Case:
    """Draw a case."""
    rng = random.Random(seed)
    nodes = {node.name: node for node in NODES[: size.nodes]}
    places = _places(size, rng)
    sites = {name: _site(rng, name, country) for name, country in places.items()}
    regions = {country.region.name: country.region for country in COUNTRIES if country in places.values()}
    crews = {name: max(2, round(0.6 * sum(site.region == name for site in sites.values()))) for name in regions}
    markets = dict(list(MARKETS.items())[: size.markets])
    wares = [ware(rng, number, size.products, size.periods, nodes) for number in range(size.products)]
    pairs = [pair for name, country in places.items() for pair in _pairs(rng, sites[name], country, nodes)]
    return Case(
        settings=Settings(f"{size.sites} sites, seed {seed}", discount_rate=0.08, end_value=EndValue.STRAIGHT_LINE),
        calendar=Calendar.starting("2026Q4", size.periods),
        regions={name: replace(region, max_phase_starts_per_year=crews[name]) for name, region in regions.items()},
        sites=sites,
        nodes=nodes,
        pairs={(pair.site, pair.node): pair for pair in pairs},
        products={one.product.name: one.product for one in wares},
        markets={name: Market(name, bloc) for name, (bloc, _) in markets.items()},
        scenarios=(Scenario("base", 1.0, _demand(size, wares, markets)),),
        funds={fund.name: fund for fund in _funds(size, set(regions))},
        committed=_committed(size, places, nodes),
        lanes=_lanes(set(regions), set(markets), nodes),
        incentives=_incentives(regions, sites, rng),
        tools={"EUV scanner": _scanners(size, nodes)},
        limits=(Limit("capex in Taiwan", Measure.CAPEX_SHARE, region="Taiwan", maximum=0.6),),
    )


def _places(size: Size, rng: random.Random) -> dict[str, Country]:
    """Draw the country of each site; the brownfield countries have one before any other has two."""
    first = [country for country in COUNTRIES if country.brownfield][: size.sites]
    more = rng.choices(COUNTRIES, [country.weight for country in COUNTRIES], k=size.sites - len(first))
    found: dict[str, Country] = {}
    for country in (*first, *more):
        number = 1 + sum(other is country for other in found.values())
        found[f"{country.region.name} {number}"] = country
    return found


def _site(rng: random.Random, name: str, country: Country) -> Site:
    settled = name.endswith(" 1") and country.brownfield
    return Site(
        name,
        country.region.name,
        round(country.latitude + rng.uniform(-2, 2), 2),
        round(country.longitude + rng.uniform(-2, 2), 2),
        floor_units=float(rng.randint(5, 8) if settled else rng.randint(1, 5)),
        opening_cost_usd_bn=0.0 if settled else rng.choice((0.3, 0.5, 1.0)),
        available_from=0 if settled else rng.choice((0, 0, 0, 4, 8)),
        power_limit_mw=rng.choice((math.inf, math.inf, math.inf, 800.0)),
        power_price_usd_kwh=round(country.power_price_usd_kwh * rng.uniform(0.9, 1.1), 4),
        shell_cost_index=round(country.region.shell_cost_index * rng.uniform(0.95, 1.05), 3),
    )


def _pairs(rng: random.Random, site: Site, country: Country, nodes: dict[str, Node]) -> list[Pair]:
    barred = country.region.bloc == WITHOUT_SCANNERS
    logic = [n for n, node in nodes.items() if node.kind is Kind.LOGIC and barred == (n not in SCANNERS_PER_KWSPM)]
    kept = [n for n in logic if rng.random() < 0.7] or logic[:1]
    memory = [n for n, node in nodes.items() if node.kind is Kind.MEMORY and rng.random() < 0.5]
    packaging = [n for n, node in nodes.items() if node.kind is Kind.PACKAGING and rng.random() < 0.8]
    wait = rng.randint(0, 1)
    factor = country.defect_factor * rng.choice((1.0, 1.0, 1.3))
    lead, expansion = country.lead_periods + wait, country.expansion_lead_periods + wait
    fabs = [
        Pair(
            site.name,
            node,
            lead,
            RAMPS[country.manner],
            _spend(lead),
            expansion,
            _spend(expansion),
            max_phases=min(16.0, site.floor_units // nodes[node].floor_units_per_phase),
            capex_factor=rng.choice((0.97, 1.0, 1.03)),
            defect_factor=factor if nodes[node].kind is Kind.LOGIC else 1.0,
        )
        for node in (*kept, *memory)
    ]
    late = rng.randint(7, 9)
    return fabs + [
        Pair(site.name, node, late, LINE_RAMP, _spend(late), 5, _spend(5), max_phases=float(rng.randint(2, 8)))
        for node in packaging
    ]


def _spend(lead: int) -> tuple[float, ...]:
    """A third while building, half while tools move in, the rest in the year after first output."""
    building = lead * 2 // 3
    installing = lead - building
    return (*(0.33 / building for _ in range(building)), *(0.47 / installing for _ in range(installing)), *(0.05,) * 4)


def _demand(
    size: Size, wares: list[Ware], markets: dict[str, tuple[str, int]]
) -> dict[tuple[str, str], tuple[float, ...]]:
    share = lives(wares, size.periods)
    whole = sum(weight for _, weight in markets.values())
    world = [size.scale * 1000 / 4 * (16.3 + 42 * (1 - math.exp(-t / 18))) for t in range(size.periods)]
    return {
        (one.product.name, market): tuple(
            round(kunits * share[one.product.name][t] * weight / whole, 2) for t, kunits in enumerate(world)
        )
        for one in wares
        for market, (bloc, weight) in markets.items()
        if (bloc == WITHOUT_SCANNERS) == one.for_china or (bloc == WITHOUT_SCANNERS and not one.barred)
    }


def _funds(size: Size, regions: set[str]) -> list[Fund]:
    def budget(usd_bn_a_quarter: float) -> tuple[float, ...]:
        hump = [math.exp(-(((t / size.periods) - 0.35) ** 2) / 0.12) for t in range(size.periods)]
        return tuple(round(size.money * size.scale * 1.6 * usd_bn_a_quarter * part, 3) for part in hump)

    world = frozenset(country.region.bloc for country in COUNTRIES) - {WITHOUT_SCANNERS}
    found = [
        Fund("hyperscalers", budget(12.0), blocs=world, cost_of_money=0.02),
        Fund("sovereign funds", budget(4.0), blocs=world, cost_of_money=0.01),
        Fund("Asian makers", budget(5.0), blocs=frozenset({"Asia"}), cost_of_money=0.02),
        Fund("American programmes", budget(2.0), blocs=frozenset({"America"})),
    ]
    if "Germany" in regions:
        wafers = frozenset({Kind.LOGIC, Kind.MEMORY})
        europe = frozenset({"Europe"})
        found.append(Fund("European programmes", budget(0.8), blocs=europe, kinds=wafers, carry_over=False))
    if "China" in regions:
        found.append(Fund("China national fund", budget(1.3), regions=frozenset({"China"}), cost_of_money=0.01))
    return found


def _committed(size: Size, places: dict[str, Country], nodes: dict[str, Node]) -> tuple[Committed, ...]:
    """Share out what exists among the first sites of the brownfield countries, most to those with most sites."""
    found = []
    for node, (now, later) in COMMITTED_KWSPM.items():
        if node not in nodes:
            continue
        needs_scanners = nodes[node].kind is Kind.LOGIC and node in SCANNERS_PER_KWSPM
        barred = nodes[node].kind is Kind.LOGIC and not needs_scanners
        homes = {
            name: country.weight
            for name, country in places.items()
            if name.endswith(" 1")
            and country.brownfield
            and (barred or not needs_scanners or country.region.bloc != WITHOUT_SCANNERS)
            and (not barred or country.region.bloc == WITHOUT_SCANNERS)
        }
        for name, weight in homes.items():
            part = size.scale * weight / sum(homes.values())
            path = [part * (now + (later - now) * min(1.0, t / 8)) for t in range(size.periods)]
            found.append(Committed(name, node, tuple(round(kwspm, 2) for kwspm in path), uses_tools=False))
    return tuple(found)


def _lanes(regions: set[str], markets: set[str], nodes: dict[str, Node]) -> tuple[Lane, ...]:
    """Bar advanced parts to and from China, charge what comes to America from elsewhere, and license the Gulf."""
    bloc = {country.region.name: country.region.bloc for country in COUNTRIES if country.region.name in regions}
    others = sorted(name for name in regions if bloc[name] != WITHOUT_SCANNERS)
    rows = [Lane(to_region="China", node=node, allowed=False) for node in nodes if node in SCANNERS_PER_KWSPM]
    rows += [Lane("China", to_region=name, allowed=False) for name in others]
    rows += [Lane("China", to_market=name, allowed=False) for name in sorted(markets - {"China"})]
    rows += [Lane(name, to_market="China", tariff=0.25) for name in others]
    rows += [Lane(name, to_market="USA", tariff=0.1) for name in others if bloc[name] != "America"]
    if "Gulf" in markets:
        rows.append(Lane(to_market="Gulf", until_period=15, max_kunits=250.0))
    return (
        tuple(rows)
        if "China" in regions
        else tuple(row for row in rows if "China" not in (row.from_region, row.to_region))
    )


def _incentives(regions: object, sites: dict[str, Site], rng: random.Random) -> tuple[Incentive, ...]:
    """Credits of six countries, and capped grants for one new site in four."""
    rates = {"USA": 0.25, "Korea": 0.2, "Japan": 0.3, "Germany": 0.3, "India": 0.5, "China": 0.3}
    credit = [Incentive(f"{name} credit", rate, region=name, start_until=20) for name, rate in rates.items()]
    here = {site.region for site in sites.values()}
    grants = [
        Incentive(f"{name} grant", 0.08, site=name, start_until=24, cap_usd_bn=rng.choice((1.0, 2.0, 4.0)))
        for name, site in sites.items()
        if site.opening_cost_usd_bn > 0 and rng.random() < 0.25
    ]
    return (*(one for one in credit if one.region in here), *grants)


def _scanners(size: Size, nodes: dict[str, Node]) -> Tool:
    deliveries = tuple(round(size.scale * min(15.0, 8.0 + 0.2 * t), 3) for t in range(size.periods))
    return Tool(
        "EUV scanner", deliveries, tuple(ToolUse(n, SCANNERS_PER_KWSPM[n], 2) for n in nodes if n in SCANNERS_PER_KWSPM)
    )
