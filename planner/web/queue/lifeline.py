"""The limits of a worker on memory and time, and its pipes to its server.

A worker starts with a pipe from its server on standard input. Any data on it is a request to stop; end of file means
that the server is gone, and the worker stops too. On standard output it reports that it waits for the store, and
when its next stage begins: each has the time limit for itself.
"""

import contextlib
import os
import threading
from dataclasses import dataclass, field

WAITING, NEXT_STAGE = b".", b">"


class Unsolved(Exception):  # noqa: N818  named for the state
    """A solve came to no end elsewhere. The text is the sentence for its page."""


@dataclass(slots=True)
class Lifeline:
    """`stop` is set when the worker must stop; `orphaned` when its server is gone.

    A solve runs on `executor`, in processes of at most `memory_mb`.
    """

    executor: str = "local"
    memory_mb: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    orphaned: bool = False
    _report: int = -1

    def watch(self) -> None:
        """Start to listen to the server, and keep standard output for reports to it."""
        self._report = os.dup(1)
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        threading.Thread(target=self._listen, daemon=True).start()

    def report_waiting(self) -> None:
        """Report that a result cannot be stored yet."""
        self._send(WAITING)

    def report_stage(self) -> None:
        """Report that the next stage begins: a busy machine may have used up the time limit in the one before."""
        self._send(NEXT_STAGE)

    def _send(self, what: bytes) -> None:
        with contextlib.suppress(OSError):
            os.write(self._report, what)

    def _listen(self) -> None:
        # Straight from the descriptor: a lock of a buffered stream that is never released is fatal at process exit.
        try:
            self.orphaned = not os.read(0, 1)
        except OSError:
            self.orphaned = True
        self.stop.set()


def limit(memory_mb: int, cpu_seconds: int = 0) -> None:
    """Limit this process and each of its children, where the system supports it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        size = memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if cpu_seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
