"""The events of a run as a stream (server-sent events), from any number on, until the run is over.

A store that cannot be read does not end the stream: it is reported as an event without a number, and tried again.
"""

import asyncio
import json
from collections.abc import AsyncIterator

from planner.web.services import Services
from planner.web.store.records import Run
from planner.web.store.trouble import trouble_of

_TICK_SECONDS = 0.2
_RETRY_SECONDS = 2.0
_LOOK_TICKS = 5
"""Ticks after which the run itself is looked at, which many browsers at one solve would feel; at once after an event of
its state."""
_SILENCE_TICKS = 75
"""Number of ticks without an event after which a comment keeps the connection alive."""


async def events(services: Services, run: str, after: int) -> AsyncIterator[str]:
    """Yield the events after a number as they occur; the last one is `over`."""
    silent, shown, until_look = 0, "", 0
    while not services.jobs.is_ending:
        looks = until_look <= 0
        current: Run | None = None
        try:
            if looks:  # before its events: where it is over, they are all of them
                current = await asyncio.to_thread(services.store.run, run)
            new_events = await asyncio.to_thread(services.store.events, run, after)
            trouble = services.jobs.trouble
        except Exception as error:
            trouble = trouble_of(error, services.store.folder)
            if trouble is None:
                raise
            new_events, is_readable = [], False
        else:
            is_readable = True
        sentence = trouble.sentence if trouble else ""
        if sentence != shown:
            shown = sentence
            yield f"event: trouble\ndata: {json.dumps({'message': sentence})}\n\n"
        for event in new_events:
            after = event.number
            yield f"id: {event.number}\nevent: {event.kind}\ndata: {json.dumps(event.body)}\n\n"
        is_news = not is_readable or any(event.kind == "state" for event in new_events)
        until_look = 0 if is_news else (_LOOK_TICKS if looks else until_look) - 1
        if is_readable and looks and _is_over(services, current):
            state = "deleted" if current is None else str(current.state)
            yield f"event: over\ndata: {json.dumps({'state': state})}\n\n"
            return
        silent = 0 if new_events else silent + 1
        if silent == _SILENCE_TICKS:
            silent = 0
            yield ": still here\n\n"
        await asyncio.sleep(_TICK_SECONDS if is_readable else _RETRY_SECONDS)


def _is_over(services: Services, run: Run | None) -> bool:
    """Whether nothing will come any more: also no plan of a solve that was cut short, which is finished first."""
    return run is None or not (run.is_live or (services.jobs.is_finishing(run.id) and not run.has_plan))
