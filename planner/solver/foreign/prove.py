"""The proof where another solver than HiGHS proves: it runs in a child process, and this one listens.

The solver gets the same strengthened matrix, and a plan if one is known by the time that its model is built. Its plan
and bound are passed on when it ends, and on the way where its interface reports them. Beside it the search for plans
goes on as always. On one thread there is no such search: the solver finds plans and proves, all by itself.

All child processes stay in the process group of this one, which the planner kills as a whole.
"""

import logging
import queue
import subprocess
import sys
import tempfile
import threading
from typing import BinaryIO, cast

from planner import child_environment
from planner.solver.messages.frames import Garbled
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.process import TICK_SECONDS
from planner.solver.messages.wire import Cancel, Done, Message, ModelBuilt, Task, receive, send

log = logging.getLogger(__name__)


def prove(task: Task, mailbox: Mailbox) -> None:
    """Let the solver that the task names prove, until it ends or the worker is cancelled."""
    child = subprocess.Popen(
        [sys.executable, "-m", "planner.solver.foreign.process", "solve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
        cwd=tempfile.gettempdir(),  # for the logs that some solvers write to the folder they run in
    )
    reports: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(cast(BinaryIO, child.stdout), reports), daemon=True).start()
    try:
        send(cast(BinaryIO, child.stdin), task)
        mailbox.send(_follow(child, reports, mailbox, task.solver))
    except (BrokenPipeError, ConnectionResetError):
        mailbox.send(_ended(child, task.solver))
    finally:
        child.kill()
        child.wait()


def _follow(
    child: subprocess.Popen[bytes], reports: "queue.SimpleQueue[Message | None]", mailbox: Mailbox, name: str
) -> Done:
    """Pass on what the child reports; return how it ended."""
    while not mailbox.cancelled:
        try:
            message = reports.get(timeout=TICK_SECONDS)
        except queue.Empty:
            continue
        if isinstance(message, Done):
            if message.verdict == "infeasible" and mailbox.best is not None:
                return Done("error", f"The solver {name} takes the model for infeasible, although there is a plan")
            return message
        if isinstance(message, ModelBuilt):
            send(cast(BinaryIO, child.stdin), mailbox.best or Cancel())
        elif message is not None:
            mailbox.send(message)
        else:
            return _ended(child, name)
    return Done("stopped")


def _ended(child: subprocess.Popen[bytes], name: str) -> Done:
    code = child.wait()
    how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
    return Done("error", f"The process of the solver {name} {how} before it answered")


def _read(stream: BinaryIO, reports: "queue.SimpleQueue[Message | None]") -> None:
    try:
        while (message := receive(stream)) is not None:
            reports.put(message)
    except Garbled as error:
        log.warning("what the process of a solver sent is no message (%s)", error)
    finally:
        reports.put(None)
