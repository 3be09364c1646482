"""Materials: a package takes its units of every part, made from wafers that left the fab in the same period.

    moved[k,y,z,n,p,m,t]:     thousand good units of part m sent from zone y to zone z (parts that move), none over a
                              closed lane
    part_made[k,y,n,p,m,t]:   sum(z) moved[k,y,z,n,p,m,t]
                              <= sum(d) good_units[n,d,p,m,t] * wafers[k,y,n,d,p,m,t-cycle]
    part_moved[k,z,p,m,t]:    sum(n) used[k,z,n,p,m,t] / units[n] >= finished[k,z,p,t] / assembly_yield[p]
                              with used[k,z,n,p,m,t] = sum(y) moved[k,y,z,n,p,m,t] + bought + from stock
    part_local[k,z,p,m,t]:    sum(n) used[k,z,n,p,m,t] / units[n] >= finished[k,z,p,t] / assembly_yield[p]
                              with used[k,z,n,p,m,t] = sum(d) good_units[n,d,p,m,t] * wafers[k,z,n,d,p,m,t-cycle]
                              + bought + from stock
    part_used[k,z,n,p,m,t]:   used[k,z,n,p,m,t] >= 0                        for sources with stock

For the profit of fabs sold[k,z,n,d,p,m,t] stands for wafers[k,z,n,d,p,m,t-cycle], and = for <= and >= in part_made,
part_moved and part_local, which hold wherever there are units: see fab_sales.py.

bought are the units purchased[k,purchase,p,t] that arrive in zone z, as units of the source without a node, or of the
part's first source; from stock are part_stock[k,z,n,p,m,t-1] - part_stock[k,z,n,p,m,t] units. Packaging wafers stay
where the package is finished (part_local); a product without a packaging part is finished where its logic wafer is
made. Where one zone alone can make a part and finish the package, part_local holds for it too.
"""

from collections.abc import Iterator

from planner.model.equations import Equation, Linear, total
from planner.model.pyomo_model import Model
from planner.registry.keys import PartKey, PartMadeKey, PartStockKey
from planner.registry.rows import PART_LOCAL, PART_MADE, PART_MOVED, PART_USED
from planner.registry.supply_keys import SoldKey
from planner.registry.variables import FINISHED, MOVED, PART_STOCK, PURCHASED, SOLD, WAFERS
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add the flows of parts and the bill of materials."""
    case, finished, stock = shape.case, m[FINISHED], m[PART_STOCK]
    closed = frozenset(shape.closed_moves)
    moved = m.variables(
        MOVED,
        (*shape.moves, *shape.closed_moves),
        upper=lambda key: 0 if key in closed or shape.is_move_stopped(key) else None,
    )
    good_units = _good_units(m, shape)
    sent: dict[PartMadeKey, list[Linear]] = {}
    at_hand: dict[PartStockKey, list[Linear]] = {}
    for key in moved:
        k, y, z, n, p, part, t = key
        sent.setdefault(PartMadeKey(k, y, n, p, part, t), []).append(moved[key])
        at_hand.setdefault(PartStockKey(k, z, n, p, part, t), []).append(moved[key])
    for (k, z, n, p, part, t), amount in good_units.items():
        if (p, part) not in shape.moving:
            at_hand.setdefault(PartStockKey(k, z, n, p, part, t), []).append(amount)
    for here, units_bought in _bought(m, shape):
        at_hand.setdefault(here, []).append(units_bought)
    for waiting in stock:
        at_hand.setdefault(waiting, []).append(-stock[waiting])
        at_hand.setdefault(waiting._replace(period=waiting.period + 1), []).append(stock[waiting])
    used = {key: total(amounts) for key, amounts in at_hand.items()}
    units = {
        (p, part.name, source.node): source.units
        for p, product in case.products.items()
        for part in product.parts
        for source in part.all_sources
    }
    supply: dict[PartKey, list[Linear]] = {}
    for (k, z, n, p, part, t), amount in used.items():
        supply.setdefault(PartKey(k, z, p, part, t), []).append(amount / units[p, part, n])

    exactly = case.settings.is_for_fabs

    def enough(key: PartKey) -> Equation:
        units_worth = total(supply.get(key, []))
        packages = finished.get((key.scenario, key.zone, key.product, key.period))
        need = packages / case.products[key.product].assembly_yield
        return units_worth == need if exactly else units_worth >= need

    def left(key: PartMadeKey) -> Equation:
        amount = total(sent.get(key, []))
        return amount == good_units[key] if exactly else amount <= good_units[key]

    needs = [PartKey(k, z, p, part.name, t) for k, z, p, t in shape.finished for part in case.products[p].parts]
    makers = list(sent)
    if exactly:
        needs = list(dict.fromkeys((*needs, *supply)))
        makers = [key for key in good_units if (key.product, key.part) in shape.moving]
    m.rows(PART_MADE, {key: left(key) for key in makers})
    m.rows(PART_MOVED, {key: enough(key) for key in needs if (key.product, key.part) in shape.moving})
    m.rows(PART_LOCAL, {key: enough(key) for key in needs if (key.product, key.part) not in shape.moving})
    emptied = {key._replace(period=key.period + 1) for key in stock}
    m.rows(PART_USED, {key: amount >= 0 for key, amount in used.items() if key in stock or key in emptied})


def _bought(m: Model, shape: Shape) -> Iterator[tuple[PartStockKey, Linear]]:
    """Yield the units that are bought, as units of the source that they count as."""
    purchased = m[PURCHASED]
    for k, row, p, t in purchased:
        offer = shape.case.purchases[row]
        part = next(part for part in shape.case.products[p].parts if part.name == offer.part)
        yield PartStockKey(k, offer.region, part.as_bought.node, p, part.name, t), purchased[k, row, p, t]


def _good_units(m: Model, shape: Shape) -> dict[PartMadeKey, Linear]:
    """Return the good units that a zone makes of a part on a node, by the period in which they leave the fab."""
    case, wafers, sold = shape.case, m[WAFERS], m[SOLD]
    good_units: dict[PartMadeKey, list[Linear]] = {}
    for key, good in shape.good_units.items():
        for k in range(len(case.scenarios)):
            of = SoldKey(k, *key)
            amount = good * (sold[of] if of in sold else wafers[shape.wafers_of(of)])
            part = PartMadeKey(k, of.zone, of.node, of.product, of.part, of.period)
            good_units.setdefault(part, []).append(amount)
    return {key: total(amounts) for key, amounts in good_units.items()}
