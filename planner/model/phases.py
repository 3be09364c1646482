"""Phases: construction starts of each pair, as cumulative counts that never fall.

    first[s,n,t]:  1 if the first phase of a greenfield pair has started by t (only where expansions differ from it)
    more[s,n,t]:   phases started by t, other than that first one
    phases_first_order[s,n,t]:  first[s,n,t-1] <= first[s,n,t]                          for t after the first start
    phases_more_order[s,n,t]:   more[s,n,t-1] <= more[s,n,t]                            for t after the first start
    phases_per_pair[s,n]:       first[s,n,T] + more[s,n,T] <= max_phases[s,n]           for pairs with both
    expansion_wait[s,n,t]:      more[s,n,t] <= max_phases[s,n] * first[s,n,t-(lead-expansion_lead)]   where both

A start is a difference: starts[s,n,t] = built[s,n,t] - built[s,n,t-1] with built = first + more.
"""

from collections.abc import Iterable, Iterator

from planner.model.equations import Equation
from planner.model.pyomo_model import Model
from planner.model.starts import built
from planner.registry.keys import PairPeriod
from planner.registry.rows import EXPANSION_WAIT, PHASES_FIRST_ORDER, PHASES_MORE_ORDER, PHASES_PER_PAIR
from planner.registry.variables import FIRST, MORE
from planner.shape.shape import Shape
from planner.shape.tracks import Track, expansion_wait_periods


def add(m: Model, shape: Shape) -> None:
    """Add the construction variables and their order."""
    firsts = {(track.site, track.node): track for track in shape.tracks if track.is_first}
    mores = {(track.site, track.node): track for track in shape.tracks if not track.is_first}
    both = [pair for pair in mores if pair in firsts]
    first = m.variables(FIRST, _starts(firsts.values()))
    more = m.variables(MORE, _starts(mores.values()), upper=lambda key: mores[key.site, key.node].max_phases)

    m.rows(
        PHASES_FIRST_ORDER,
        {(s, n, t): first[s, n, t - 1] <= first[s, n, t] for s, n, t in _later_starts(firsts.values())},
    )
    m.rows(
        PHASES_MORE_ORDER,
        {(s, n, t): more[s, n, t - 1] <= more[s, n, t] for s, n, t in _later_starts(mores.values())},
    )
    last = shape.case.calendar.last
    m.rows(
        PHASES_PER_PAIR,
        {
            (s, n): built(m, firsts[s, n], last) + built(m, mores[s, n], last) <= mores[s, n].max_phases + 1
            for s, n in both
        },
    )

    def expansion_wait(s: str, n: str, t: int) -> Equation:
        wait = expansion_wait_periods(shape.case, shape.case.pairs[s, n])
        return more[s, n, t] <= mores[s, n].max_phases * built(m, firsts[s, n], t - wait)

    m.rows(EXPANSION_WAIT, {key: expansion_wait(*key) for key in _starts(mores[pair] for pair in both)})


def _starts(of: Iterable[Track]) -> Iterator[PairPeriod]:
    return (PairPeriod(track.site, track.node, t) for track in of for t in track.starts)


def _later_starts(of: Iterable[Track]) -> Iterator[PairPeriod]:
    return (PairPeriod(track.site, track.node, t) for track in of for t in track.starts[1:])
