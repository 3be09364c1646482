"""End value: what new phases are still worth after the last period, straight line over the equipment's life.

cost[end_value] = - discount_end * sum(s,n,u) end_value_share[s,n,u] * (phase_capex[s,n] - credits of the start) * starts[s,n,u]
end_value_share = max(0, 1 - age / life), age from first output to the end; zero where nothing is online by then
"""

import math
from typing import Any

from planner.case.money import discount_end, end_value_share, phase_capex_usd_bn
from planner.case.shape import Shape
from planner.model.credits import uncapped_credit_usd_bn
from planner.model.linear import Terms, by_start, linear


def add(m: Any, shape: Shape) -> None:
    """Add the value of new phases at the end of the horizon."""
    case = shape.case
    at_end = discount_end(case)
    terms: Terms = []
    leads = {}
    for track in shape.tracks:
        leads[track.site, track.node, track.name] = track.lead_periods
        capex = phase_capex_usd_bn(case, case.pairs[track.site, track.node])
        terms += by_start(
            m,
            track,
            lambda u, track=track, capex=capex: (
                -at_end
                * end_value_share(case, u + track.lead_periods)
                * (capex - uncapped_credit_usd_bn(case, track, u))
            ),
        )
    for i, s, n, k, u in m.credit:
        terms.append((at_end * end_value_share(case, u + leads[s, n, k]), m.credit[i, s, n, k, u]))
    m.cost["end_value"] = linear(term for term in terms if not math.isclose(term[0], 0.0, abs_tol=1e-15))
