"""Stock of parts: units wait where their packages are finished, at a price.

    part_stock[k,z,n,p,m,t]:  thousand good units of part m made on node n, in zone z at the end of t (only of sources
                              with a stock cost); n is blank where bought units are a source of their own
    cost[part_stock] = sum(k,z,n,p,m,t) probability[k] * discount[t] * stock_cost[n,p,m] * part_stock[k,z,n,p,m,t]

Units move as soon as they are made, and wait where they have arrived: see the part_used rows of materials. Nothing is
in stock at the start, and what is left at the end is worth nothing. In a case with stock of parts every region is a
zone of its own.
"""

from planner.case.money import discount
from planner.model.capacity import USD_BN_PER_KUSD
from planner.model.equations import total
from planner.model.pyomo_model import Model
from planner.registry.variables import PART_STOCK
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add the stock of parts."""
    case = shape.case
    stock = m.variables(PART_STOCK, shape.part_stocks)
    stock_cost = {
        (source.node, p, part.name): source.stock_cost_usd_per_unit_period or 0.0
        for p, product in case.products.items()
        for part in product.parts
        for source in part.all_sources
    }
    m.cost(
        "part_stock",
        total(
            case.scenarios[k].probability
            * discount(case, t)
            * stock_cost[n, p, part]
            * USD_BN_PER_KUSD
            * stock[k, z, n, p, part, t]
            for k, z, n, p, part, t in stock
        ),
    )
