"""The cement case of the World Bank: facts of the model YEMCEM of the GAMS Model Library, as a workbook and as a MIP.

World Bank, Yemen Arab Republic - Manufacturing Industry: Performance, Policies and Prospectives, 1982. Three plants,
five markets, four periods of three years, of which each counts as a year of flows at its discount factor. Kilns of
three sizes, by a dry or a wet process, make clinker; mills grind it. A kiln is charged its annuity in every period from
its own on. Cement is imported through the port; clinker may be imported to the plants.

In the workbook sizes are nodes, mills packaging and imports purchases:

- A kiln costs what it is charged in a period as fixed cost, no capex. Site factors, fuel and its transport differ by
  plant, so that every plant has nodes of its own; the dry kilns are of kind logic and the wet ones of kind memory, so
  that a limit of one start in a period holds for each process.
- The kilns of 1982 are under way since before the horizon, and charged their fixed cost.
- Imported cement is packed at the port of bought clinker and bought grinding, and shipped from there.
- A period of three years is a year at a rate of 33.1 %: its flows are in the middle of a year, those of the original
  two years after the start of its first period, so that its total is the plan's divided by 1.1 ** 0.5.
- Mills are built in whole phases; in the original they are continuous.

The original counts no price for exports (its revenue is a thousandth of the tons), so that nothing is exported.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import highspy

from tests.workbook.books import Sheets

PLANTS, MARKETS = ("amran", "baijil", "mafrak"), ("sanaa", "hodeideh", "taizz", "ibb", "dhamar")
PERIODS = range(4)
LABELS = ("1983", "1984", "1985", "1986")  # each stands for three years
SIZES = {"small": 500.0, "medium": 750.0, "large": 1000.0}
PROCESSES = ("dry", "wet")
KILN_COST, KILN_SCALE = {"dry": 526.296, "wet": 447.352}, {"dry": 0.53, "wet": 0.56}  # million at 500 thousand tons
MILL_COST = 105.259 / 500
EXISTING = {("amran", "dry"): 500.0, ("baijil", "wet"): 320.0}
MILLS = {"amran": 500.0, "baijil": 320.0, "mafrak": 0.0}
SITE_FACTOR = {"amran": 1.2, "baijil": 1.15, "mafrak": 1.05}
MAX_KILNS = 2000.0
FIXED = {"dry": 55.8, "wet": 60.0}
FUEL = {"dry": 0.1127, "wet": 0.1465}
CLINKER = 0.96
PRICE = {"cement": 280.0, "clinker": 224.0, "fuel": 600.0}
MAX_IMPORTS = 3000.0
SHARE = {"sanaa": 0.28, "hodeideh": 0.27, "taizz": 0.2, "ibb": 0.125, "dhamar": 0.125}
KILOMETRES = {
    "amran": {"sanaa": 48, "taizz": 304, "hodeideh": 279, "dhamar": 146, "ibb": 209, "port": 279},
    "baijil": {"sanaa": 171, "taizz": 294, "hodeideh": 60, "dhamar": 270, "ibb": 332, "port": 60},
    "mafrak": {"sanaa": 319, "taizz": 63, "hodeideh": 213, "dhamar": 220, "ibb": 157, "port": 213},
    "port": {"sanaa": 231, "taizz": 276, "hodeideh": 5, "dhamar": 329, "ibb": 371},
}
ROAD = {
    "amran": {"sanaa": 1.15, "hodeideh": 1.14, "taizz": 1.16, "dhamar": 1.14, "ibb": 1.16, "port": 1.14},
    "baijil": {"sanaa": 1.14, "hodeideh": 1.11, "taizz": 1.13, "dhamar": 1.13, "ibb": 1.14, "port": 1.11},
    "mafrak": {"sanaa": 1.16, "hodeideh": 1.11, "taizz": 1.17, "dhamar": 1.17, "ibb": 1.16, "port": 1.11},
    "port": {"sanaa": 1.14, "hodeideh": 1.0, "taizz": 1.14, "dhamar": 1.16, "ibb": 1.15},
}
RATE = 0.1
ANNUITY = RATE / (1 - (1 + RATE) ** -30)
WORKING = 1.025
"""A quarter of a year's running cost and imports is held at the rate."""
RUNNING = {  # limestone, clay, petrol, explosives and refractory; gypsum, grinding parts and bags
    "kiln": 1.3 * 5 + 0.3 * 2 + 0.00147 * 1175 + 0.192 * 4 + 0.152 * 4,
    "mill": 0.04 * 24.6 + 0.385 * 3.328 + 20 * 1.31,
}


