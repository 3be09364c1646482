"""Limits: policy bounds on counts of new phases and on shares of capex and output.

    limit_started[limit,side]:     sum(s,n in limit) built[s,n,until] - built[s,n,from-1] >= min[limit],
                                   or <= max[limit]
    limit_online[limit,side,t]:    sum(s,n in limit) built[s,n,t-lead] >= min[limit], or <= max[limit]
    limit_capex[limit,side]:       sum(s,n in limit) capex due in the window >= min[limit] * its total,
                                   or <= max[limit] * its total
                                   with the capex of shells where the limit names neither node nor kind
    limit_output[k,limit,side,t]:  sum(r,n,d in limit) wafer_starts[k,r,n,d,t] >= min[limit] * the total,
                                   or <= max[limit] * the total

Phases under way are online from their first output, and their bills are capex that is due.

limit_output counts wafers[k,z,n,d,p,m,t] where the limit names a product besides its node or kind, and
finished[k,z,p,t] where it names neither node nor kind. Where a limit names a place or an owner, the total is of the
same node, kind and product in all places and of all owners; where it names none, the total is of everything. With a
limit on the packages of a place, or on its wafers for a product, every region is a zone of its own. Output is known by
region, so that the site of such a limit stands for its region; the reader asks for a site that is the only one there to
make it, and for no owner.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from planner.case.money import capex_usd_bn, paid_share
from planner.case.records import Case, Limit, Measure, UnderWay
from planner.model.equations import Equation, Linear, total
from planner.model.pyomo_model import Model
from planner.model.starts import built, by_start
from planner.registry.rows import LIMIT_CAPEX, LIMIT_ONLINE, LIMIT_OUTPUT, LIMIT_STARTED
from planner.registry.variables import FINISHED, WAFER_STARTS, WAFERS
from planner.shape.shape import Shape
from planner.shape.tracks import Track

MIN, MAX = "min", "max"


def add(m: Model, shape: Shape) -> None:
    """Add the limits of every measure."""
    case = shape.case
    m.rows(
        LIMIT_STARTED,
        {
            (row, side): bounded(_started(m, shape, limit), side, bound)
            for row, limit, side, bound in sides(case, Measure.PHASES_STARTED)
        },
    )
    m.rows(
        LIMIT_ONLINE,
        {
            (row, side, t): bounded(_online(m, shape, limit, t), side, bound)
            for row, limit, side, bound in sides(case, Measure.ONLINE_PHASES)
            for t in limit_window(case, limit)
        },
    )
    m.rows(
        LIMIT_CAPEX,
        {
            (row, side): bounded(_due(m, shape, limit), side, bound * _due(m, shape, limit, of_total=True))
            for row, limit, side, bound in sides(case, Measure.CAPEX_SHARE)
        },
    )
    m.rows(
        LIMIT_OUTPUT,
        {
            (k, row, side, t): bounded(
                _output(m, shape, k, limit, t), side, bound * _output(m, shape, k, limit, t, of_total=True)
            )
            for k in range(len(case.scenarios))
            for row, limit, side, bound in sides(case, Measure.OUTPUT_SHARE)
            for t in limit_window(case, limit)
        },
    )


def sides(case: Case, measure: Measure) -> Iterator[tuple[int, Limit, str, float]]:
    """Yield the limits of a measure by row, with each side that has a bound."""
    for row, limit in enumerate(case.limits):
        if limit.measure is measure and limit.minimum > 0:
            yield row, limit, MIN, limit.minimum
        if limit.measure is measure and limit.maximum < math.inf:
            yield row, limit, MAX, limit.maximum


def limit_window(case: Case, limit: Limit) -> range:
    """Return the periods of the horizon in which a limit holds."""
    return range(max(0, limit.from_period), min(case.calendar.last, limit.until_period) + 1)


def bounded(amount: Linear, side: str, bound: Linear | float) -> Equation:
    """Return the equation of a side of a limit."""
    return amount >= bound if side == MIN else amount <= bound


def _matching(shape: Shape, limit: Limit, tracks: Iterable[Track]) -> Iterator[Track]:
    for track in tracks:
        if limit.owner not in ("", shape.case.owner_of(track.site, track.node)):
            continue
        if _refers_to(shape.case, limit, shape.case.sites[track.site].region, track.site, track.node, ""):
            yield track


def _matching_under_way(case: Case, limit: Limit) -> Iterator[UnderWay]:
    for row in case.under_way:
        is_owned = limit.owner in ("", case.owner_of(row.site, row.node))
        if is_owned and _refers_to(case, limit, case.sites[row.site].region, row.site, row.node, ""):
            yield row


def _refers_to(case: Case, limit: Limit, region: str, site: str, node: str, product: str) -> bool:
    return (
        limit.region in ("", region)
        and limit.bloc in ("", case.regions[region].bloc)
        and (limit.site in ("", site) if site else not limit.site or case.sites[limit.site].region == region)
        and (not node or (limit.node in ("", node) and limit.kind in (None, case.nodes[node].kind)))
        and (not product or limit.product in ("", product))
    )


def _everything(limit: Limit) -> Limit:
    """Return the limit whose matches make up the total that a share is taken of."""
    has_place = limit.region or limit.bloc or limit.site or limit.owner
    anywhere = replace(limit, region="", bloc="", site="", owner="")
    return anywhere if has_place else replace(anywhere, node="", kind=None, product="")


def _started(m: Model, shape: Shape, limit: Limit) -> Linear:
    window = limit_window(shape.case, limit)
    tracks = _matching(shape, limit, shape.tracks) if window else ()
    return total(built(m, track, window[-1]) - built(m, track, window[0] - 1) for track in tracks)


def _online(m: Model, shape: Shape, limit: Limit, t: int) -> Linear:
    earlier = sum(row.phases for row in _matching_under_way(shape.case, limit) if row.first_output <= t)
    new = total(built(m, track, t - track.lead_periods) for track in _matching(shape, limit, shape.tracks))
    return new + earlier


def _due(m: Model, shape: Shape, limit: Limit, of_total: bool = False) -> Linear:
    """Return the capex due in the window of a limit, or its total: of phases, new and under way, and of shells."""
    case, window, counted = shape.case, limit_window(shape.case, limit), _everything(limit) if of_total else limit
    names_node = bool(limit.node) or limit.kind is not None
    tracks = _matching(shape, counted, shape.tracks if names_node else shape.paid_tracks) if window else ()
    bills = sum(row.bills_usd_bn[t] for row in _matching_under_way(case, counted) for t in window)
    new = total(by_start(m, track, partial(_due_in_window, case, track, window), until=window[-1]) for track in tracks)
    return new + bills


def _due_in_window(case: Case, track: Track, window: range, start: int) -> float:
    last = case.calendar.last
    share = paid_share(track.spend, start, window[-1], last) - paid_share(track.spend, start, window[0] - 1, last)
    return capex_usd_bn(case, track, start) * share


def _output(m: Model, shape: Shape, k: int, limit: Limit, t: int, of_total: bool = False) -> Linear:
    """Return the output of a period that a limit refers to, or the total that it is a share of.

    Wafer starts are known by region. Where they are counted by product, or packages are counted, a zone is its
    first region: a place in such a limit keeps regions apart.
    """
    case, counted = shape.case, _everything(limit) if of_total else limit
    if limit.counts_wafers and not limit.product:
        starts = m[WAFER_STARTS]
        return total(
            starts[key]
            for key in starts
            if (key.scenario, key.period) == (k, t) and _refers_to(case, counted, key.region, "", key.node, "")
        )
    if limit.counts_wafers:
        wafers = m[WAFERS]
        return total(
            wafers[key]
            for key in wafers
            if (key.scenario, key.period) == (k, t) and _refers_to(case, counted, key.zone, "", key.node, key.product)
        )
    finished = m[FINISHED]
    return total(
        finished[key]
        for key in finished
        if (key.scenario, key.period) == (k, t) and _refers_to(case, counted, key.zone, "", "", key.product)
    )
