"""Lanes: nothing moves where a matching row says no, and no row's flows together exceed its maximum."""

from collections import defaultdict

from planner.plan.audit.facts import Facts
from planner.plan.audit.findings import KUNITS, Ledger
from planner.plan.audit.lane_rows import LaneRows, flows_of


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
        to = lane.to_region or lane.to_market
        where = " ".join(name for name in (scenario, lane.from_region, "to", to, lane.node, lane.product) if name)
        ledger.at_most("lane_max", where, t, "flow in thousands", kunits, lane.max_kunits, KUNITS)
    for ban in facts.plan.bans:
        way = (ban.from_region, ban.to_region, ban.to_market)
        closed = any(
            (lane.from_region, lane.to_region, lane.to_market) == way
            and not lane.allowed
            and lane.product in ("", ban.product)
            and lane.from_period <= ban.period <= lane.until_period
            for lane in lanes
        )
        where = f"{ban.from_region} to {ban.to_region or ban.to_market} {ban.product}"
        ledger.holds("ban_claim", where, ban.period, "no row closes the lane of a ban", closed, "open", "closed")
