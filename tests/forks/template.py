"""The process that has imported everything and forks: `python -m tests.forks.template NAME`, until its input ends."""

import gc
import json
import os
import resource
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import warnings
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import planner
from planner.report.excel import drawing
from tests.forks.popen import Popen

_RUN_AS_MAIN = ("__main__", ".worker", ".foreign.", "charts.pen")
_IMPORTED_LATER = ("highspy", "scipy.sparse", "rich.live", "rich.table", "rich.panel", "typer.rich_utils", "uvicorn")


def main(name: str) -> None:
    """Fork for whoever asks at an address with this name."""
    _import_everything()
    gc.freeze()
    Popen.address = f"\0{name}"
    subprocess.Popen = Popen  # type: ignore[misc]
    asked = _fork_on_request(Popen.address)
    if asked:
        _run(**asked)


def _fork_on_request(address: str) -> dict[str, Any] | None:
    """Return what a fork was asked to be; nothing, in the end, in the process that forks."""
    with socket.socket(socket.AF_UNIX) as listener, selectors.DefaultSelector() as waiting:
        listener.bind(address)
        listener.listen(64)
        waiting.register(0, selectors.EVENT_READ)
        waiting.register(listener, selectors.EVENT_READ)
        print(flush=True)
        while True:
            for key, _ in waiting.select():
                if key.fileobj == 0:
                    return None
                if waiting.get_map().get(key.fileobj) is not key:
                    continue  # of a fork whose end has just been reported
                if key.fileobj is listener:
                    connection = listener.accept()[0]
                    streams, asked = _heard(connection)
                    if not (pid := os.fork()):
                        connection.close()
                        return {"streams": streams, **asked}
                    for stream in streams:
                        os.close(stream)
                    with suppress(OSError):
                        if not asked["is_leader"]:
                            os.setpgid(pid, pid)  # to be ended with all that it has started
                        connection.sendall(b"%d\n" % pid)
                    asker, group = connection.detach(), 0 if asked["is_leader"] else pid
                    waiting.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, asker, group))
                    if group:
                        waiting.register(asker, selectors.EVENT_READ, group)
                elif isinstance(key.data, int):  # whoever asked is gone
                    waiting.unregister(key.fileobj)
                    _end_group(key.data)
                else:
                    waiting.unregister(key.fileobj)
                    with suppress(KeyError):  # a leader, or nobody waits for it any more
                        waiting.unregister(key.data[1])
                    _report_end(key.fd, *key.data)


def _import_everything() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in (*(module.name for module in walk_packages(planner.__path__, "planner.")), *_IMPORTED_LATER):
            if not any(part in name for part in _RUN_AS_MAIN):
                with suppress(ModuleNotFoundError):  # charts are hidden from most commands
                    import_module(name)


def _heard(connection: socket.socket) -> tuple[list[int], dict[str, Any]]:
    said, streams, _, _ = socket.recv_fds(connection, 1, 3)
    while not said.endswith(b"\n"):
        said += connection.recv(65536)
    return streams, json.loads(said[1:])


def _report_end(handle: int, pid: int, asker: int, group: int) -> None:
    if group:
        _end_group(group)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with suppress(OSError):  # nobody may wait for it any more
        os.write(asker, b"%d\n" % code)
    os.close(asker)
    os.close(handle)


def _end_group(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _run(
    streams: list[int], module: str, arguments: list[str], folder: str, variables: dict[str, str], is_leader: bool
) -> Any:
    """Be the process, and end as it does."""
    for descriptor, stream in enumerate(streams):
        os.dup2(stream, descriptor)
    os.closerange(3, 1024)
    if is_leader:
        os.setsid()
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    tempfile.tempdir = None  # where temporary files are is looked up again
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may have it ignored
    resource.setrlimit = _but_for_memory
    if module == "planner.web.queue.worker":  # pictures in plan workbooks take as long as all the rest of a small solve
        vars(drawing)["available"] = lambda: False
    os.execve = _become  # type: ignore[assignment]
    _be(module, arguments)


def _be(module: str, arguments: list[str]) -> Any:
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    sys.exit()


def _but_for_memory(what: int, limits: tuple[int, int], inherited: Any = resource.setrlimit) -> None:
    """Set a limit, but not on memory: a fork holds what it would never have imported."""
    if what != resource.RLIMIT_DATA:
        inherited(what, limits)


def _become(program: str, command: list[str], variables: dict[str, str], inherited: Any = os.execve) -> Any:
    """Replace this process by another one of this package without a new Python."""
    if command[:2] != [sys.executable, "-m"]:
        inherited(program, command, variables)
    os.environ.clear()
    os.environ.update(variables)
    _be(command[2], command[3:])


if __name__ == "__main__":
    main(sys.argv[1])
