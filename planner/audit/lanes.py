"""Lanes: nothing moves where a matching row says no, and no row's flows together exceed its maximum."""

from collections import defaultdict

from planner.audit.facts import Facts
from planner.audit.findings import KUNITS, USD_BN, Ledger
from planner.audit.lane_rows import LaneRows, flows_of
from planner.case.records import Lane
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
        for number in rows:
            capped[number, flow.scenario, flow.period] += flow.kunits
    for (number, scenario, t), kunits in capped.items():
        lane = lanes[number]
        to = lane.to_region or lane.to_market or lane.to_bloc
        where = " ".join(
            name for name in (scenario, lane.from_region or lane.from_bloc, "to", to, lane.node, lane.product) if name
        )
        ledger.at_most("lane_max", where, t, "flow in thousands", kunits, lane.max_kunits, KUNITS)
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
