"""What the study takes from a plan: tidy figures, one value per measure and item, with units."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.headline import figures
from planner.report.figures.service import by_year, services, summed

OPENING = "opening"
Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a plan, or of one item of it: `by` says what items there are; both are empty for the whole plan."""

    name: str
    by: str
    item: str
    value: float
    unit: str


def outcome(case: Case, plan: Plan) -> Iterator[Measure]:
    """Yield what is quoted of a plan as a whole."""
    found = figures(case, plan)
    for name, value, unit in (
        ("objective", found.objective, "usd_bn"),
        ("bound", found.bound, "usd_bn"),
        ("gap", 100 * found.gap, "%"),
        ("coverage", found.coverage_pct, "%"),
        ("demand", found.demand_kunits, "kunits"),
        ("shortage", found.shortage_kunits, "kunits"),
        ("budget", found.budget_usd_bn, "usd_bn"),
        ("capex", found.capex_usd_bn, "usd_bn"),
        ("credits", found.credits_usd_bn, "usd_bn"),
        ("drawn", found.drawn_usd_bn, "usd_bn"),
        ("unspent", found.budget_usd_bn - found.drawn_usd_bn, "usd_bn"),
        ("phases", found.phases, "phases"),
        ("sites", found.sites, "sites"),
    ):
        yield Measure(name, "", "", value, unit)
    yield from (Measure("cost", "line", line, usd_bn, "usd_bn") for line, usd_bn in plan.outcome.cost_usd_bn.items())


def where(case: Case, plan: Plan) -> Iterator[Measure]:
    """Yield phases and money by region, kind and node; opening a site is of no node."""
    for by in ("region", "kind", "node"):
        phases = _sums((_item(case, by, start.site, start.node), start.phases) for start in plan.starts)
        money = _sums((_item(case, by, draw.site, draw.node), draw.usd_bn) for draw in plan.draws)
        yield from (Measure("phases", by, item, count, "phases") for item, count in phases.items())
        yield from (Measure("drawn", by, item, usd_bn, "usd_bn") for item, usd_bn in money.items())


def _item(case: Case, by: str, site: str, node: str) -> str:
    if by == "region":
        return case.sites[site].region
    if not node:
        return OPENING
    return node if by == "node" else str(case.nodes[node].kind)


def when(case: Case, plan: Plan) -> Iterator[Measure]:
    """Yield service, starts and money by year, and what is missed by market."""
    phases = _sums((case.calendar.year(start.period), start.phases) for start in plan.starts)
    drawn = _sums((case.calendar.year(draw.period), draw.usd_bn) for draw in plan.draws)
    found = services(case, plan)
    for year, service in by_year(case, found).items():
        yield Measure("coverage", "year", str(year), service.coverage_pct, "%")
        yield Measure("shortage", "year", str(year), service.shortage_kunits, "kunits")
        yield Measure("phases", "year", str(year), phases.get(year, 0.0), "phases")
        yield Measure("drawn", "year", str(year), drawn.get(year, 0.0), "usd_bn")
    for market, service in summed(found, lambda key: key[1]).items():
        yield Measure("shortage", "market", str(market), service.shortage_kunits, "kunits")


def _sums(amounts: Iterable[tuple[Item, float]]) -> dict[Item, float]:
    found: defaultdict[Item, list[float]] = defaultdict(list)
    for item, amount in amounts:
        found[item].append(amount)
    return {item: math.fsum(parts) for item, parts in found.items()}
