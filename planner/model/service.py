"""Service: a share of what is demanded inside a window is served there.

    limit_service[k,limit,side]:  sum(g,p,t in limit) (demand[k,g,p,t] - shortage[k,g,p,t])
        + sum(g,p,o,l,t in limit) units_per_package[o,p] / units_of_a_package[o] * served[k,g,p,o,l,t]
        >= min[limit] * the demand in thousand packages, or <= max[limit] * it

The window counts as a whole: what is served late counts when it is served. A class is counted in packages of its first
product. A market that a limit names is a group of its own.
"""

from planner.case.demand import kpackages, units_of_a_package, units_per_package
from planner.case.records import Limit, Measure
from planner.model.equations import Equation, Linear, total
from planner.model.limits import bounded, limit_window, sides
from planner.model.pyomo_model import Model
from planner.registry.rows import LIMIT_SERVICE
from planner.registry.variables import SERVED, SHORTAGE
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add the limits on what is served."""
    m.rows(
        LIMIT_SERVICE,
        {
            (k, row, side): _limit(m, shape, k, limit, side, bound)
            for k in range(len(shape.case.scenarios))
            for row, limit, side, bound in sides(shape.case, Measure.SERVICE)
        },
    )


def _limit(m: Model, shape: Shape, k: int, limit: Limit, side: str, bound: float) -> Equation | None:
    """Return the row, or none where nothing is demanded that the limit counts."""
    case, shortage, served = shape.case, m[SHORTAGE], m[SERVED]
    periods = limit_window(case, limit)
    wanted = 0.0
    amounts: list[Linear] = []
    for key, kunits in shape.demands.items():
        if key.scenario == k and key.period in periods and _counts(limit, key.market_group, key.product, ""):
            wanted += kunits
            amounts.append(kunits - shortage[key])
    for (scenario, group, item, name), tier in shape.tiers.items():
        if scenario == k and _counts(limit, group, item, name):
            wanted += sum(kpackages(case, item, tier.kunits[t]) for t in periods)
            amounts += (
                units / units_of_a_package(case, item) * served.get((k, group, product, item, name, t))
                for product, units in units_per_package(case, item).items()
                for t in periods
            )
    if wanted == 0:
        return None
    return bounded(total(amounts), side, bound * wanted)


def _counts(limit: Limit, group: str, item: str, tier: str) -> bool:
    return limit.market in ("", group) and limit.product in ("", item) and limit.tier in ("", tier)
