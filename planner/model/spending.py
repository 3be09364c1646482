"""Spending: what phases cost, due as their spend profile says.

    cost[capex] = sum(s,n,x,u) phase_capex[s,n,x,u] * present_share[x,u] * starts[s,n,x,u]
    cost[under_way] = sum(s,n,t) discount[t] * bills[s,n,t]
    present_share[x,u] = sum(j) spend[x,j] * discount[min(u+j, T)]

What is due after the horizon falls in the last period T. A pair's first phase and all others, its tracks x, differ in
lead time, spend profile and capex, which moves with its node's trend by start period. At a site with shells a phase
costs its equipment; the shells are paid for in shells.py. Nothing decides the bills of phases under way.
"""

from functools import partial

from planner.case.money import capex_usd_bn, discount, present_share
from planner.case.records import Case
from planner.model.equations import total
from planner.model.pyomo_model import Model
from planner.model.starts import by_start
from planner.shape.shape import Shape
from planner.shape.tracks import Track


def add(m: Model, shape: Shape) -> None:
    """Add the capex of phases, and the bills of those under way."""
    m.cost(
        "capex", total(by_start(m, track, partial(_present_capex_usd_bn, shape.case, track)) for track in shape.tracks)
    )
    bills = (
        discount(shape.case, t) * usd_bn for row in shape.case.under_way for t, usd_bn in enumerate(row.bills_usd_bn)
    )
    m.cost("under_way", total(bills))


def _present_capex_usd_bn(case: Case, track: Track, start: int) -> float:
    return capex_usd_bn(case, track, start) * present_share(case, track.spend, start)
