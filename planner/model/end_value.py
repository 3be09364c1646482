"""End value: what new phases are still worth after the last period, straight line over the equipment's life.

    cost[end_value] = - discount_end * sum(s,n,u) end_value_share[s,n,u] * net_capex[s,n,u] * starts[s,n,u]

net_capex is the phase capex less the credits of the start. end_value_share = max(0, 1 - age / life) by the age from
first output to the end, zero where nothing is online by then.
"""

from functools import partial
from typing import Any

from planner.case.money import discount_end, end_value_share, phase_capex_usd_bn
from planner.case.records import Case
from planner.model.crediting import uncapped_credit_usd_bn
from planner.model.linear import Terms, by_start, linear, scaled
from planner.shape.shape import Shape
from planner.shape.tracks import Track


def add(m: Any, shape: Shape) -> None:
    """Add the value of new phases at the end of the horizon."""
    case = shape.case
    terms: Terms = []
    for track in shape.tracks:
        terms += by_start(m, track, partial(_end_value_usd_bn, case, track))
    for i, g, u in m.credit:
        share = end_value_share(case, u + shape.cohorts[g].lead_periods)
        terms.append((-discount_end(case) * share, m.credit[i, g, u]))
    m.cost["end_value"] = linear(scaled(-1.0, terms))


def _end_value_usd_bn(case: Case, track: Track, start: int) -> float:
    """Return the discounted end value of one phase, net of the credits that have no cap."""
    net_capex = phase_capex_usd_bn(case, case.pairs[track.site, track.node]) - uncapped_credit_usd_bn(
        case, track, start
    )
    return discount_end(case) * end_value_share(case, start + track.lead_periods) * net_capex
