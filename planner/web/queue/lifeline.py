"""The limits of a worker on memory and time, and the pipe to its server.

A worker starts with a pipe from its server on standard input. Any data on it is a request to stop; end of file means
that the server is gone, and the worker stops too.
"""

import contextlib
import os
import threading
from dataclasses import dataclass, field


@dataclass(slots=True)
class Lifeline:
    """`stop` is set when the worker must stop; `orphaned` when its server is gone."""

    stop: threading.Event = field(default_factory=threading.Event)
    orphaned: bool = False

    def watch(self) -> None:
        """Start to listen to the server."""
        threading.Thread(target=self._listen, daemon=True).start()

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
