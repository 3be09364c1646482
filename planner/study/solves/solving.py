"""A process that does jobs one after the other: `python -m planner.study.solves.solving`.

Jobs and a request to stop come in as frames on stdin, reports and the end of each job go out on stdout. The process
leaves as soon as stdin closes, in the middle of a job too: whoever started it is gone.
"""

import os
import queue
import signal
import sys
import threading
from typing import BinaryIO

from planner.logs import log_to_stderr
from planner.processes import leave
from planner.solver.messages import frames
from planner.solver.messages.idle import reuse
from planner.solver.messages.wire import Cancel
from planner.study.solves.messages import Ended, Failed, Report, Work

Doing = tuple[Work, threading.Event]


def main() -> None:
    """Do what comes. What a job prints goes to stderr, so that stdout carries frames only."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    log_to_stderr()
    jobs: queue.SimpleQueue[Doing] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(jobs,), daemon=True).start()
    with reuse():
        while True:
            try:
                _do(out, *jobs.get())
            except OSError:  # nobody hears it
                leave()


def _do(out: BinaryIO, work: Work, cancel: threading.Event) -> None:
    try:
        result = Ended(work.run(cancel, lambda what: frames.write(out, Report(what))))
        frames.write(out, result)
    except Exception as error:
        frames.write(out, Failed(_words(error)))


def _listen(jobs: "queue.SimpleQueue[Doing]") -> None:
    cancel = threading.Event()
    try:
        while (message := frames.read(sys.stdin.buffer)) is not None:
            if isinstance(message, Cancel):
                cancel.set()
            else:
                cancel = threading.Event()
                jobs.put((message, cancel))
    except frames.Garbled as error:  # another version of the planner, or of Python
        print(f"the job cannot be read: {error}", file=sys.stderr, flush=True)
        os._exit(1)
    leave()


def _words(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "it needs more memory than it may have"
    return f"{type(error).__name__}: {error}".removesuffix(": ")


if __name__ == "__main__":
    main()
