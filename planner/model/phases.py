"""Phases: construction starts of each pair, as cumulative counts that never fall.

    first[s,n,t]:  1 if the first phase of a greenfield pair has started by t (only where expansions differ from it)
    more[s,n,t]:   phases started by t, other than that first one
    phases_first_order[s,n,t]:  first[s,n,t-1] <= first[s,n,t]                          for t after the first start
    phases_more_order[s,n,t]:   more[s,n,t-1] <= more[s,n,t]                            for t after the first start
    phases_per_pair[s,n]:       first[s,n,T] + more[s,n,T] <= max_phases[s,n]           for pairs with both
    expansion_wait[s,n,t]:      more[s,n,t] <= max_phases[s,n] * first[s,n,t-(lead-expansion_lead)]   where both

A start is a difference: starts[s,n,t] = built[s,n,t] - built[s,n,t-1] with built = first + more.
"""

from collections.abc import Iterator
from typing import Any

from pyomo.environ import Binary, Constraint, NonNegativeIntegers, Var

from planner.model.linear import cumulative, linear, scaled
from planner.shape.shape import Shape
from planner.shape.tracks import FIRST, MORE, Track, expansion_wait_periods


def add(m: Any, shape: Shape) -> None:
    """Add the construction variables and their order."""
    firsts = {(track.site, track.node): track for track in shape.tracks if track.name == FIRST}
    mores = {(track.site, track.node): track for track in shape.tracks if track.name == MORE}
    both = [pair for pair in mores if pair in firsts]
    m.first = Var(list(_starts(firsts.values())), within=Binary)
    m.more = Var(
        list(_starts(mores.values())),
        within=NonNegativeIntegers,
        bounds=lambda _, s, n, t: (0, mores[s, n].max_phases),
    )
    m.phases_first_order = Constraint(
        list(_later_starts(firsts.values())), rule=lambda m, s, n, t: m.first[s, n, t - 1] <= m.first[s, n, t]
    )
    m.phases_more_order = Constraint(
        list(_later_starts(mores.values())), rule=lambda m, s, n, t: m.more[s, n, t - 1] <= m.more[s, n, t]
    )
    last = shape.case.calendar.last
    m.phases_per_pair = Constraint(
        both,
        rule=lambda m, s, n: (
            linear(cumulative(m, firsts[s, n], last) + cumulative(m, mores[s, n], last)) <= mores[s, n].max_phases + 1
        ),
    )

    def expansion_wait(m: Any, s: str, n: str, t: int) -> Any:
        wait = expansion_wait_periods(shape.case.pairs[s, n])
        begun = scaled(-mores[s, n].max_phases, cumulative(m, firsts[s, n], t - wait))
        return linear([(1.0, m.more[s, n, t]), *begun]) <= 0

    m.expansion_wait = Constraint(list(_starts(mores[pair] for pair in both)), rule=expansion_wait)


def _starts(tracks: Any) -> Iterator[tuple[str, str, int]]:
    return ((track.site, track.node, t) for track in tracks for t in track.starts)


def _later_starts(tracks: Any) -> Iterator[tuple[str, str, int]]:
    return ((track.site, track.node, t) for track in tracks for t in _after_first(track))


def _after_first(track: Track) -> range:
    return range(track.first_start + 1, track.last_start + 1)
