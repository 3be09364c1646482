"""What the study takes from a plan: few figures with units in their names, by year where the year matters."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from planner.case.demand import package_price_usd, wanted
from planner.case.records import Buyer, Case, Tier
from planner.plan.records import Plan, Shipment
from planner.report.figures.headline import figures
from planner.report.figures.value.returns import value
from planner.report.figures.value.unit_cost import package_costs
from planner.shape.power import mw_per_kunit
from planner.study.scenarios.futures import cost_usd_bn, possible

OPENING = "sites and shells"
Item = TypeVar("Item", bound=Hashable)
Figures = Mapping[str, Any]


def plan_figures(case: Case, plan: Plan) -> Figures:
    """Return the figures of a plan: packages are accelerators, GW what they draw all in, money undiscounted.

    Where the case has several scenarios, packages and GW are their mean by probability.
    """
    year = case.calendar.year
    ai = {name for name, product in case.products.items() if product.power_kw > 0}
    weights = {one.name: one.probability for one in case.scenarios}
    sent = [
        replace(one, kunits=weights[one.scenario] * one.kunits)
        for one in plan.shipments
        if one.product in ai and one.scenario in weights
    ]
    money = figures(case, plan)
    return {
        "packages_mn": _by_year((year(one.period), one.kunits / 1000) for one in sent),
        "gw": _by_year((year(one.period), mw_per_kunit(case, one.product) * one.kunits / 1000) for one in sent),
        "sales_usd_bn": _by_year(_sales(case, sent)),
        "wanted_mn": _by_year(_wanted(case, ai)),
        "drawn_usd_bn": _by_year((year(one.period), one.usd_bn) for one in plan.draws),
        "by_fund": _tidy(_sums((one.fund, one.usd_bn) for one in plan.draws)),
        "by_region": _tidy(_sums((case.sites[one.site].region, one.usd_bn) for one in plan.draws)),
        "by_node": _tidy(_sums((one.node or OPENING, one.usd_bn) for one in plan.draws)),
        "capex_usd_bn": round(money.capex_usd_bn, 2),
        "phases": money.phases,
        "lumps": money.lumps,
        "shells": money.shells,
        "sites": money.sites,
        "first_year": first_year(case, plan),
    }


def planned_starts(case: Case, plan: Plan) -> dict[str, list[int]]:
    """Return the period of every start of a phase, shell or lump by what and where, the earliest first."""
    started: defaultdict[str, list[int]] = defaultdict(list)
    for name, period, count in _started(plan):
        started[name] += [period] * int(count)
    return {name: sorted(periods) for name, periods in sorted(started.items())}


def by_future_usd_bn(case: Case, plan: Plan) -> dict[str, float]:
    """Return what a plan costs in each scenario that may come, should it come."""
    return {one.name: round(cost_usd_bn(case, plan, one), 4) for one in possible(case)}


def tiers_served_pct(case: Case, plan: Plan) -> Mapping[str, float]:
    """Return how much of the demand for accelerators of each tier is served; those without a name are "others"."""
    ai = {name for name, product in case.products.items() if product.power_kw > 0}
    asked = _sums(
        (buyer.tier or "others", sum(tier.kunits))
        for buyer, tier in wanted(case.scenarios[0]).items()
        if buyer.item in ai
    )
    sent = _sums((one.tier or "others", one.kunits) for one in plan.shipments if one.product in ai)
    return {tier: round(100 * sent.get(tier, 0.0) / kunits, 1) for tier, kunits in asked.items() if kunits > 0}


def package_cost_usd(case: Case, plan: Plan) -> dict[str, float]:
    """Return what an accelerator costs to make by year, with depreciation of new fabs and cash cost of old ones."""
    worth = value(case, plan)
    if worth is None:
        return {}
    made = [one for one in package_costs(worth) if case.products[one.product].power_kw > 0]
    cost = _sums((one.year, one.total_usd * one.kunits) for one in made)
    kunits = _sums((one.year, one.kunits) for one in made)
    return {str(year): round(cost[year] / kunits[year]) for year in sorted(kunits) if kunits[year] > 0}


def first_year(case: Case, plan: Plan) -> dict[str, int]:
    """Return what starts within the first year: phases, shells and lumps by place."""
    last = case.calendar.periods_per_year
    started = _sums((name, count) for name, period, count in _started(plan) if period < last)
    return {name: int(count) for name, count in sorted(started.items())}


def _started(plan: Plan) -> Iterable[tuple[str, int, float]]:
    """Yield what starts where, when, and how much of it."""
    yield from ((f"{one.node} at {one.site}", one.period, one.phases) for one in plan.starts)
    yield from ((f"shell at {one.site}", one.period, one.shells) for one in plan.shells_built)
    yield from ((f"{one.from_node} into {one.node} at {one.site}", one.period, one.lumps) for one in plan.converted)


def _sales(case: Case, sent: Iterable[Shipment]) -> Iterable[tuple[int, float]]:
    """Yield what shipments are sold for, at the price of their tier where it has one."""
    terms = wanted(case.scenarios[0])
    for one in sent:
        item = one.compute_class or one.product
        usd = package_price_usd(case, item, terms.get(Buyer(item, one.market, one.tier), Tier(())), one.product)
        yield case.calendar.year(one.period), usd * one.kunits / 1e6


def _wanted(case: Case, ai: set[str]) -> Iterable[tuple[int, float]]:
    for scenario in case.scenarios:
        for buyer, tier in wanted(scenario).items():
            if buyer.item in ai:
                for t, kunits in enumerate(tier.kunits):
                    yield case.calendar.year(t), scenario.probability * kunits / 1000


def _by_year(amounts: Iterable[tuple[int, float]]) -> dict[str, float]:
    return {str(year): round(amount, 3) for year, amount in sorted(_sums(amounts).items())}


def _tidy(amounts: Mapping[str, float]) -> dict[str, float]:
    return {name: round(amount, 2) for name, amount in sorted(amounts.items(), key=lambda one: -one[1])}


def _sums(amounts: Iterable[tuple[Item, float]]) -> dict[Item, float]:
    parts: defaultdict[Item, list[float]] = defaultdict(list)
    for item, amount in amounts:
        parts[item].append(amount)
    return {item: math.fsum(values) for item, values in parts.items()}
