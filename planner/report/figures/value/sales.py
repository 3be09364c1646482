"""What fabs are paid at the transfer prices of the case, and which prices it lacks.

A wafer is paid when it leaves its fab. The packaging house of a product with a package price is paid for every good
package instead of for its wafers: by fab in proportion to the wafers for the product that leave in the period, or over
the horizon where none does. What happens after the horizon is not paid. In a plan for the profit of fabs wafers that no
package takes are not paid, and a packaging house is paid for the packages of its own wafers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planner.audit.fab_sales import is_for_fabs, price_usd
from planner.audit.facts import Facts
from planner.case.money import wafer_price_usd
from planner.case.records import Case
from planner.report.figures.value.lots import Fab, Lot, is_packaging

USD_BN_PER_KUSD = 1e-6


class Sale(NamedTuple):
    """What a fab earns in a period, expected over the scenarios."""

    fab: Fab
    period: int
    usd_bn: float


def has_prices(case: Case) -> bool:
    """Say whether the case gives any transfer price."""
    return any(node.wafer_price_usd is not None for node in case.nodes.values()) or any(
        product.package_price_usd is not None for product in case.products.values()
    )


def leaves(case: Case, lot: Lot) -> int:
    """Return the period in which a lot leaves its fab."""
    return lot.start + case.nodes[lot.fab.node].cycle_periods


def sales(facts: Facts, wafers: Iterable[Lot]) -> Iterator[Sale]:
    """Yield what is paid for wafers and for packages."""
    case = facts.case
    weight = {scenario.name: scenario.probability for scenario in case.scenarios}
    houses: defaultdict[tuple[str, str, str], list[Lot]] = defaultdict(list)
    for lot in wafers:
        out = leaves(case, lot)
        if is_for_fabs(case):
            usd = price_usd(case, lot.fab.node, lot.product, lot.part, lot.defect_factor, out)
            usd *= lot.kwafers - lot.unsold_kwafers if out <= case.calendar.last else 0.0
            yield Sale(lot.fab, out, weight[lot.scenario] * usd * USD_BN_PER_KUSD)
        elif _earns_by_package(facts, lot):
            houses[lot.scenario, case.sites[lot.fab.site].region, lot.product].append(lot)
        elif out <= case.calendar.last:
            usd = lot.kwafers * (wafer_price_usd(case, lot.fab.node, out) or 0.0)
            yield Sale(lot.fab, out, weight[lot.scenario] * usd * USD_BN_PER_KUSD)
    for row in facts.plan.packages:
        price = case.products[row.product].package_price_usd
        of_house = houses.get((row.scenario, row.region, row.product), [])
        if price is None or not of_house:
            continue
        now = [lot for lot in of_house if leaves(case, lot) == row.period] or of_house
        total = sum(lot.kwafers for lot in now)
        for lot in now:
            usd = row.kunits * price * lot.kwafers / total
            yield Sale(lot.fab, row.period, weight[row.scenario] * usd * USD_BN_PER_KUSD)


def unpriced(facts: Facts, wafers: Iterable[Lot]) -> dict[Fab, frozenset[str]]:
    """Return the cells that lack a price, by the fabs whose wafers they are for."""
    lacking: defaultdict[Fab, set[str]] = defaultdict(set)
    for lot in wafers:
        if not _earns_by_package(facts, lot) and facts.case.nodes[lot.fab.node].wafer_price_usd is None:
            lacking[lot.fab].add(lot.fab.node)
    return {fab: frozenset(nodes) for fab, nodes in lacking.items()}


def _earns_by_package(facts: Facts, lot: Lot) -> bool:
    return is_packaging(facts, lot) and facts.case.products[lot.product].package_price_usd is not None
