"""Sense of events: each has one subject, and something of it to act on."""

import math
from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.records import Event, Lane

_SUBJECTS = ("region", "site", "market", "tool")
_LANE = ("from_region", "to_region", "to_market")


def event_problems(draft: Draft) -> Iterator[Problem]:
    """Return events without a subject or with several."""
    for entry in draft.entries(Event, *_SUBJECTS, *_LANE):
        event = entry.record
        named = [field for field in _SUBJECTS if getattr(event, field)]
        if event.is_lane:
            named.append("to_market" if event.to_market else "to_region")
        if len(named) != 1:
            value = " and ".join(str(getattr(event, field)) for field in named) or "nothing"
            yield entry.problem(
                codes.EVENT_SUBJECT, named[-1] if named else "region", found=value, expected="one subject"
            )
        elif event.is_lane and bool(event.to_region) is bool(event.to_market):
            yield entry.problem(
                codes.LANE_ENDS, "to_region", found=event.to_market and f"{event.to_region} and {event.to_market}"
            )


def idle_events(draft: Draft) -> Iterator[Problem]:
    """Return names of events that their subject does not know, and shares of lanes without a limit."""
    for entry in draft.entries(Event):
        event = entry.record
        unused = [field for field in ("node", "product") if getattr(event, field) and not _knows(event, field)]
        for field in unused:
            what = "nodes" if field == "node" else "products"
            fix = f"clear it: this event is about all {what} of its subject"
            yield entry.problem(codes.NO_EFFECT, field, found=getattr(event, field), fix=fix)
        if event.is_lane and event.factor > 0:
            yield from _without_limit(draft, entry)


def _knows(event: Event, field: str) -> bool:
    return event.is_lane or bool(event.market if field == "product" else event.region or event.site)


def _without_limit(draft: Draft, entry: Entry[Event]) -> Iterator[Problem]:
    event = entry.record
    way = event.from_region, event.to_region, event.to_market
    for lane in draft.records(Lane):
        is_same = way == (lane.from_region, lane.to_region, lane.to_market)
        alike = event.node in ("", lane.node) and event.product in ("", lane.product)
        if is_same and alike and not math.isinf(lane.max_kunits):
            return
    fix = f"write 0 to close the lane, or give the max_kunits of this lane in a {draft.words.row} of lanes"
    yield entry.problem(codes.NO_EFFECT, "factor", found=plain(draft.words.share(event.factor)), fix=fix)
