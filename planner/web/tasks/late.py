"""What was stopped by the queue long after its time limit: nobody has cancelled it."""

from planner.web.queue.lifeline import Lifeline
from planner.web.store.store import Store

LATE = "The time limit had long passed on a busy machine, so the {} was stopped."


def is_late(store: Store, run: str, lifeline: Lifeline) -> bool:
    """Say whether a run that was asked to stop is late: its server is there, and nobody has cancelled it."""
    if lifeline.orphaned:
        return False
    stored = store.run(run)
    return stored is not None and not stored.cancel_asked
