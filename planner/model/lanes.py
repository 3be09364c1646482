"""Lanes: flows only where no rule closes the lane, within its limit, and at its price.

    lane_limit[k,lane,t]:  sum(flows that the lane row matches) moved[k,y,z,n,p,m,t] or shipped[k,z,g,p,t]
                           <= left[k,lane,t] * max_kunits[lane]
    cost[freight] = sum(flows) probability[k] * discount[t] * cost_usd_per_unit * (moved or shipped)
    cost[tariff] = sum(k,z,g,p,t) probability[k] * discount[t] * tariff * price[p] * shipped[k,z,g,p,t]

left is the share that events of a scenario leave of a lane, 1 without any; a flow of which they leave nothing is held
at zero. A flow over a closed lane is a variable held at zero; to free it says what the ban costs. Limited lanes keep
their regions and markets apart, so that a row names whole zones and groups.
"""

import math
from collections.abc import Iterator

from planner.case.money import discount
from planner.model.capacity import USD_BN_PER_KUSD
from planner.model.equations import Linear, total
from planner.model.pyomo_model import Model
from planner.registry.keys import LaneKey
from planner.registry.rows import LANE_LIMIT
from planner.registry.variables import MOVED, SHIPPED
from planner.shape.events import lane_factor
from planner.shape.lane_rules import Route, lane_rules, matches, package_route, part_route, terms
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add the limits and the prices of lanes."""
    case = shape.case
    flows = list(_flows(m, shape))
    rules = {route: lane_rules(case, route) for route in {route for _, _, route, _ in flows}}
    limited = [(row, lane) for row, lane in enumerate(case.lanes) if not math.isinf(lane.max_kunits)]
    freight: list[Linear] = []
    tariff: list[Linear] = []
    on_lane: dict[LaneKey, list[Linear]] = {}
    for k, t, route, kunits in flows:
        if not rules[route]:
            continue
        weight = case.scenarios[k].probability * discount(case, t) * USD_BN_PER_KUSD
        _, cost, share = terms(rules[route], route, t)
        freight.append(weight * cost * kunits)
        if route.to_market:
            tariff.append(weight * share * case.products[route.product].price_usd * kunits)
        for row, lane in limited:
            if matches(lane, route, t):
                on_lane.setdefault(LaneKey(k, row, t), []).append(kunits)
    left = {at: lane_factor(case, at.scenario, case.lanes[at.lane], at.period) for at in on_lane}
    m.rows(
        LANE_LIMIT,
        {at: total(amounts) <= left[at] * case.lanes[at.lane].max_kunits for at, amounts in on_lane.items()},
    )
    m.cost("freight", total(freight))
    m.cost("tariff", total(tariff))


def _flows(m: Model, shape: Shape) -> Iterator[tuple[int, int, Route, Linear]]:
    """Yield scenario, period, route and kunits of everything that moves or is shipped."""
    moved, shipped = m[MOVED], m[SHIPPED]
    for move in moved:
        yield (
            move.scenario,
            move.period,
            part_route(shape.case, move.from_zone, move.zone, move.node, move.product),
            moved[move],
        )
    for key in shipped:
        route = package_route(shape.case, key.zone, key.market_group, key.product)
        yield key.scenario, key.period, route, shipped[key]
