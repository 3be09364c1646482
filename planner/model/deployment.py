"""Deployment: a market takes no more accelerators than it can switch on.

    energised[k,g,t]:         MW of accelerators shipped to market g by t (only markets on the sheet deployment, from
                              the first period on in which any may be shipped there)
    energised_sum[k,g,t]:     energised[k,g,t] - energised[k,g,t-1]
                              = sum(z,p) power_kw[p] * (1 + overhead) * shipped[k,z,g,p,t]
    deployment_limit[k,g,t]:  energised[k,g,t] <= deployment_mw[g,t]

What cannot be switched on is not shipped and stays short. A thousand packages of a kW each draw a MW. A market on the
sheet is a group of its own.
"""

from planner.model.equations import Linear, total
from planner.model.pyomo_model import Model
from planner.registry.keys import GroupPeriod
from planner.registry.rows import DEPLOYMENT_LIMIT, ENERGISED_SUM
from planner.registry.variables import ENERGISED, SHIPPED
from planner.shape.power import deployed_mw, mw_per_kunit
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add what is shipped to each market that limits it, in MW to date."""
    case, shipped = shape.case, m[SHIPPED]
    limits = deployed_mw(case)
    added: dict[GroupPeriod, list[Linear]] = {}
    first: dict[tuple[int, str], int] = {}
    for key in shipped if limits else ():
        mw = mw_per_kunit(case, key.product)
        if key.market_group in limits and mw > 0:
            k, g, t = key.scenario, key.market_group, key.period
            added.setdefault(GroupPeriod(k, g, t), []).append(mw * shipped[key])
            first[k, g] = min(t, first.get((k, g), t))
    counted = [GroupPeriod(k, g, t) for (k, g), start in first.items() for t in case.calendar.horizon[start:]]
    wanted = _wanted_mw(shape) if counted else {}
    energised = m.variables(ENERGISED, counted, upper=lambda key: wanted[key.scenario, key.market_group])
    m.rows(
        ENERGISED_SUM,
        {
            (k, g, t): total(added.get(GroupPeriod(k, g, t), [])) - energised[k, g, t] + energised.get((k, g, t - 1))
            == 0
            for k, g, t in counted
        },
    )
    m.rows(DEPLOYMENT_LIMIT, {(k, g, t): energised[k, g, t] <= limits[g][t] for k, g, t in counted})


def _wanted_mw(shape: Shape) -> dict[tuple[int, str], float]:
    """Return the power of all that each market wants in each scenario."""
    wanted: dict[tuple[int, str], float] = {}
    for key, kunits in shape.max_shipped.items():
        of = key.scenario, key.market_group
        wanted[of] = wanted.get(of, 0.0) + mw_per_kunit(shape.case, key.product) * kunits
    return wanted
