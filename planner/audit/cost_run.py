"""Cost lines of operations in discounted usd_bn, expected over the scenarios; revenue is negative.

Fixed cost and power are charged on new phases past their lead, whatever their ramp; a scenario's delay shifts them.
Committed capacity has a fixed cost where its row gives one, until it is retired.
Of the power of nodes that draw less idle, the rest is charged on the wafers that phases start.
Wafers started before the horizon are free.
"""

from collections import defaultdict

from planner.audit.demand import demand_of, item_of, packed_and_shipped_kunits, sales
from planner.audit.discount import BN_PER_THOUSAND_USD, mid_period
from planner.audit.fab_sales import fab_sales_usd_bn, is_for_fabs
from planner.audit.facts import Batch, Facts
from planner.audit.idle_power import idle_mw, used_mw_per_kwafer
from planner.audit.lane_rows import LaneRows, flows_of
from planner.audit.purchases import part_stock_usd_bn, purchases_usd_bn
from planner.audit.retirement import standing_cost_usd_bn
from planner.case.records import Case, Node, Objective, Scenario, Tier
from planner.plan.records import Shipment

HOURS_PER_YEAR = 8760


def lines_usd_bn(facts: Facts) -> dict[str, float]:
    """Return the second-stage lines; revenue only where the objective counts it."""
    weight = {scenario.name: scenario.probability for scenario in facts.case.scenarios}
    lines: dict[str, float] = defaultdict(float)
    for scenario in facts.case.scenarios:
        fixed, power = _upkeep(facts, scenario)
        lines["fixed"] += scenario.probability * fixed
        lines["power"] += scenario.probability * power
    lines["fixed"] += standing_cost_usd_bn(facts)
    lines["power"] += _use(facts, weight)
    lines["wafers"] = _wafers(facts, weight)
    lines["stock"] = _stock(facts, weight)
    lines["purchases"] = purchases_usd_bn(facts)
    lines["part_stock"] = part_stock_usd_bn(facts)
    lines["shortage_penalty"] = sum(weight[name] * usd_bn for name, usd_bn in shortage_usd_bn(facts).items())
    rows = LaneRows(facts.case)
    for flow in flows_of(facts):
        lane = rows.priced_by(flow)
        if lane is None:
            continue
        kunits = flow.kunits * weight[flow.scenario] * mid_period(facts.case, flow.period) * BN_PER_THOUSAND_USD
        lines["freight"] += kunits * lane.cost_usd_per_unit
        if flow.to_market:
            lines["tariff"] += kunits * lane.tariff * facts.case.products[flow.product].price_usd
    if facts.case.settings.objective is Objective.PROFIT:
        lines["revenue"] = -(fab_sales_usd_bn if is_for_fabs(facts.case) else _revenue)(facts, weight)
    return dict(lines)


def _upkeep(facts: Facts, scenario: Scenario) -> tuple[float, float]:
    """Return fixed cost and power of a scenario."""
    case, fixed, power = facts.case, 0.0, 0.0
    for batch in facts.batches:
        per_phase_fixed, per_phase_power = _per_period(case, batch)
        for t in case.calendar.horizon:
            online = facts.online_phases(batch, t, scenario.delay_periods) * mid_period(case, t)
            fixed += online * per_phase_fixed
            power += online * per_phase_power
    return fixed, power


def _per_period(case: Case, batch: Batch) -> tuple[float, float]:
    node, site, years = case.nodes[batch.node], case.sites[batch.site], case.calendar.period_years
    fixed = node.fixed_cost_usd_bn_per_phase_year * years * case.regions[site.region].operating_cost_index
    return fixed, idle_mw(node) * _power_usd_bn_per_mw(case, batch.site, node)


def _power_usd_bn_per_mw(case: Case, site: str, node: Node) -> float:
    """Return the cost of a period in which phases draw so much, as often as they are in use."""
    kwh = 1000 * HOURS_PER_YEAR * case.calendar.period_years * node.utilisation
    return kwh * case.sites[site].power_price_usd_kwh / 1e9


def _use(facts: Facts, weight: dict[str, float]) -> float:
    """Return what phases draw beyond what they draw idle."""
    case, power = facts.case, 0.0
    for row in facts.plan.phase_use:
        node = case.nodes[row.node]
        usd_bn = used_mw_per_kwafer(case, node) * row.kwafers * _power_usd_bn_per_mw(case, row.site, node)
        power += weight[row.scenario] * usd_bn * mid_period(case, row.period)
    return power


def _wafers(facts: Facts, weight: dict[str, float]) -> float:
    cost = 0.0
    for row in facts.plan.wafers:
        if row.period >= 0:
            index = facts.case.regions[row.region].operating_cost_index
            usd = row.kwafers * facts.case.nodes[row.node].wafer_cost_usd * index
            cost += weight[row.scenario] * usd * mid_period(facts.case, row.period)
    return cost * BN_PER_THOUSAND_USD


def _stock(facts: Facts, weight: dict[str, float]) -> float:
    """Stock cost: the stock at the end of each period is charged for that period."""
    cost = 0.0
    for (scenario, _, name), totals in packed_and_shipped_kunits(facts).items():
        usd = facts.case.products[name].stock_cost_usd_per_period or 0.0
        for t, (packed, gone) in enumerate(totals):
            cost += weight[scenario] * usd * (packed - gone) * mid_period(facts.case, t)
    return cost * BN_PER_THOUSAND_USD


def shortage_usd_bn(facts: Facts) -> dict[str, float]:
    """Return the discounted cost of shortage in each scenario, should it come."""
    terms, cost = demand_of(facts.case), dict.fromkeys((scenario.name for scenario in facts.case.scenarios), 0.0)
    for sale in sales(facts):
        scenario, item, *_ = sale.buyer
        if sale.lost > 0 and sale.buyer in terms:
            usd = _penalty_usd(facts.case, item, terms[sale.buyer]) * sale.lost
            cost[scenario] += usd * mid_period(facts.case, sale.period) * BN_PER_THOUSAND_USD
    return cost


def _penalty_usd(case: Case, item: str, tier: Tier) -> float:
    """Return the penalty of a unit: the tier's own, or the product's; of a class the least of any of its products."""
    if tier.shortage_penalty_usd is not None:
        return tier.shortage_penalty_usd
    if item in case.products:
        return case.products[item].shortage_penalty_usd
    return min(case.products[m.product].shortage_penalty_usd / m.units_per_package for m in case.classes[item].members)


def _revenue(facts: Facts, weight: dict[str, float]) -> float:
    case, terms = facts.case, demand_of(facts.case)
    earned = 0.0
    for sent in facts.plan.shipments:
        tier = terms.get((sent.scenario, item_of(sent), sent.market, sent.tier), Tier(()))
        usd = (_price_usd(case, sent, tier) - case.products[sent.product].other_cost_usd) * sent.kunits
        earned += weight[sent.scenario] * usd * mid_period(case, sent.period)
    return earned * BN_PER_THOUSAND_USD


def _price_usd(case: Case, sent: Shipment, tier: Tier) -> float:
    """Return what a package earns: the tier's own price, or the product's, times the factor of its class."""
    own = case.products[sent.product].price_usd
    if not sent.compute_class:
        return own if tier.price_usd is None else tier.price_usd
    member = next(m for m in case.classes[sent.compute_class].members if m.product == sent.product)
    of_units = own if tier.price_usd is None else tier.price_usd * member.units_per_package
    return of_units * member.price_factor
