"""Lanes: flows only where no rule closes the lane, within its limit, and at its price.

    lane_limit[k,i,t]:  sum(flows that row i matches) moved[k,...] or shipped[k,...] <= max_kunits[i]
    cost[freight] = sum(k,flows,t) probability[k] * discount[t] * cost_usd_per_unit * (moved or shipped)
    cost[tariff] = sum(k,z,g,p,t) probability[k] * discount[t] * tariff * price[p] * shipped[k,z,g,p,t]

A flow over a closed lane is a variable held at zero; to free it says what the ban costs. Limited lanes keep their
regions and markets apart, so that a row speaks of whole zones and groups.
"""

import math
from typing import Any

from pyomo.environ import Constraint

from planner.case.money import discount
from planner.model.capacity import USD_BN_PER_KUSD
from planner.model.linear import Terms, linear
from planner.shape.lane_rules import lane_rules, matches, package_route, part_route, terms
from planner.shape.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add the limits and the prices of lanes."""
    case = shape.case
    flows = [
        (k, t, part_route(y, z, n, p), m.moved[k, y, z, n, p, part, t])
        for k, y, z, n, p, part, t in (*shape.moves, *shape.closed_moves)
    ] + [
        (k, t, package_route(case, z, g, p), m.shipped[k, z, g, p, t])
        for k, z, g, p, t in (*shape.shipments, *shape.closed_shipments)
    ]
    rules = {route: lane_rules(case, route) for route in {route for _, _, route, _ in flows}}
    freight: Terms = []
    tariff: Terms = []
    matched: dict[tuple[int, int, int], Terms] = {}
    limited = [(i, row) for i, row in enumerate(case.lanes) if not math.isinf(row.max_kunits)]
    for k, t, route, variable in flows:
        if not rules[route]:
            continue
        weight = case.scenarios[k].probability * discount(case, t) * USD_BN_PER_KUSD
        _, cost, share = terms(rules[route], route, t)
        freight.append((weight * cost, variable))
        if route.to_market:
            tariff.append((weight * share * case.products[route.product].price_usd, variable))
        for i, row in limited:
            if matches(row, route, t):
                matched.setdefault((k, i, t), []).append((1.0, variable))
    m.lane_limit = Constraint(
        list(matched), rule=lambda m, k, i, t: linear(matched[k, i, t]) <= case.lanes[i].max_kunits
    )
    m.cost["freight"] = linear(freight)
    m.cost["tariff"] = linear(tariff)