@dataclass(frozen=True)
class Variant:
    """A growth of demand, whether clinker may be imported, and whether a small dry kiln at Mafrak is settled."""

    base: float
    growth: float
    clinker_imports: bool
    mafrak: bool

    def demand(self, market: str, period: int) -> float:
        """Return the thousand tons that a market wants in a year of a period."""
        return float(self.base * (1 + self.growth) ** (4 + 3 * period) * SHARE[market])


VARIANTS = tuple(
    Variant(base, growth, clinker_imports=False, mafrak=mafrak)
    for base in (700.0, 900.0)
    for growth in (0.06, 0.11)
    for mafrak in (True, False)
)
"""The library's own file solves the first of the two largest: 900 thousand tons that grow by 11 %, Mafrak settled."""


def carried(start: str, end: str, per_kilometre: float = 0.47) -> float:
    """Return the cost of carrying a ton."""
    return 30 + per_kilometre * ROAD[start][end] * KILOMETRES[start][end]


def kiln_ton(plant: str, process: str) -> float:
    """Return what a ton of kiln throughput costs at a plant: materials, and fuel brought from the port."""
    fuel = WORKING * PRICE["fuel"] + 1.5 * carried(plant, "port", 0.35)
    return WORKING * RUNNING["kiln"] + FUEL[process] * fuel


def kiln_charge(plant: str, process: str, size: float) -> float:
    """Return the millions that a new kiln is charged in a year."""
    invested = KILN_COST[process] * float((size / 500) ** KILN_SCALE[process])
    return ANNUITY * SITE_FACTOR[plant] * invested + 0.001 * WORKING * FIXED[process] * size


def mill_charge(plant: str) -> float:
    """Return the millions that a thousand tons of mills are charged in a year."""
    return ANNUITY * SITE_FACTOR[plant] * MILL_COST


def discount(period: int) -> float:
    """Return the discount factor of a period, from its middle year to 1982."""
    return float((1 + RATE) ** -(2 + 3 * period))


def in_original_money(usd_bn: float) -> float:
    """Return the objective of a plan in millions, discounted as in the original."""
    return float(1000 * usd_bn / (1 + RATE) ** 0.5)


