"""The shared assets: made at the start of the server, and made again when somebody has deleted them."""

import threading

from planner.web.queue import children
from planner.web.settings import Settings
from planner.web.store import assets
from planner.web.store.trouble import Unavailable

_LONGEST_START_SECONDS = 300.0
_making = threading.Lock()


def make_assets(settings: Settings) -> None:
    """Make the shared assets, unless they exist for this version. Raises Unavailable, or OSError with a sentence."""
    with _making:
        if assets.exist(settings.store):
            return
        child = children.start(settings.store, "assets", "-", settings.solve_memory_mb)
        code, last = children.finish(child, _LONGEST_START_SECONDS)
    if code == children.UNSTORED:
        raise Unavailable(children.from_line(last))
    if code != 0:
        busy = f"not within {_LONGEST_START_SECONDS:.0f} seconds, since this machine is busy. Try again."
        raise OSError(f"The chart runtime cannot be prepared: {last or busy}")
