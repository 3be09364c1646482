"""A solver process: reads tasks and messages from standard input, writes messages to standard output.

HiGHS cannot be stopped in presolve, prints a banner and has process-wide settings; a process can be killed.
"""

import gc
import logging
import os
import queue
import sys
import threading
from importlib import import_module
from typing import BinaryIO

from planner.logs import log_to_stderr
from planner.processes import leave
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import (
    Cancel,
    Done,
    FeasiblePoint,
    Nodes,
    ReferencePoint,
    SharedBasis,
    SharedCuts,
    Split,
    Task,
    receive,
    send,
)

log = logging.getLogger(__name__)

ROLES = {
    "warm": ("planner.solver.portfolio.warm_start", "warm"),
    "prove": ("planner.solver.portfolio.proof", "prove"),
    "improve": ("planner.solver.search.lns", "improve"),
    "polish": ("planner.solver.portfolio.polish", "polish"),
    "unavoidable": ("planner.solver.portfolio.unavoidable", "unavoidable"),
}
"""The module and the function of each role; a worker imports its own only."""


Doing = tuple[Task, Mailbox]


def main() -> None:
    """Serve one task after the other, until one fails: what it has left behind is not to be trusted."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    log_to_stderr()
    tasks: queue.SimpleQueue[Doing] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, out, tasks), daemon=True).start()
    while _serve(*tasks.get()):
        gc.collect()  # solvers and their callbacks hold each other


def _serve(task: Task, mailbox: Mailbox) -> bool:
    """Do a task, and return whether all went well."""
    try:
        module, function = ROLES[task.role]
        getattr(import_module(module), function)(task, mailbox)
    except Exception as error:
        log.exception("the worker %s failed", task.role)
        mailbox.send(Done("error", f"{type(error).__name__}: {error}".removesuffix(": ")))
        return False
    return not mailbox.has_failed


def _listen(stream: BinaryIO, out: BinaryIO, tasks: "queue.SimpleQueue[Doing]") -> None:
    """Keep the mailbox of the newest task up to date; exit when the parent is gone."""
    mailbox = Mailbox(lambda message: send(out, message))
    while (message := receive(stream)) is not None:
        if isinstance(message, Task):
            mailbox = Mailbox(lambda message: send(out, message))
            tasks.put((message, mailbox))
        elif isinstance(message, FeasiblePoint):
            mailbox.deliver(message)
        elif isinstance(message, ReferencePoint):
            mailbox.set_reference_point(message)
        elif isinstance(message, Nodes | Split | SharedBasis | SharedCuts):
            mailbox.post(message)
        elif isinstance(message, Cancel):
            mailbox.cancel()
    leave()  # and the solver of a proof too


if __name__ == "__main__":
    main()
    logging.shutdown()
    os._exit(0)  # the thread that listens holds standard input, which Python would close first