def direct(variant: Variant, mills: float | None) -> float:
    """Return the optimum of the variant by a MIP of its own, with mills in phases of a size, or continuous."""
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("mip_rel_gap", 1e-8)
    h.setOptionValue("threads", 1)
    expansions = PERIODS[1:]
    y = {
        (i, p, s, t): h.addBinary(obj=sum(discount(u) for u in PERIODS[t:]) * kiln_charge(i, p, SIZES[s]))
        for i in PLANTS for p in PROCESSES for s in SIZES for t in expansions
    }  # fmt: skip
    size, kind = (mills or 1.0), (highspy.HighsVarType.kInteger if mills else highspy.HighsVarType.kContinuous)
    mill = {
        (i, t): h.addVariable(obj=sum(discount(u) for u in PERIODS[t:]) * mill_charge(i) * size, type=kind)
        for i in PLANTS for t in expansions
    }  # fmt: skip
    z = {
        (i, p, t): h.addVariable(obj=discount(t) * 0.001 * kiln_ton(i, p))
        for i in PLANTS for p in PROCESSES for t in PERIODS
    }  # fmt: skip
    milling = 0.001 * WORKING * RUNNING["mill"]
    x = {
        (i, j, t): h.addVariable(obj=discount(t) * (milling + 0.001 * carried(i, j)))
        for i in PLANTS for j in MARKETS for t in PERIODS
    }  # fmt: skip
    imported = {
        (j, t): h.addVariable(obj=discount(t) * 0.001 * (WORKING * PRICE["cement"] + carried("port", j)))
        for j in MARKETS for t in PERIODS
    }  # fmt: skip
    clinker = {
        (i, t): h.addVariable(
            ub=highspy.kHighsInf if variant.clinker_imports else 0.0,
            obj=discount(t) * 0.001 * (WORKING * PRICE["clinker"] + carried(i, "port", 0.35)),
        )
        for i in PLANTS for t in PERIODS
    }  # fmt: skip
    for i in PLANTS:
        started = sum(SIZES[s] * y[i, p, s, t] for p in PROCESSES for s in SIZES for t in expansions)
        h.addConstr(started <= MAX_KILNS - sum(EXISTING.get((i, p), 0.0) for p in PROCESSES))
        for t in PERIODS:
            ground = sum(x[i, j, t] for j in MARKETS)
            h.addConstr(CLINKER * ground <= CLINKER * sum(z[i, p, t] for p in PROCESSES) + clinker[i, t])
            new_mills = [size * mill[i, u] for u in expansions if u <= t]
            h.addConstr(ground - sum(new_mills) <= MILLS[i] if new_mills else ground <= MILLS[i])
            for p in PROCESSES:
                kilns = [SIZES[s] * y[i, p, s, u] for s in SIZES for u in expansions if u <= t]
                has = EXISTING.get((i, p), 0.0)
                h.addConstr(z[i, p, t] - sum(kilns) <= has if kilns else 1 * z[i, p, t] <= has)
                if t in expansions:
                    h.addConstr(sum(y[i, p, s, t] for s in SIZES) <= 1)
    for t in PERIODS:
        h.addConstr(sum(imported[j, t] for j in MARKETS) <= MAX_IMPORTS)
        for j in MARKETS:
            h.addConstr(sum(x[i, j, t] for i in PLANTS) + imported[j, t] >= variant.demand(j, t))
    if variant.mafrak:
        h.addConstr(1 * y["mafrak", "dry", "small", 1] >= 1)
    h.minimize()
    assert h.getModelStatus() == highspy.HighsModelStatus.kOptimal
    fixed = sum(0.001 * WORKING * FIXED[p] * size for (_, p), size in EXISTING.items())
    return float(h.getObjectiveValue()) + fixed * sum(map(discount, PERIODS))


