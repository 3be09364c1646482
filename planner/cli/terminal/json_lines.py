"""The log of a solve as JSON lines, for other programs and for a log file."""

import io
import json
import math
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console, RenderableType

from planner.cli.exits import Exit, Stop
from planner.cli.terminal.display import Display, display
from planner.cli.terminal.mode import Mode
from planner.cli.terminal.streams import open_log
from planner.solver.events import Progress

QUIET_SECONDS = 1.0
_FIGURES = ("incumbent", "bound", "gap", "coverage_pct", "capex_usd_bn")


class EventLog(Display):
    """Writes an object for each step, each new incumbent and each new phase, and otherwise one a second.

    `event` is `step` (with `step`), `message` (with `text`) or `progress` (with `phase`, `incumbent`, `bound`,
    `gap`, `coverage_pct` and `capex_usd_bn`, null while unknown); `seconds` counts from when the log began.
    """

    def __init__(self, stream: TextIO) -> None:
        """Start the clock; the stream is written line by line and not closed."""
        super().__init__()
        self._stream = stream
        self._written_at = -math.inf
        self._state: tuple[str, float] = ("", math.inf)

    def step(self, name: str) -> None:
        """Write a step."""
        self._write({"event": "step", "step": name})

    def print(self, message: RenderableType) -> None:
        """Write a message without its colours; empty messages are skipped."""
        written = io.StringIO()
        Console(file=written, width=120, color_system=None, highlight=False, markup=False, emoji=False).print(message)
        text = written.getvalue().strip()
        if text:
            self._write({"event": "message", "text": text})

    def on_progress(self, progress: Progress) -> None:
        """Write the state of the solve if it has changed, or if nothing has been written for a second."""
        state = progress.phase, progress.incumbent
        if state == self._state and time.monotonic() - self._written_at < QUIET_SECONDS:
            return
        self._state = state
        figures = {name: getattr(progress, name) for name in _FIGURES}
        known = {name: value if math.isfinite(value) else None for name, value in figures.items()}
        self._write({"event": "progress", "phase": progress.phase, **known})

    def _write(self, event: dict[str, str | float | None]) -> None:
        self._written_at = time.monotonic()
        self._stream.write(json.dumps({**event, "seconds": round(self.seconds, 3)}) + "\n")
        self._stream.flush()


class _Both(Display):
    """A display that also writes a log."""

    def __init__(self, shown: Display, log: EventLog) -> None:
        super().__init__()
        self.cancel = shown.cancel
        self._shown, self._log = shown, log

    def __enter__(self) -> Self:
        self._shown.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._shown.__exit__(kind, error, at)

    def step(self, name: str) -> None:
        self._log.step(name)
        self._shown.step(name)

    def print(self, message: RenderableType) -> None:
        self._log.print(message)
        self._shown.print(message)

    def on_progress(self, progress: Progress) -> None:
        self._log.on_progress(progress)
        self._shown.on_progress(progress)

    def stopping(self) -> None:
        self._shown.stopping()


@contextmanager
def shown(mode: Mode, time_limit_seconds: float, log: Path | None) -> Iterator[Display]:
    """Return the display for a mode, with a log if one is requested."""
    show = EventLog(sys.stderr) if mode is Mode.JSON else display(mode, time_limit_seconds)
    if log is None:
        yield show
        return
    try:
        stream = open_log(log)
    except OSError as error:
        raise Stop(Exit.USAGE, f"{log} cannot be written ({error.strerror or error}).") from error
    with stream:
        yield _Both(show, EventLog(stream))
