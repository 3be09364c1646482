"""The events of a run as a stream (server-sent events), from any number on, until the run is over.

A store that cannot be read does not end the stream: it is reported as an event without a number, and tried again.
"""

import asyncio
import json
from collections.abc import AsyncIterator

from planner.web.services import Services
from planner.web.store.trouble import trouble_of

_TICK_SECONDS = 0.2
_RETRY_SECONDS = 2.0
_SILENCE_TICKS = 75
"""Number of ticks without an event after which a comment keeps the connection alive."""


async def events(services: Services, run: str, after: int) -> AsyncIterator[str]:
    """Yield the events after a number as they occur; the last one is `over`."""
    silent, shown = 0, ""
    while not services.jobs.is_ending:
        try:
            current = await asyncio.to_thread(services.store.run, run)
            new_events = await asyncio.to_thread(services.store.events, run, after)
            trouble = services.jobs.trouble
        except Exception as error:
            trouble = trouble_of(error, services.store.folder)
            if trouble is None:
                raise
            current, new_events = None, []
            is_readable = False
        else:
            is_readable = True
        sentence = trouble.sentence if trouble else ""
        if sentence != shown:
            shown = sentence
            yield f"event: trouble\ndata: {json.dumps({'message': sentence})}\n\n"
        for event in new_events:
            after = event.number
            yield f"id: {event.number}\nevent: {event.kind}\ndata: {json.dumps(event.body)}\n\n"
        if is_readable and (current is None or not current.is_live):
            state = "deleted" if current is None else str(current.state)
            yield f"event: over\ndata: {json.dumps({'state': state})}\n\n"
            return
        silent = 0 if new_events else silent + 1
        if silent == _SILENCE_TICKS:
            silent = 0
            yield ": still here\n\n"
        await asyncio.sleep(_TICK_SECONDS if is_readable else _RETRY_SECONDS)
