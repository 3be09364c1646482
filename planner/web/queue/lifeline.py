"""What keeps a worker in bounds: its limits on memory and time, and the pipe to its server.

A worker is born with a pipe from its server on standard input. Anything on it asks it to stop; its end says that the
server is gone, and with it the reason to go on.
"""

import contextlib
import os
import threading
from dataclasses import dataclass, field


@dataclass(slots=True)
class Lifeline:
    """Set where the worker is to stop; `orphaned` where its server has gone."""

    stop: threading.Event = field(default_factory=threading.Event)
    orphaned: bool = False

    def watch(self) -> None:
        """Begin to listen to the server."""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        # Straight from the descriptor: a lock of a buffered stream, held for ever, is fatal at the end of a process.
        try:
            self.orphaned = not os.read(0, 1)
        except OSError:
            self.orphaned = True
        self.stop.set()


def limit(memory_mb: int, cpu_seconds: int = 0) -> None:
    """Let this process and those that it starts take no more, each, where the system can hold them to it."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        size = memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if cpu_seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
