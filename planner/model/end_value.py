"""End value: what new phases and shells are still worth after the last period, straight line over their lives.

    cost[end_value] = - discount_end * sum(s,n,x,u) end_value_share[s,n,x,u] * net_capex[s,n,x,u] * starts[s,n,x,u]

net_capex is the capex less the credits of the start; in a profit of society it is the capex, since a grant makes a fab
worth no less. end_value_share = max(0, 1 - age / life) by the age from first output to the end, zero where nothing is
online by then. Shells of a site are one more track: they last shell_life_years from when they are finished, phases
equipment_life_years.
"""

from functools import partial

from planner.case.money import capex_usd_bn, discount_end, end_value_share
from planner.case.records import Case
from planner.model.crediting import uncapped_credit_usd_bn
from planner.model.equations import total
from planner.model.pyomo_model import Model
from planner.model.starts import by_start
from planner.registry.variables import CREDIT
from planner.shape.shape import Shape
from planner.shape.tracks import Track


def add(m: Model, shape: Shape) -> None:
    """Add the value of new phases at the end of the horizon."""
    case, credit = shape.case, m[CREDIT]
    worth = total(by_start(m, track, partial(_end_value_usd_bn, case, track)) for track in shape.paid_tracks)
    refunded = total(
        discount_end(case) * _share(case, shape.cohorts[h].tracks[0], u) * credit[i, h, u]
        for i, h, u in (() if case.settings.is_for_society else credit)
    )
    m.cost("end_value", -(worth - refunded))


def _end_value_usd_bn(case: Case, track: Track, start: int) -> float:
    """Return the discounted end value of one phase or shell, net of the credits that have no cap."""
    granted = 0.0 if case.settings.is_for_society else uncapped_credit_usd_bn(case, track, start)
    net_capex = capex_usd_bn(case, track, start) - granted
    return discount_end(case) * _share(case, track, start) * net_capex


def _share(case: Case, track: Track, start: int) -> float:
    return end_value_share(case, track, start + track.lead_periods)