def workbook(variant: Variant, mills: float) -> Sheets:
    """Return the case workbook of a variant, with mills in phases of a size in thousand tons a year."""
    nodes = list(_nodes(mills))
    wants = [[f"{market}", *(variant.demand(market, t) for t in PERIODS)] for market in MARKETS]
    enough = [MAX_IMPORTS] * len(PERIODS)
    purchases = [["grinding", "port", 0.0, *enough]]
    purchases += [["clinker", "port", WORKING * PRICE["cement"] / CLINKER, *(CLINKER * amount for amount in enough)]]
    if variant.clinker_imports:
        price = {i: WORKING * PRICE["clinker"] + carried(i, "port", 0.35) for i in PLANTS}
        purchases += [["clinker", i, price[i], *[1e5] * len(PERIODS)] for i in PLANTS]
    limits = [
        [f"{kind} {i} {t}", "phases_started", i, kind, 1, LABELS[t], LABELS[t]]
        for i in PLANTS for kind in ("logic", "memory") for t in PERIODS[1:]
    ]  # fmt: skip
    return {
        "settings": [
            ["key", "value"],
            ["case_name", "cement"],
            ["first_period", LABELS[0]],
            ["periods", len(PERIODS)],
            ["period_months", 12],
            ["discount_rate_pct", 100 * ((1 + RATE) ** 3 - 1)],
        ],
        "regions": [["region"], *([i] for i in (*PLANTS, "port"))],
        "sites": [
            ["site", "region", "floor_units", "available_from"],
            *([i, i, MAX_KILNS, LABELS[1]] for i in PLANTS),
        ],
        "nodes": [
            ["node", "kind", "phase_kwspm", "phase_capex_usd_bn", "floor_units_per_phase", "wafer_cost_usd",
             "fixed_cost_usd_bn_per_phase_year"],
            *([name, kind, size / 12, 0, *rest, charge / 1000] for name, _, kind, size, *rest, charge, _ in nodes),
        ],
        "site_nodes": [
            ["site", "node", "lead_periods", "ramp", "spend", "max_phases"],
            *([i, name, 0, "full", "once", most] for name, i, *_, most in nodes),
        ],
        "ramps": [["ramp", "age_periods", "share_pct"], ["full", 0, 100]],
        "spends": [["spend", "offset_periods", "share_pct"], ["once", 0, 100]],
        "capacity": [
            ["site", "node", *LABELS],
            *([i, f"mills {i}", *[has / 12] * len(PERIODS)] for i, has in MILLS.items() if has),
        ],
        "under_way": [
            ["site", "node", "phases", "first_output", *LABELS],
            *([i, f"{p} {i} 1982", 1, "1982", *[0] * len(PERIODS)] for i, p in EXISTING),
        ],
        "products": [["product", "shortage_penalty_usd"], ["cement", 100_000]],
        "materials": [
            ["product", "part", "node", "units", "good_units_per_wafer"],
            *(["cement", "clinker", name, CLINKER, CLINKER] for name, _, kind, *_ in nodes if kind != "packaging"),
            *(["cement", "grinding", name, 1, 1] for name, _, kind, *_ in nodes if kind == "packaging"),
        ],
        "purchases": [["part", "region", "price_usd", *LABELS], *purchases],
        "markets": [["market"], *([market] for market in MARKETS)],
        "demand": [["product", "market", *LABELS], *(["cement", *row] for row in wants)],
        "lanes": [
            ["from_region", "to_region", "to_market", "allowed", "cost_usd_per_unit"],
            *([i, None, j, "yes", carried(i, j)] for i in (*PLANTS, "port") for j in MARKETS),
            *([None, i, None, "no", None] for i in (*PLANTS, "port")),
        ],
        "funds": [["fund"], ["bank"]],
        "budget": [["fund", *LABELS], ["bank", *[1] * len(PERIODS)]],
        "limits": [["limit", "measure", "site", "kind", "max", "from_period", "until_period"], *limits],
        "locks": [
            ["site", "node", "from_period", "until_period", "min_phases", "max_phases"],
            *([["mafrak", "dry mafrak small", LABELS[1], LABELS[1], 1, 1]] if variant.mafrak else []),
        ],
    }  # fmt: skip


Node = tuple[str, str, str, float, float, float, float, int]


def _nodes(mills: float) -> Iterator[Node]:
    """Yield name, plant, kind, size, floor, cost of a ton, charge of a phase in millions a year, and most phases."""
    kinds = {"dry": "logic", "wet": "memory"}
    for i in PLANTS:
        for p, kind in kinds.items():
            for s, size in SIZES.items():
                charge = kiln_charge(i, p, size)
                yield f"{p} {i} {s}", i, kind, size, size, kiln_ton(i, p), charge, 3
            if (i, p) in EXISTING:
                size = EXISTING[i, p]
                fixed = 0.001 * WORKING * FIXED[p] * size
                yield f"{p} {i} 1982", i, kind, size, size, kiln_ton(i, p), fixed, 1
        yield f"mills {i}", i, "packaging", mills, 0, WORKING * RUNNING["mill"], mills * mill_charge(i), 999
