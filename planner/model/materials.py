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

from typing import Any

from pyomo.environ import Constraint, NonNegativeReals, Var

from planner.model.linear import Terms, linear, scaled
from planner.shape.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add the flows of parts and the bill of materials."""
    case = shape.case
    units = {
        (p, part.name, source.node): source.units
        for p, product in case.products.items()
        for part in product.parts
        for source in part.sources
    }
    made: dict[tuple[int, str, str, str, str, int], Terms] = {}
    for (z, n, d, p, part, t), good in shape.good_units.items():
        begun = t - case.nodes[n].cycle_periods
        for k in range(len(case.scenarios)):
            term = (good, m.wafers[k if begun >= 0 else 0, z, n, d, p, part, begun])
            made.setdefault((k, z, n, p, part, t), []).append(term)

    flows, closed = (*shape.moves, *shape.closed_moves), frozenset(shape.closed_moves)
    m.moved = Var(list(flows), within=NonNegativeReals, bounds=lambda _, *key: (0, 0 if key in closed else None))
    sent: dict[tuple[int, str, str, str, str, int], Terms] = {}
    arrived: dict[tuple[int, str, str, str, int], Terms] = {}
    for k, y, z, n, p, part, t in flows:
        variable = m.moved[k, y, z, n, p, part, t]
        sent.setdefault((k, y, n, p, part, t), []).append((1.0, variable))
        arrived.setdefault((k, z, p, part, t), []).append((1.0 / units[p, part, n], variable))
    local: dict[tuple[int, str, str, str, int], Terms] = {}
    for (k, z, n, p, part, t), terms in made.items():
        if (p, part) not in shape.moving:
            local.setdefault((k, z, p, part, t), []).extend(scaled(1.0 / units[p, part, n], terms))

    m.part_made = Constraint(list(sent), rule=lambda m, *key: linear(sent[key] + scaled(-1.0, made[key])) <= 0)
    needs = [(k, z, p, part.name, t) for (k, z, p, t) in shape.finished for part in case.products[p].parts]

    def enough(supply: dict[tuple[int, str, str, str, int], Terms]) -> Any:
        def rule(m: Any, k: int, z: str, p: str, part: str, t: int) -> Any:
            needed = m.finished[k, z, p, t] * (1.0 / case.products[p].assembly_yield)
            return linear(supply.get((k, z, p, part, t), [])) - needed >= 0

        return rule

    m.part_moved = Constraint([key for key in needs if (key[2], key[3]) in shape.moving], rule=enough(arrived))
    m.part_local = Constraint([key for key in needs if (key[2], key[3]) not in shape.moving], rule=enough(local))
