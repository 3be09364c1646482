"""Stock: finished packages wait where they were made, at a price.

stock[k,z,p,t]:      thousand packages in stock in zone z at the end of t (only products with a stock cost)
finished[k,z,p,t] =  sum(g) shipped[k,z,g,p,t] + stock[k,z,p,t] - stock[k,z,p,t-1]
finished_floor[k,z,p,t]:  finished[k,z,p,t] >= 0                                   for products with stock
cost[stock] = sum(k,z,p,t) probability[k] * discount[t] * stock_cost[p] * stock[k,z,p,t]
"""

from planner.case.money import discount
from planner.model.capacity import USD_BN_PER_KUSD
from planner.model.equations import Linear, total
from planner.model.pyomo_model import Model
from planner.registry.keys import PackagesKey
from planner.registry.rows import FINISHED_FLOOR
from planner.registry.variables import FINISHED, SHIPPED, STOCK
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add the stock of packages, and what is finished as shipments plus what goes into stock."""
    case, shipped = shape.case, m[SHIPPED]
    stocked = [key for key in shape.finished if shape.stocked(key.product)]
    last = {p: periods[-1] for p, periods in shape.output_periods.items() if periods}
    is_emptied = case.settings.is_for_fabs
    stock = m.variables(STOCK, stocked, lambda key: 0 if is_emptied and key.period == last[key.product] else None)

    out: dict[PackagesKey, list[Linear]] = {key: [] for key in shape.finished}
    for k, z, g, p, t in shipped:
        out[PackagesKey(k, z, p, t)].append(shipped[k, z, g, p, t])
    finished = m.expressions(
        FINISHED,
        {
            (k, z, p, t): total(shipments) + stock.get((k, z, p, t)) - stock.get((k, z, p, t - 1))
            for (k, z, p, t), shipments in out.items()
        },
    )
    m.rows(FINISHED_FLOOR, {key: finished[key] >= 0 for key in stocked})
    m.cost(
        "stock",
        total(
            case.scenarios[k].probability
            * discount(case, t)
            * (case.products[p].stock_cost_usd_per_period or 0.0)
            * USD_BN_PER_KUSD
            * stock[k, z, p, t]
            for k, z, p, t in stocked
        ),
    )
