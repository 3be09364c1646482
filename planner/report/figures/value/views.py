"""Views of value: what a plan is worth to fabs, to chip designers, to taxpayers and to society, never mixed.

Discounted bn USD, expected over the scenarios. A transfer is paid by one and got by another: it stands in both columns
with opposite signs and adds nothing to society. Prices of the plan that nobody pays, penalties of shortages, the price
of changes and the cost of money, stand in none.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.audit.lane_rows import LaneRows, flows_of
from planner.case.demand import package_price_usd, wanted
from planner.case.money import discount, discount_end
from planner.case.records import Buyer, Tier
from planner.plan.records import Plan
from planner.report.figures.value.returns import Value
from planner.report.figures.value.sales import USD_BN_PER_KUSD
from planner.report.figures.value.statements import Flow, Series, added, of_grants_usd_bn

BUILDING = ("capex", "shells", "under_way", "opening", "conversions")
RUNNING = ("wafers", "power", "fixed")
BUYING = ("freight", "stock", "part_stock", "purchases")


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A line with what it is worth to each; to society it is worth the sum."""

    name: str
    fabs: float = 0.0
    designers: float = 0.0
    taxpayers: float = 0.0
    nobody: float = 0.0

    @property
    def society(self) -> float:
        """What is left where one gives what another gets."""
        return self.fabs + self.designers + self.taxpayers + self.nobody


def views(value: Value, plan: Plan) -> tuple[ViewLine, ...]:
    """Return the lines that are not zero."""
    case, cost = value.case, plan.outcome.cost_usd_bn
    whole = added(value.fabs.values(), case.calendar.periods)
    earned = sum(usd_bn * discount(case, t) for t, usd_bn in enumerate(whole.lines[Flow.SALES]))
    price, other = _packages(value, plan)
    paid = {name: -sum(cost.get(line, 0.0) for line in lines) for name, lines in _GROUPS.items()}
    tariff, grants = cost.get("tariff", 0.0), -cost.get("credits", 0.0)
    end = discount_end(case)
    lines = (
        ViewLine("Packages sold, at their price", designers=price),
        ViewLine("What the case does not build", designers=-other),
        ViewLine("Freight, stock and parts bought", designers=paid["buying"]),
        ViewLine("Transfer: wafers and packaging sold", fabs=earned, designers=-earned),
        ViewLine("Running fabs: wafers, power, fixed cost", fabs=paid["running"]),
        ViewLine("Building: capex, shells, openings", fabs=paid["building"]),
        ViewLine("Transfer: grants", fabs=grants, taxpayers=-grants),
        ViewLine("Transfer: tariffs", designers=-tariff, taxpayers=tariff),
        ViewLine("End value of what fabs paid for", fabs=end * whole.end_value_usd_bn),
        ViewLine("End value of what grants paid for", nobody=end * of_grants_usd_bn(value.facts)),
    )
    return tuple(line for line in lines if any((line.fabs, line.designers, line.taxpayers, line.nobody)))


def tariffs_usd_bn(value: Value) -> Series:
    """Return what tariffs cost by period, expected over the scenarios and not discounted."""
    case, rows = value.case, LaneRows(value.case)
    weight = {scenario.name: scenario.probability for scenario in case.scenarios}
    paid = [0.0] * case.calendar.periods
    for flow in flows_of(value.facts):
        lane = rows.priced_by(flow) if flow.to_market else None
        if lane is not None:
            usd = flow.kunits * lane.tariff * case.products[flow.product].price_usd
            paid[flow.period] += weight[flow.scenario] * usd * USD_BN_PER_KUSD
    return tuple(paid)


_GROUPS = {"buying": BUYING, "running": RUNNING, "building": BUILDING}


def total(lines: tuple[ViewLine, ...]) -> ViewLine:
    """Return the sum of all lines."""
    parts = [(line.fabs, line.designers, line.taxpayers, line.nobody) for line in lines]
    return ViewLine("Value", *map(sum, zip(*parts, strict=True))) if parts else ViewLine("Value")


def _packages(value: Value, plan: Plan) -> tuple[float, float]:
    """Return what packages are sold for, and what of it pays for things that the case does not build."""
    price = other = 0.0
    for weight, usd, kunits, product in _sold(value, plan):
        price += weight * usd * kunits
        other += weight * value.case.products[product].other_cost_usd * kunits
    return price * USD_BN_PER_KUSD, other * USD_BN_PER_KUSD


def _sold(value: Value, plan: Plan) -> Iterator[tuple[float, float, float, str]]:
    case = value.case
    probability = {scenario.name: scenario.probability for scenario in case.scenarios}
    terms = {scenario.name: wanted(scenario) for scenario in case.scenarios}
    for sent in plan.shipments:
        item = sent.compute_class or sent.product
        tier = terms[sent.scenario].get(Buyer(item, sent.market, sent.tier), Tier(()))
        usd = package_price_usd(case, item, tier, sent.product)
        yield probability[sent.scenario] * discount(case, sent.period), usd, sent.kunits, sent.product
