"""Lanes: nothing moves where a matching row says no, and no row's flows together exceed its maximum.

An event on a lane that leaves nothing stops every flow on its way, for its node and product, in its scenario; what it
leaves of the maximum is that share of the rows on the same way whose flows are all of its node and product.
"""

import math
from collections import defaultdict

from planner.audit.facts import Facts
from planner.audit.findings import KUNITS, USD_BN, Ledger
from planner.audit.lane_rows import Flow, LaneRows, flows_of
from planner.case.records import Event, Lane
from planner.plan.records import BanPrice


def check(facts: Facts, ledger: Ledger) -> None:
    """Check every flow against every row that it matches."""
    lanes, book = facts.case.lanes, LaneRows(facts.case)
    capped: dict[tuple[int, str, int], float] = defaultdict(float)
    for flow in flows_of(facts):
        rows = book.matching(flow)
        closed = any(not lanes[number].allowed for number in rows)
        ok = not closed or flow.kunits <= KUNITS
        ledger.holds("lane_closed", str(flow), flow.period, "a closed lane is used", ok, flow.kunits, 0.0)
        stopped = any(event.factor == 0 and _stops(event, flow) for event in facts.case.events)
        ok = not stopped or flow.kunits <= KUNITS
        ledger.holds("event_lane", str(flow), flow.period, "an event stops this flow", ok, flow.kunits, 0.0)
        for number in rows:
            capped[number, flow.scenario, flow.period] += flow.kunits
    for (number, scenario, t), kunits in capped.items():
        lane = lanes[number]
        ends = lane.from_region or lane.from_bloc, "to", lane.to_region or lane.to_market or lane.to_bloc
        where = " ".join(name for name in (scenario, *ends, lane.node, lane.product) if name)
        left = [event.factor for event in facts.case.events if _thins(event, lane, scenario, t)]
        allowed = lane.max_kunits if math.isinf(lane.max_kunits) else lane.max_kunits * math.prod(left)
        ledger.at_most("lane_max", where, t, "flow in thousands", kunits, allowed, KUNITS)
    last = facts.case.calendar.last
    known = {
        (*_names(lane), max(0, lane.from_period), min(last, lane.until_period)) for lane in lanes if not lane.allowed
    }
    for ban in facts.plan.bans:
        where = " ".join(name for name in _names(ban) if name)
        closed = (*_names(ban), ban.from_period, ban.until_period) in known
        ledger.holds("ban_claim", where, None, "no row closes the lane of a ban", closed, "open", "closed")
        ledger.at_least("ban_claim", where, None, "what a ban costs, bn USD,", ban.usd_bn, 0.0, USD_BN)


def _names(row: Lane | BanPrice) -> tuple[str, ...]:
    bloc = "" if row.from_region else row.from_bloc
    return row.from_region, bloc, row.to_region, row.to_market, row.to_bloc, row.node, row.product


def _stops(event: Event, flow: Flow) -> bool:
    if event.scenario != flow.scenario or not event.from_period <= flow.period <= event.until_period:
        return False
    if (event.to_region, event.to_market) != (flow.to_region, flow.to_market):
        return False
    stays = flow.from_region == flow.to_region
    comes = event.from_region == flow.from_region or (not event.from_region and not stays)
    return comes and (not event.node or event.node in flow.nodes) and event.product in ("", flow.product)


def _thins(event: Event, lane: Lane, scenario: str, period: int) -> bool:
    way = event.from_region, event.to_region, event.to_market
    return (
        event.scenario == scenario
        and event.from_period <= period <= event.until_period
        and any(way)
        and way == (lane.from_region, lane.to_region, lane.to_market)
        and not (lane.from_bloc or lane.to_bloc)
        and event.node in ("", lane.node)
        and event.product in ("", lane.product)
    )
