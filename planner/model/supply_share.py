"""Supply shares: of what a market, or the markets of a bloc, receive in a period, a share comes from a region or bloc.

    limit_supply[k,limit,side,t]:  sum(z in limit; g,p in limit) shipped[k,z,g,p,t]
                                   >= min[limit] * sum(z; g,p in limit) shipped[k,z,g,p,t], or <= max[limit] * it

Packages come from where they are finished. With such a limit every region is a zone, and every market that it names a
group, of its own.
"""

from planner.case.demand import units_per_package
from planner.case.records import Case, Limit, Measure
from planner.model.equations import Linear, total
from planner.model.limits import bounded, limit_window, sides
from planner.model.pyomo_model import Model
from planner.registry.keys import ScenarioLimitSidePeriod, ShipmentKey
from planner.registry.rows import LIMIT_SUPPLY
from planner.registry.variables import SHIPPED
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add the limits on where packages come from."""
    case, shipped = shape.case, m[SHIPPED]
    bounds = list(sides(case, Measure.SUPPLY_SHARE))
    there: dict[ScenarioLimitSidePeriod, list[Linear]] = {}
    received: dict[ScenarioLimitSidePeriod, list[Linear]] = {}
    for key in shipped if bounds else ():
        for row, limit, side, _ in bounds:
            if key.period in limit_window(case, limit) and _receives(case, limit, key):
                at = ScenarioLimitSidePeriod(key.scenario, row, side, key.period)
                received.setdefault(at, []).append(shipped[key])
                if limit.region in ("", key.zone) and limit.bloc in ("", case.regions[key.zone].bloc):
                    there.setdefault(at, []).append(shipped[key])
    share = {(row, side): bound for row, _, side, bound in bounds}
    m.rows(
        LIMIT_SUPPLY,
        {
            at: bounded(total(there.get(at, [])), at.side, share[at.limit, at.side] * total(amounts))
            for at, amounts in received.items()
        },
    )


def _receives(case: Case, limit: Limit, key: ShipmentKey) -> bool:
    return (
        limit.market in ("", key.market_group)
        and limit.market_bloc in ("", case.markets[key.market_group].bloc)
        and (not limit.product or key.product in units_per_package(case, limit.product))
    )
