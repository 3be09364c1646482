"""Sales of fabs: where the profit is theirs, they earn the transfer prices of the wafers that packages take.

    sold[k,z,n,d,p,m,t]:       thousand wafers that leave their fab in t and that packages take
    sold_made[k,z,n,d,p,m,t]:  sold[k,z,n,d,p,m,t] <= wafers[k,z,n,d,p,m,t-cycle]
    earned = sum(k,z,n,d,p,m,t) probability[k] * discount[t] * wafer_price[n,t] * sold[k,z,n,d,p,m,t]

Only for the profit of fabs is anything sold, and the cost line revenue is then -earned. Every fab earns, whether it
stands already or is new. Where a product has a package price, a packaging house earns for a wafer not the wafer price
but package_price[p] * assembly_yield[p] * good_units[n,d,p,m,t] / units[n], divided by the number of packaging parts:
so much for every good package. In the rows of materials sold wafers then take the place of wafers, all of their units
are used, and nothing is left in stock at the end: what no package takes earns nothing.
"""

from collections.abc import Iterator

from planner.case.money import discount, wafer_price_usd
from planner.case.records import Case, Kind, Part, Product
from planner.model.capacity import USD_BN_PER_KUSD
from planner.model.equations import Linear, total
from planner.model.pyomo_model import Model
from planner.registry.rows import SOLD_MADE
from planner.registry.supply_keys import SoldKey
from planner.registry.variables import SOLD, WAFERS
from planner.shape.shape import GoodUnitsKey, Shape


def add(m: Model, shape: Shape) -> None:
    """Add what fabs sell, where the profit is theirs."""
    case, wafers = shape.case, m[WAFERS]
    futures = range(len(case.scenarios)) if case.settings.is_for_fabs else range(0)
    sold = m.variables(SOLD, (SoldKey(k, *key) for k in futures for key in shape.good_units))
    m.rows(SOLD_MADE, {key: sold[key] <= wafers[shape.wafers_of(key)] for key in sold})
    if case.settings.is_for_fabs:
        m.cost("revenue", total(_earned(m, shape)))


def _earned(m: Model, shape: Shape) -> Iterator[Linear]:
    case, sold = shape.case, m[SOLD]
    for key in sold:
        weight = case.scenarios[key.scenario].probability * discount(case, key.period) * USD_BN_PER_KUSD
        yield -weight * _price_usd(case, key, shape.good_units[GoodUnitsKey(*key[1:])]) * sold[key]


def _price_usd(case: Case, key: SoldKey, good_units: float) -> float:
    """Return what a fab is paid for a wafer; nothing where the case does not say."""
    product = case.products[key.product]
    if product.package_price_usd is None or case.nodes[key.node].kind is not Kind.PACKAGING:
        return wafer_price_usd(case, key.node, key.period) or 0.0
    packed = _packaging(case, product)
    units = next(s.units for part in packed if part.name == key.part for s in part.sources if s.node == key.node)
    return product.package_price_usd * product.assembly_yield * good_units / units / len(packed)


def _packaging(case: Case, product: Product) -> list[Part]:
    return [part for part in product.parts if any(case.nodes[s.node].kind is Kind.PACKAGING for s in part.sources)]
