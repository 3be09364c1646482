"""Changes: phases that differ from the last plan are priced, and no more of them than allowed.

    changed[s,n,t]:       phases that differ from the last plan in t
    changed_more[s,n,t]:  changed[s,n,t] >= starts[s,n,t] - last_plan[s,n,t]
    changed_less[s,n,t]:  changed[s,n,t] >= last_plan[s,n,t] - starts[s,n,t]
    changed_most[i]:      sum(s,n,t) changed[s,n,t] <= max_changes                     (i is 0: one row)
    cost[changes] = sum(s,n,t) change_price * discount[t] * changed[s,n,t]

Without a last plan there is nothing to differ from. A phase moved to another period counts twice.
"""

from typing import Any

from pyomo.environ import Constraint, NonNegativeReals, Var

from planner.case.money import discount
from planner.model.linear import Terms, cumulative, linear, scaled
from planner.shape.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add the changes against the last plan."""
    case, settings = shape.case, shape.case.settings
    planned = {
        (row.site, row.node, row.period): row.phases
        for row in case.last_plan
        if (row.site, row.node) in case.pairs and row.period in case.calendar.horizon
    }
    minded = bool(case.last_plan) and (settings.max_changes is not None or settings.change_price_usd_bn_per_phase > 0)
    starts: dict[tuple[str, str, int], Terms] = {key: [] for key in planned} if minded else {}
    for track in shape.tracks if minded else ():
        for u in track.starts:
            begun = cumulative(m, track, u) + scaled(-1.0, cumulative(m, track, u - 1))
            starts.setdefault((track.site, track.node, u), []).extend(begun)
    m.changed = Var(list(starts), within=NonNegativeReals)
    m.changed_more = Constraint(
        list(starts),
        rule=lambda m, *key: linear([(1.0, m.changed[key]), *scaled(-1.0, starts[key])]) >= -planned.get(key, 0),
    )
    m.changed_less = Constraint(
        list(starts), rule=lambda m, *key: linear([(1.0, m.changed[key]), *starts[key]]) >= planned.get(key, 0)
    )
    m.changed_most = Constraint(
        [0] if starts and settings.max_changes is not None else [],
        rule=lambda m, _: linear((1.0, m.changed[key]) for key in starts) <= settings.max_changes,
    )
    m.cost["changes"] = linear(
        (settings.change_price_usd_bn_per_phase * discount(case, key[2]), m.changed[key]) for key in starts
    )
