"""What a wafer and a package cost by site and calendar year, with depreciation.

A wafer bears the cost of the year in which it starts. One of capacity that stands already bears its cash cost and the
fixed cost of that capacity. A package bears the wafers and parts that leave for it in the year in which it is finished.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from planner.audit.recipe import moves
from planner.report.figures.value.depreciation import FabYear, written_off
from planner.report.figures.value.lots import Fab, Lot
from planner.report.figures.value.returns import Value
from planner.report.figures.value.sales import USD_BN_PER_KUSD, leaves
from planner.report.figures.value.statements import Flow, Statement


@dataclass(frozen=True, slots=True)
class WaferCost:
    """A fab in a year: thousand wafers started, and USD a wafer; grants lower the cost."""

    fab: Fab
    year: int
    kwafers: float
    cash_usd: float
    power_usd: float
    fixed_usd: float
    depreciation_usd: float
    grants_usd: float

    @property
    def total_usd(self) -> float:
        """What a wafer costs its fab."""
        return self.cash_usd + self.power_usd + self.fixed_usd + self.depreciation_usd - self.grants_usd


@dataclass(frozen=True, slots=True)
class PackageCost:
    """A product finished at a site in a year: thousand packages, and USD a package by where its parts are from."""

    site: str
    product: str
    year: int
    kunits: float
    here_usd: float
    parts_usd: float
    bought_usd: float

    @property
    def total_usd(self) -> float:
        """What a package costs."""
        return self.here_usd + self.parts_usd + self.bought_usd


def wafer_costs(value: Value) -> tuple[WaferCost, ...]:
    """Return the cost of a wafer by fab and year with wafers, of new fabs and of those that have a fixed cost."""
    case, weight = value.case, _weights(value)
    kwafers: defaultdict[FabYear, float] = defaultdict(float)
    for lot in value.wafers:
        if lot.start >= 0 and (lot.fab.is_new or any(value.fabs[lot.fab].lines[Flow.FIXED])):
            kwafers[lot.fab, case.calendar.year(lot.start)] += weight[lot.scenario] * lot.kwafers
    per_year = written_off(value)
    rows = []
    for (fab, year), count in sorted(kwafers.items()):
        of = {flow: _of_year(value, value.fabs[fab], flow, year) for flow in Flow}
        gross, grants = per_year.get((fab, year), (0.0, 0.0))
        costs = (-of[Flow.WAFERS], -of[Flow.POWER], -of[Flow.FIXED], gross, grants)
        rows.append(WaferCost(fab, year, count, *(usd_bn / count / USD_BN_PER_KUSD for usd_bn in costs)))
    return tuple(rows)


def package_costs(value: Value) -> tuple[PackageCost, ...]:
    """Return the cost of a package by site where it is finished, product and year."""
    case, weight, cost_usd = value.case, _weights(value), _lot_cost(value)
    region = {site.name: site.region for site in case.sites.values()}
    finishing: defaultdict[tuple[str, str, int], defaultdict[str, list[float]]] = defaultdict(
        lambda: defaultdict(lambda: [0.0, 0.0])
    )
    by_part: defaultdict[tuple[str, str, str, str, int], float] = defaultdict(float)
    for lot in value.wafers:
        year, kwafers = case.calendar.year(leaves(case, lot)), weight[lot.scenario] * lot.kwafers
        usd = kwafers * cost_usd(lot)
        if moves(case, lot.product, lot.part):
            by_part[region[lot.fab.site], lot.fab.node, lot.product, lot.part, year] += usd
        else:
            here = finishing[region[lot.fab.site], lot.product, year][lot.fab.site]
            here[0] += kwafers
            here[1] += usd
    parts, bought = _parts_usd(value, by_part)
    packed: defaultdict[tuple[str, str, int], float] = defaultdict(float)
    for row in value.facts.plan.packages:
        packed[row.region, row.product, case.calendar.year(row.period)] += weight[row.scenario] * row.kunits
    rows = []
    for key, kunits in sorted(packed.items(), key=lambda item: (item[0][1], item[0][0], item[0][2])):
        total = sum(kwafers for kwafers, _ in finishing[key].values()) if key in finishing else 0.0
        for site, (kwafers, usd) in sorted(finishing[key].items()) if total > 0 else ():
            own = kunits * kwafers / total
            others = (usd / own, parts.get(key, 0.0) / kunits, bought.get(key, 0.0) / kunits)
            rows.append(PackageCost(site, key[1], key[2], own, *others))
    return tuple(rows)


def _parts_usd(
    value: Value, by_part: Mapping[tuple[str, str, str, str, int], float]
) -> tuple[Mapping[tuple[str, str, int], float], Mapping[tuple[str, str, int], float]]:
    """Return what parts from fabs and parts from contracts cost by region, product and year, in thousand USD."""
    case, weight = value.case, _weights(value)
    sent: defaultdict[tuple[str, str, str, str, int], float] = defaultdict(float)
    for flow in value.facts.plan.flows:
        key = flow.from_region, flow.node, flow.product, flow.part, case.calendar.year(flow.period)
        sent[key] += weight[flow.scenario] * flow.kunits
    parts: defaultdict[tuple[str, str, int], float] = defaultdict(float)
    for flow in value.facts.plan.flows:
        year = case.calendar.year(flow.period)
        key = flow.from_region, flow.node, flow.product, flow.part, year
        usd = weight[flow.scenario] * flow.kunits * by_part.get(key, 0.0) / sent[key]
        parts[flow.to_region, flow.product, year] += usd
    price = {(one.region, one.part): one.price_usd for one in case.purchases}
    bought: defaultdict[tuple[str, str, int], float] = defaultdict(float)
    for row in value.facts.plan.purchased:
        usd = weight[row.scenario] * row.kunits * price[row.region, row.part]
        bought[row.region, row.product, case.calendar.year(row.period)] += usd
    return parts, bought


def _lot_cost(value: Value) -> Callable[[Lot], float]:
    """Return what gives the cost of a wafer of a lot in USD."""
    case = value.case
    of_year = {(row.fab, row.year): row.total_usd for row in wafer_costs(value)}

    def cost_usd(lot: Lot) -> float:
        cash = case.nodes[lot.fab.node].wafer_cost_usd * case.pair_region(lot.fab.site).operating_cost_index
        return of_year.get((lot.fab, case.calendar.year(lot.start)), cash) if lot.start >= 0 else cash

    return cost_usd


def _of_year(value: Value, of: Statement, flow: Flow, year: int) -> float:
    calendar = value.case.calendar
    return sum(usd_bn for t, usd_bn in enumerate(of.lines[flow]) if calendar.year(t) == year)


def _weights(value: Value) -> dict[str, float]:
    return {scenario.name: scenario.probability for scenario in value.case.scenarios}
