"""Spending: what phases cost, due as their spend profile says.

    cost[capex] = sum(s,n,k,u) phase_capex[s,n] * present_share[k,u] * starts[s,n,k,u]
    present_share[k,u] = sum(j) spend[k,j] * discount[min(u+j, T)]

What is due after the horizon falls in the last period T. k is the track, `first` or `more`.
"""

from functools import partial
from typing import Any

from planner.case.money import phase_capex_usd_bn, present_share
from planner.case.records import Case
from planner.model.linear import by_start, linear
from planner.shape.shape import Shape
from planner.shape.tracks import Track


def add(m: Any, shape: Shape) -> None:
    """Add the capex of phases."""
    m.cost["capex"] = linear(
        term for track in shape.tracks for term in by_start(m, track, partial(_present_capex_usd_bn, shape.case, track))
    )


def _present_capex_usd_bn(case: Case, track: Track, start: int) -> float:
    capex = phase_capex_usd_bn(case, case.pairs[track.site, track.node])
    return capex * present_share(case, track.spend, start)
