"""A solver process: reads a task and messages from standard input, writes messages to standard output.

HiGHS cannot be stopped in presolve, prints a banner and has process-wide settings; a process can be killed.
"""

import logging
import os
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


def main() -> None:
    """Serve one task."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    log_to_stderr()
    task = receive(sys.stdin.buffer)
    if not isinstance(task, Task):
        return
    mailbox = Mailbox(lambda message: send(out, message))
    threading.Thread(target=_listen, args=(sys.stdin.buffer, mailbox), daemon=True).start()
    try:
        module, function = ROLES[task.role]
        getattr(import_module(module), function)(task, mailbox)
    except Exception as error:
        log.exception("the worker %s failed", task.role)
        mailbox.send(Done("error", f"{type(error).__name__}: {error}".removesuffix(": ")))


def _listen(stream: BinaryIO, mailbox: Mailbox) -> None:
    """Keep the mailbox up to date; exit when the parent is gone."""
    while (message := receive(stream)) is not None:
        if isinstance(message, FeasiblePoint):
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
