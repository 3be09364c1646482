"""Limits: policy bounds on counts of new phases and on shares of capex and output.

    limit_started[i,side]:     sum(s,n in i) built[s,n,until] - built[s,n,from-1] >= min[i], or <= max[i]
    limit_online[i,side,t]:    sum(s,n in i) built[s,n,t-lead] >= min[i], or <= max[i]
    limit_capex[i,side]:       sum(s,n in i) capex due in the window >= min[i] * its total, or <= max[i] * its total
    limit_output[k,i,side,t]:  sum(r,n,d in i) wafer_starts[k,r,n,d,t] >= min[i] * the total, or <= max[i] * the total

limit_output counts wafers[k,z,n,d,p,m,t] where the limit names a product besides its node or kind, and
finished[k,z,p,t] where it names neither node nor kind. Where a limit names a place, the total is of the same node, kind
and product in all places; where it names none, the total is of everything. With a limit on the packages of a place, or
on its wafers for a product, every region is a zone of its own. Output is known by region, so that the site of such a
limit stands for its region; the reader asks for a site that is the only one there to make it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from pyomo.environ import Constraint

from planner.case.money import paid_share, phase_capex_usd_bn
from planner.case.records import Case, Limit, Measure
from planner.model.linear import Terms, by_start, cumulative, linear, scaled
from planner.shape.shape import Shape
from planner.shape.tracks import Track

MIN, MAX = "min", "max"


def add(m: Any, shape: Shape) -> None:
    """Add the limits of every measure."""
    case = shape.case
    m.limit_started = _limit(shape, Measure.PHASES_STARTED, False, partial(_started, m, shape))
    m.limit_online = _limit(shape, Measure.ONLINE_PHASES, True, partial(_online, m, shape))
    m.limit_capex = _limit(shape, Measure.CAPEX_SHARE, False, partial(_capex, m, shape))

    def limit_output(m: Any, k: int, i: int, side: str, t: int) -> Any:
        return _bounded(case.limits[i], side, *_output(m, shape, k, case.limits[i], t))

    m.limit_output = Constraint(
        [
            (k, i, side, t)
            for k in range(len(case.scenarios))
            for i, side in _sides(case, Measure.OUTPUT_SHARE)
            for t in _window(case, case.limits[i])
        ],
        rule=limit_output,
    )


def _limit(
    shape: Shape, measure: Measure, by_period: bool, amounts: Callable[[Limit, int], tuple[Terms, Terms | None]]
) -> Any:
    case = shape.case
    last = case.calendar.last
    if not by_period:
        return Constraint(
            list(_sides(case, measure)),
            rule=lambda _, i, side: _bounded(case.limits[i], side, *amounts(case.limits[i], last)),
        )
    return Constraint(
        [(i, side, t) for i, side in _sides(case, measure) for t in _window(case, case.limits[i])],
        rule=lambda _, i, side, t: _bounded(case.limits[i], side, *amounts(case.limits[i], t)),
    )


def _sides(case: Case, measure: Measure) -> Iterator[tuple[int, str]]:
    for i, limit in enumerate(case.limits):
        if limit.measure is measure:
            yield from ((i, side) for side, bound in ((MIN, limit.minimum), (MAX, limit.maximum)) if bound is not None)


def _window(case: Case, limit: Limit) -> range:
    return range(max(0, limit.from_period), min(case.calendar.last, limit.until_period) + 1)


def _bounded(limit: Limit, side: str, part: Terms, total: Terms | None) -> Any:
    """Return the row of one side: a count against its bound, or a part against the share of its total."""
    bound = limit.minimum if side == MIN else limit.maximum
    assert bound is not None, "only sides with a bound are indexed"
    room = 0.0 if total is not None else bound
    body = part if total is None else part + scaled(-bound, total)
    if not any(coefficient for coefficient, _ in body):
        holds = room <= 0 if side == MIN else room >= 0
        return Constraint.Feasible if holds else Constraint.Infeasible
    return linear(body) >= room if side == MIN else linear(body) <= room


def _matching(shape: Shape, limit: Limit) -> Iterator[Track]:
    for track in shape.tracks:
        if _speaks_of(shape.case, limit, shape.case.sites[track.site].region, track.site, track.node, ""):
            yield track


def _speaks_of(case: Case, limit: Limit, region: str, site: str, node: str, product: str) -> bool:
    return (
        limit.region in ("", region)
        and limit.bloc in ("", case.regions[region].bloc)
        and (limit.site in ("", site) if site else not limit.site or case.sites[limit.site].region == region)
        and (not node or (limit.node in ("", node) and limit.kind in (None, case.nodes[node].kind)))
        and (not product or limit.product in ("", product))
    )


def _everything(limit: Limit) -> Limit:
    """Return the limit whose matches make up the total that a share is taken of."""
    placed = limit.region or limit.bloc or limit.site
    anywhere = replace(limit, region="", bloc="", site="")
    return anywhere if placed else replace(anywhere, node="", kind=None, product="")


def _started(m: Any, shape: Shape, limit: Limit, _: int) -> tuple[Terms, None]:
    window = _window(shape.case, limit)
    terms: Terms = []
    for track in _matching(shape, limit):
        if window:
            terms += cumulative(m, track, window[-1]) + scaled(-1.0, cumulative(m, track, window[0] - 1))
    return terms, None


def _online(m: Any, shape: Shape, limit: Limit, t: int) -> tuple[Terms, None]:
    return [term for track in _matching(shape, limit) for term in cumulative(m, track, t - track.lead_periods)], None


def _capex(m: Any, shape: Shape, limit: Limit, _: int) -> tuple[Terms, Terms]:
    return _due(m, shape, limit), _due(m, shape, _everything(limit))


def _due(m: Any, shape: Shape, limit: Limit) -> Terms:
    case = shape.case
    window = _window(case, limit)
    terms: Terms = []
    for track in _matching(shape, limit):
        if window:
            terms += by_start(m, track, partial(_due_in_window, case, track, window), until=window[-1])
    return terms


def _due_in_window(case: Case, track: Track, window: range, start: int) -> float:
    last = case.calendar.last
    share = paid_share(track.spend, start, window[-1], last) - paid_share(track.spend, start, window[0] - 1, last)
    return phase_capex_usd_bn(case, case.pairs[track.site, track.node]) * share


def _output(m: Any, shape: Shape, k: int, limit: Limit, t: int) -> tuple[Terms, Terms]:
    made = list(_made(m, shape, k, limit, t))
    everything = _everything(limit)
    case = shape.case
    return (
        [term for term, *names in made if _speaks_of(case, limit, *names)],
        [term for term, *names in made if _speaks_of(case, everything, *names)],
    )


def _made(m: Any, shape: Shape, k: int, limit: Limit, t: int) -> Iterator[tuple[Any, str, str, str, str]]:
    """Yield (term, region, site, node, product) of all that is made in a period; what is blank is not told apart.

    Wafer starts are known by region. Where they are told apart by product, or packages are counted, a zone is its
    first region: a place in such a limit keeps regions apart.
    """
    if limit.counts_wafers and not limit.product:
        for scenario, r, n, d, begun in m.wafer_starts:
            if (scenario, begun) == (k, t):
                yield (1.0, m.wafer_starts[scenario, r, n, d, begun]), r, "", n, ""
    elif limit.counts_wafers:
        for scenario, z, n, d, p, part, begun in m.wafers:
            if (scenario, begun) == (k, t):
                yield (1.0, m.wafers[scenario, z, n, d, p, part, begun]), z, "", n, p
    else:
        for scenario, z, p, finished in m.finished:
            if (scenario, finished) == (k, t):
                made = m.finished[scenario, z, p, finished].expr
                for term in zip(made.linear_coefs, made.linear_vars, strict=True):
                    yield term, z, "", "", p
