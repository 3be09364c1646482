"""Limits: policy bounds on shares of output and capex and on counts of new phases.

- `phases_started`: phases whose construction starts inside the window, all together.
- `online_phases`: phases past their lead, in each period of the window, as planned (without any scenario's delay).
- `capex_share`: capex (before credits) due inside the window, all together: of phases, bills of those under way, and
  shells where the limit names neither node nor kind.
- `output_share`: in each period of the window and each scenario, wafers started if node or kind is given, else
  packages finished. Wafers are known by region, so a site counts as its region, where nobody else makes them.
- `supply_share`: in each period of the window and each scenario, packages shipped from the region or bloc out of all
  that the market, or the markets of a bloc, receive; of the product, or of the products of the class.
- `service`: in each scenario, what is served inside the window, of what is demanded in it, all together, in packages; a
  class in packages of its first product.

A share compares what matches the whole limit with the total. Where the limit names a place or an owner, the total is
of the same node, kind and product in all places and of all owners ("at most 60 % of N3 in one bloc"). Where it names
none, the total is of everything ("at least 20 % of capex for packaging").
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import inf

from planner.audit.demand import sales
from planner.audit.due import capex_due, under_way_due
from planner.audit.facts import Facts
from planner.audit.findings import COUNT, KUNITS, USD_BN, Ledger
from planner.case.records import Case, Limit, Measure

Amount = tuple[str, str, str, str, float]
"""Region, site, node, product and an amount of something there; a blank site is any of its region."""


def check(facts: Facts, ledger: Ledger) -> None:
    """Check every limit."""
    for limit in facts.case.limits:
        window = [t for t in facts.case.calendar.horizon if limit.from_period <= t <= limit.until_period]
        match limit.measure:
            case Measure.PHASES_STARTED:
                _count(facts, limit, [(window, None)], ledger)
            case Measure.ONLINE_PHASES:
                _count(facts, limit, [([t], t) for t in window], ledger)
            case Measure.CAPEX_SHARE:
                of_nodes = bool(limit.node) or limit.kind is not None
                every = (*capex_due(facts).items(), *under_way_due(facts).items())
                due = (item for item in every if item[0][2] in window and (item[0][1] or not of_nodes))
                amounts = [(facts.case.sites[s].region, s, n, "", usd_bn) for (s, n, _), usd_bn in due]
                _share(facts.case, limit, amounts, limit.name, None, USD_BN, ledger)
            case Measure.SERVICE:
                for scenario in facts.case.scenarios:
                    _service(facts, limit, scenario.name, window, ledger)
            case Measure.SUPPLY_SHARE:
                for scenario in facts.case.scenarios:
                    for t in window:
                        _supply(facts, limit, scenario.name, t, ledger)
            case Measure.OUTPUT_SHARE:
                for scenario in facts.case.scenarios:
                    for t in window:
                        amounts = list(_output(facts, limit, scenario.name, t))
                        _share(facts.case, limit, amounts, f"{limit.name} in {scenario.name}", t, KUNITS, ledger)


def _supply(facts: Facts, limit: Limit, scenario: str, period: int, ledger: Ledger) -> None:
    """Check the packages that a market or bloc of markets receives in a period by where they were finished."""
    case, received, there = facts.case, 0.0, 0.0
    products = (
        {member.product for member in case.classes[limit.product].members} if limit.product in case.classes else ()
    )
    for row in facts.plan.shipments:
        counts = (row.scenario, row.period) == (scenario, period) and (
            not limit.product or row.product == limit.product or row.product in products
        )
        if counts and limit.market in ("", row.market) and limit.market_bloc in ("", case.markets[row.market].bloc):
            received += row.kunits
            bloc = case.regions[row.from_region].bloc
            there += row.kunits if limit.region in ("", row.from_region) and limit.bloc in ("", bloc) else 0.0
    where, what = f"{limit.name} in {scenario}", f"thousand packages from there out of {received:.9g}"
    if limit.minimum > 0:
        ledger.at_least("limits", where, period, what, there, limit.minimum * received, KUNITS)
    if limit.maximum < inf:
        ledger.at_most("limits", where, period, what, there, limit.maximum * received, KUNITS)


def _count(facts: Facts, limit: Limit, spans: Iterable[tuple[list[int], int | None]], ledger: Ledger) -> None:
    matching = [
        b for b in facts.batches if _matches(facts.case, limit, facts.case.sites[b.site].region, b.site, b.node, "")
    ]
    for span, t in spans:
        if t is None:
            count = sum(b.phases for b in matching if b.start in span)
        else:
            count = sum(facts.online_phases(b, t) for b in matching)
        what = "phases started" if t is None else "phases online"
        if limit.minimum > 0:
            ledger.at_least("limits", limit.name, t, what, count, limit.minimum, COUNT)
        if limit.maximum < inf:
            ledger.at_most("limits", limit.name, t, what, count, limit.maximum, COUNT)


def _share(
    case: Case, limit: Limit, amounts: list[Amount], where: str, t: int | None, absolute: float, ledger: Ledger
) -> None:
    placed = any((limit.region, limit.bloc, limit.site, limit.owner))
    everything = replace(limit, region="", bloc="", site="", owner="")
    if not placed:
        everything = replace(everything, node="", kind=None, product="")
    part = _sum(case, limit, amounts)
    total = _sum(case, everything, amounts)
    what = f"{limit.measure}: amount out of {total:.9g}"
    if limit.minimum > 0:
        ledger.at_least("limits", where, t, what, part, limit.minimum * total, absolute)
    if limit.maximum < inf:
        ledger.at_most("limits", where, t, what, part, limit.maximum * total, absolute)


def _service(facts: Facts, limit: Limit, scenario: str, window: list[int], ledger: Ledger) -> None:
    wanted = served = 0.0
    for sale in sales(facts):
        name, item, market, tier = sale.buyer
        meant = limit.product in ("", item) and limit.market in ("", market) and limit.tier in ("", tier)
        if name == scenario and sale.period in window and meant:
            per_package = facts.case.classes[item].members[0].units_per_package if item in facts.case.classes else 1.0
            wanted += sale.wanted / per_package
            served += sale.served / per_package
    where, what = f"{limit.name} in {scenario}", f"thousand packages served of {wanted:.9g}"
    if limit.minimum > 0:
        ledger.at_least("limits", where, None, what, served, limit.minimum * wanted, KUNITS)
    if limit.maximum < inf:
        ledger.at_most("limits", where, None, what, served, limit.maximum * wanted, KUNITS)


def _output(facts: Facts, limit: Limit, scenario: str, period: int) -> Iterator[Amount]:
    if limit.node or limit.kind is not None:
        for row in facts.plan.wafers:
            if (row.scenario, row.period) == (scenario, period):
                yield row.region, "", row.node, row.product, row.kwafers
    else:
        for packages in facts.plan.packages:
            if (packages.scenario, packages.period) == (scenario, period):
                yield packages.region, "", "", packages.product, packages.kunits


def _sum(case: Case, limit: Limit, amounts: list[Amount]) -> float:
    return sum(amount for *names, amount in amounts if _matches(case, limit, *names))


def _matches(case: Case, limit: Limit, region: str, site: str, node: str, product: str) -> bool:
    """Say whether something agrees with every field that the limit fills in. Fields that it does not have agree."""
    if limit.region and limit.region != region:
        return False
    if limit.bloc and limit.bloc != case.regions[region].bloc:
        return False
    if limit.site and (site or region) != (limit.site if site else case.sites[limit.site].region):
        return False
    if limit.owner and site and case.owner_of(site, node) != limit.owner:
        return False
    if node and limit.node and limit.node != node:
        return False
    if node and limit.kind is not None and limit.kind is not case.nodes[node].kind:
        return False
    return not (product and limit.product and limit.product != product)
