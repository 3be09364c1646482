"""Tiers: demand with terms of its own is served in units of what is ordered, waits in part, and is lost for the rest.

    served[k,g,p,o,l,t]:   thousand packages of product p that serve the order o of tier l in market group g
    lost[k,g,o,l,t]:       thousand units given up for good
    backlog[k,g,o,l,t]:    thousand units that still wait at the end of t; none at the end of the horizon
    tier_met[k,g,o,l,t]:   sum(p) units_per_package[o,p] * served[k,g,p,o,l,t] + lost[k,g,o,l,t] + backlog[k,g,o,l,t]
                           = demand[k,g,o,l,t] + backlog[k,g,o,l,t-1]
    backlog_share[k,g,o,l,t]:  backlog[k,g,o,l,t] <= backlog_pct[o,l] * (lost[k,g,o,l,t] + backlog[k,g,o,l,t])

An order is for a product, of which a package is one unit, or for a class, which any of its products may serve. Tiers
are kept apart only where a market group has one: elsewhere demand is met as a whole.
"""

from planner.case.demand import units_per_package
from planner.model.equations import total
from planner.model.pyomo_model import Model
from planner.registry.rows import BACKLOG_SHARE, TIER_MET
from planner.registry.variables import BACKLOG, LOST, SERVED
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add what each tier is served, what it gives up and what waits."""
    case, maximum, last = shape.case, shape.max_wanted, shape.case.calendar.last
    share = {key: shape.tiers[key[:4]].backlog for key in maximum}
    served = m.variables(SERVED, shape.outlets, upper=lambda key: shape.outlets[key])
    lost = m.variables(LOST, maximum, upper=lambda key: maximum[key])
    waits = [key for key in maximum if share[key] > 0 and key.period < last]
    backlog = m.variables(BACKLOG, waits, upper=lambda key: share[key] * maximum[key])
    units = {item: units_per_package(case, item) for _, _, item, _ in shape.tiers}
    m.rows(
        TIER_MET,
        {
            (k, g, item, tier, t): total(per * served[k, g, p, item, tier, t] for p, per in units[item].items())
            + lost[k, g, item, tier, t]
            + backlog.get((k, g, item, tier, t))
            - backlog.get((k, g, item, tier, t - 1))
            == shape.tiers[k, g, item, tier].kunits[t]
            for k, g, item, tier, t in maximum
        },
    )
    m.rows(BACKLOG_SHARE, {key: (1 - share[key]) * backlog[key] <= share[key] * lost[key] for key in waits})
