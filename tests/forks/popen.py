"""`python -m planner...` as a fork of a process that has imported everything: `Popen` at a tenth of its price.

A fork has no limit on memory, is no child of whoever asked for it, and draws no pictures into the plan workbook of a
server: where any of that is looked at, a test starts a Python. A fork that leads no session ends with whoever asked for
it, as a process does that is in the group of another, and what it has started ends with it.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from typing import Any

_PYTHON = sys.executable  # a test may put another program in its place


class Popen(subprocess.Popen[Any]):
    """A process, forked where its command allows."""

    address = ""
    """Where the process that forks listens; with nothing here, every process starts a Python."""
    _ends: socket.socket | None = None

    def _execute_child(self, *given: Any) -> None:
        args, _, before, _, _, folder, variables = given[:7]
        is_leader = bool(given[21])
        is_ours = list(args[:2]) == [_PYTHON, "-m"] and args[2].startswith("planner")
        if not self.address or before or not is_ours:
            super()._execute_child(*given)  # type: ignore[misc]
            return
        pipes = given[10:16]
        asked = {
            "module": args[2],
            "arguments": [os.fspath(argument) for argument in args[3:]],
            "folder": os.fspath(folder or os.getcwd()),
            "variables": dict(os.environ if variables is None else variables),
            "is_leader": is_leader,
        }
        streams = [inherited if pipe == -1 else pipe for inherited, pipe in enumerate((pipes[0], pipes[3], pipes[5]))]
        try:
            self._ends = socket.socket(socket.AF_UNIX)
            self._ends.connect(self.address)
            socket.send_fds(self._ends, [b"."], streams)
            self._ends.sendall(json.dumps(asked).encode() + b"\n")
            self.pid = int(_line(self._ends))
        finally:
            self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]
        self._child_created = True

    def _internal_poll(self, *given: Any, **named: Any) -> int | None:
        if self._ends is None:
            return super()._internal_poll(*given, **named)  # type: ignore[misc, no-any-return]
        if self.returncode is None and select.select([self._ends], [], [], 0)[0]:
            self._hear()
        return self.returncode

    def _wait(self, timeout: float | None) -> int:
        if self._ends is None:
            return super()._wait(timeout)  # type: ignore[misc, no-any-return]
        with self._waitpid_lock:  # type: ignore[attr-defined]
            if self.returncode is None:
                if not select.select([self._ends], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired(self.args, timeout or 0.0)
                self._hear()
        return self.returncode

    def _hear(self) -> None:
        assert self._ends is not None
        self.returncode = int(_line(self._ends) or -signal.SIGKILL)
        self._ends.close()


def _line(connection: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\n") and (more := connection.recv(64)):
        said += more
    return said
