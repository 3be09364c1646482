"""A worker: one task for one run in a separate process, which may be killed at any time.

`python -m planner.web.queue.worker STORE TASK RUN MEMORY_MB CPU_SECONDS EXECUTOR`. It writes its results into the store
itself, so that nothing is lost if the server stops. Libraries are imported by the task, after the limits hold.
"""

import contextlib
import logging
import os
import sys
from importlib import import_module
from pathlib import Path

from planner.logs import log_to_stderr
from planner.web.queue.children import UNSOLVED, UNSTORED, as_line
from planner.web.queue.lifeline import Lifeline, Unsolved, limit
from planner.web.store.store import Store
from planner.web.store.trouble import trouble_of

log = logging.getLogger(__name__)

TASKS = {
    "assets": "planner.web.tasks.assets",
    "book": "planner.web.tasks.book",
    "check": "planner.web.tasks.check",
    "mark": "planner.web.tasks.mark",
    "solve": "planner.web.tasks.solve",
    "finish": "planner.web.tasks.finish",
    "change": "planner.web.tasks.change",
    "study": "planner.web.tasks.study",
    "beside": "planner.web.tasks.beside",
    "pictures": "planner.web.tasks.pictures",
}


def main(arguments: list[str]) -> int:
    """Run the task."""
    folder, task, run, memory_mb, cpu_seconds, executor = arguments
    limit(int(memory_mb), int(cpu_seconds))
    log_to_stderr()
    lifeline = Lifeline(executor, int(memory_mb))
    lifeline.watch()
    try:
        # The store is there already: a worker must not put an empty one in the place of one that has vanished.
        import_module(TASKS[task]).work(Store(Path(folder), create=False), run, lifeline)
    except Unsolved as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(UNSOLVED)  # at a normal exit the client of a lost cluster may add lines of its own
    except Exception as error:
        trouble = trouble_of(error, Path(folder))
        if isinstance(error, MemoryError):  # its own limit, not a state of the machine
            trouble = None
        if trouble is None:
            log.exception("task %s failed", task)
        with contextlib.suppress(OSError):
            print(as_line(trouble) if trouble else f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        return UNSTORED if trouble else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
