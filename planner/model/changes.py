"""Changes: phases and shells that differ from the last plan are priced, and no more of them than allowed.

    changed[s,n,t]:       phases that differ from the last plan in t
    changed_more[s,n,t]:  changed[s,n,t] >= starts[s,n,t] - last_plan[s,n,t]
    changed_less[s,n,t]:  changed[s,n,t] >= last_plan[s,n,t] - starts[s,n,t]
    changed_max[]:        sum(s,n,t) changed[s,n,t] <= max_changes
    cost[changes] = sum(s,n,t) change_price * discount[t] * changed[s,n,t]

Without a last plan there is nothing to differ from. A phase moved to another period counts twice. The shells of a site
count as phases without a node; a last plan that says nothing of shells leaves them out.
"""

import math

from planner.case.money import discount
from planner.model.equations import Linear, total
from planner.model.pyomo_model import Model
from planner.model.starts import started
from planner.registry.keys import PairPeriod
from planner.registry.rows import CHANGED_LESS, CHANGED_MAX, CHANGED_MORE
from planner.registry.variables import CHANGED
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add the changes against the last plan."""
    case, settings = shape.case, shape.case.settings
    last_plan = {
        PairPeriod(row.site, row.node, row.period): row.phases
        for row in case.last_plan
        if case.may_build(row.site, row.node) and row.period in case.calendar.horizon
    }
    price = settings.change_price_usd_bn_per_phase
    max_changes = settings.max_changes
    is_used = bool(case.last_plan) and (max_changes < math.inf or price > 0)
    by_track: dict[PairPeriod, list[Linear]] = {key: [] for key in last_plan} if is_used else {}
    names_shells = any(not row.node for row in case.last_plan)
    for track in (shape.paid_tracks if names_shells else shape.tracks) if is_used else ():
        for t in track.starts:
            by_track.setdefault(PairPeriod(track.site, track.node, t), []).append(started(m, track, t))
    starts = {key: total(amounts) for key, amounts in by_track.items()}
    planned = {key: last_plan.get(key, 0) for key in starts}

    changed = m.variables(CHANGED, starts)
    m.rows(CHANGED_MORE, {key: changed[key] >= starts[key] - planned[key] for key in starts})
    m.rows(CHANGED_LESS, {key: changed[key] >= planned[key] - starts[key] for key in starts})
    is_limited = bool(starts) and max_changes < math.inf
    m.rows(CHANGED_MAX, {(): total(changed[key] for key in starts) <= max_changes} if is_limited else {})
    m.cost("changes", total(price * discount(case, key.period) * changed[key] for key in starts))
