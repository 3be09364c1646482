"""Materials: a package takes its units of every part, made from wafers that left the fab in the same period.

    moved[k,y,z,n,p,m,t]:     thousand good units of part m sent from zone y to zone z (parts that move), none over a
                              closed lane
    part_made[k,y,n,p,m,t]:   sum(z) moved[k,y,z,n,p,m,t]
                              <= sum(d) good_units[n,d,p,m,t] * wafers[k,y,n,d,p,m,t-cycle]
    part_moved[k,z,p,m,t]:    sum(y,n) moved[k,y,z,n,p,m,t] / units[n] >= finished[k,z,p,t] / assembly_yield[p]
    part_local[k,z,p,m,t]:    sum(n,d) good_units[n,d,p,m,t] / units[n] * wafers[k,z,n,d,p,m,t-cycle]
                              >= finished[k,z,p,t] / assembly_yield[p]

Packaging wafers stay where the package is finished (part_local); a product without a packaging part is finished where
its logic wafer is made. Where one zone alone can make a part and finish the package, part_local holds for it too.
"""

from planner.model.equations import Equation, Linear, total
from planner.model.pyomo_model import Model
from planner.registry.keys import PartKey, PartMadeKey
from planner.registry.rows import PART_LOCAL, PART_MADE, PART_MOVED
from planner.registry.variables import FINISHED, MOVED, WAFERS
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add the flows of parts and the bill of materials."""
    case, finished = shape.case, m[FINISHED]
    closed = frozenset(shape.closed_moves)
    moved = m.variables(
        MOVED,
        (*shape.moves, *shape.closed_moves),
        upper=lambda key: 0 if key in closed or shape.is_move_stopped(key) else None,
    )
    units = {
        (p, part.name, source.node): source.units
        for p, product in case.products.items()
        for part in product.parts
        for source in part.sources
    }
    good_units = _good_units(m, shape)
    sent: dict[PartMadeKey, list[Linear]] = {}
    arrived: dict[PartKey, list[Linear]] = {}
    for key in moved:
        k, y, z, n, p, part, t = key
        sent.setdefault(PartMadeKey(k, y, n, p, part, t), []).append(moved[key])
        arrived.setdefault(PartKey(k, z, p, part, t), []).append(moved[key] / units[p, part, n])
    local: dict[PartKey, list[Linear]] = {}
    for (k, z, n, p, part, t), amount in good_units.items():
        if (p, part) not in shape.moving:
            local.setdefault(PartKey(k, z, p, part, t), []).append(amount / units[p, part, n])

    def enough(supply: dict[PartKey, list[Linear]], key: PartKey) -> Equation:
        packages = finished[key.scenario, key.zone, key.product, key.period]
        return total(supply.get(key, [])) >= packages / case.products[key.product].assembly_yield

    needs = [PartKey(k, z, p, part.name, t) for k, z, p, t in shape.finished for part in case.products[p].parts]
    moving = [key for key in needs if (key.product, key.part) in shape.moving]
    staying = [key for key in needs if (key.product, key.part) not in shape.moving]
    m.rows(PART_MADE, {key: total(amounts) <= good_units[key] for key, amounts in sent.items()})
    m.rows(PART_MOVED, {key: enough(arrived, key) for key in moving})
    m.rows(PART_LOCAL, {key: enough(local, key) for key in staying})


def _good_units(m: Model, shape: Shape) -> dict[PartMadeKey, Linear]:
    """Return the good units that a zone makes of a part on a node, by the period in which they leave the fab."""
    wafers = m[WAFERS]
    good_units: dict[PartMadeKey, list[Linear]] = {}
    for (z, n, d, p, part, t), good in shape.good_units.items():
        start = t - shape.case.nodes[n].cycle_periods
        for k in range(len(shape.case.scenarios)):
            amount = good * wafers[k if start >= 0 else 0, z, n, d, p, part, start]
            good_units.setdefault(PartMadeKey(k, z, n, p, part, t), []).append(amount)
    return {key: total(amounts) for key, amounts in good_units.items()}
