"""Jobs that do something else than to solve; the process that does them imports little more than this file."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from planner.solver.options import SolveOptions

SHORT = SolveOptions(time_limit_seconds=0.0)


@dataclass(frozen=True)
class Act:
    """A job that does something else than to solve."""

    act: Callable[..., Any]
    options: SolveOptions = SHORT
    arguments: tuple[Any, ...] = ()

    def run(self, cancel: threading.Event, report: Callable[[Any], None]) -> Any:
        """Do it."""
        return self.act(cancel, report, *self.arguments)


def answer(cancel: threading.Event, report: Callable[[Any], None]) -> int:
    return os.getpid()


def shout(cancel: threading.Event, report: Callable[[Any], None]) -> str:
    """Write where results go, all that a print, a library or a child of its own would."""
    print("to stdout")
    os.write(1, b"straight to stdout\n")
    sys.stderr.write("x" * 5_000_000 + "\nthe last word\n")
    return "heard"


def garble(cancel: threading.Event, report: Callable[[Any], None]) -> None:
    """Write to every pipe that the process has."""
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"no frame at all, but long enough to be taken for the head of one")
        except OSError:
            continue
    time.sleep(600)


def hang(cancel: threading.Event, report: Callable[[Any], None], note: str = "") -> None:
    """Never end, whatever is asked, and say where the process is."""
    report(os.getpid())
    if note:
        with open(note, "w") as file:
            file.write(str(os.getpid()))
    time.sleep(600)


def stop(cancel: threading.Event, report: Callable[[Any], None]) -> str:
    report("begun")
    assert cancel.wait(600)
    return "the best so far"


def die(cancel: threading.Event, report: Callable[[Any], None]) -> None:
    print("the last word", file=sys.stderr, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def exhaust(cancel: threading.Event, report: Callable[[Any], None]) -> None:
    bytearray(1 << 60)


def lock(cancel: threading.Event, report: Callable[[Any], None]) -> Any:
    return threading.Lock()


class Unreadable:
    """Something that can be pickled and not read again."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Raise an error where it is read."""
        return (int, ("no number",))


def unreadable(cancel: threading.Event, report: Callable[[Any], None]) -> Any:
    return Unreadable()
