"""Sense of events: each has one subject, and something of it to act on."""

import math
from collections.abc import Iterator, Sequence

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.records import Demand
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.checks.sense.places import Place, places
from planner.case.records import Committed, Conversion, Event, Lane, Pair, Product

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
    """Return events on what is not there, names that their subject does not know, and shares of lanes without limit."""
    there = list(places(draft, Pair, Committed, Conversion))
    products = {product.name for product in draft.records(Product, "name")}
    for entry in draft.entries(Event):
        yield from _idle(draft, entry, there)
        event = entry.record
        unused = [field for field in ("node", "product") if getattr(event, field) and not _knows(event, field)]
        for field in unused:
            what = "nodes" if field == "node" else "products"
            fix = f"clear it: this event is about all {what} of its subject"
            yield entry.problem(codes.NO_EFFECT, field, found=getattr(event, field), fix=fix)
        if event.is_lane and event.product and event.product not in products:
            expected = "a product: packages of it move, whatever class they serve"
            yield entry.problem(codes.ROW_IDLE, "product", found=event.product, expected=expected)
        if event.is_lane and event.factor > 0:
            yield from _without_limit(draft, entry)


def _idle(draft: Draft, entry: Entry[Event], there: Sequence[Place]) -> Iterator[Problem]:
    """Yield an event on capacity or demand of which there is none."""
    event = entry.record
    field = "site" if event.site else "region"
    is_met = any(
        getattr(event, field) == getattr(place, field) and event.node in ("", place.node)
        for place in there
        for field in ("site", "region")
    )
    if (event.site or event.region) and not is_met:
        expected = "a place where something is built, or made"
        yield entry.problem(codes.ROW_IDLE, field, found=getattr(event, field), expected=expected)
    if event.market and not any(
        event.market == row.market and event.product in ("", row.product)
        for row in draft.records(Demand, "market", "product")
    ):
        yield entry.problem(codes.ROW_IDLE, "market", found=event.market, expected="a market with demand for it")


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
