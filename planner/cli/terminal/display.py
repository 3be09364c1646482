"""What a solve shows on stderr while it runs: a live panel, plain lines, or nothing."""

import math
import os
import sys
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

from rich.console import RenderableType
from rich.live import Live

from planner.cli.terminal.console import err
from planner.cli.terminal.mode import Mode
from planner.cli.terminal.panel import Panel
from planner.cli.terminal.state_words import figures_text, gap_text, phase_words, usd_bn_text
from planner.solver.events import Progress

TERMINAL_EVERY_SECONDS, LOG_EVERY_SECONDS = 1.5, 5.0
"""Silence after which the latest line is repeated: a person waits at a terminal, and a log should stay short.

Before and after the search, where every step is short, a log is written as often as a terminal.
"""
_SHORT_PHASES = ("polish", "audit")
_TICK_SECONDS = 0.25
STOPPING = "stopping: the best plan so far will be written; Ctrl-C again stops at once"


class Display:
    """Shows nothing: the base of the others. Use it as a context, call `step`, and pass `on_progress` to the solve."""

    def __init__(self) -> None:
        """Start the clock."""
        self.cancel = threading.Event()
        self._started_at = time.monotonic()

    def __enter__(self) -> Self:
        """Begin to show."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Restore the terminal."""

    @property
    def seconds(self) -> float:
        """Seconds since the display began."""
        return time.monotonic() - self._started_at

    def step(self, name: str) -> None:
        """Report the step that starts now."""

    def print(self, message: RenderableType) -> None:
        """Print a message to stderr, whatever the mode."""
        err().print(message)

    def on_progress(self, progress: Progress) -> None:
        """Update the state of the solve."""

    def stopping(self) -> None:
        """Report that a cancel was received. Called from a signal handler, so it must not touch buffered streams."""


class PlainDisplay(Display):
    """A line for each step, each new incumbent and each new phase; where nothing is new, the latest line again."""

    def __init__(self) -> None:
        """Start with nothing printed."""
        super().__init__()
        self._printed_at = 0.0
        self._state = ("", float("inf"))
        self._latest = ""
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._while_solving = TERMINAL_EVERY_SECONDS if sys.stderr.isatty() else LOG_EVERY_SECONDS
        self._every_seconds = TERMINAL_EVERY_SECONDS

    def __enter__(self) -> Self:
        """Begin to repeat the latest line where nothing else is printed."""
        threading.Thread(target=self._repeat, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Print no more."""
        self._ended.set()

    def step(self, name: str) -> None:
        """Print the step."""
        self._latest, self._every_seconds = name, TERMINAL_EVERY_SECONDS
        self._print_latest()

    def on_progress(self, progress: Progress) -> None:
        """Print the state if it is news."""
        state = progress.phase, progress.incumbent
        is_news = state != self._state
        self._every_seconds = TERMINAL_EVERY_SECONDS if progress.phase in _SHORT_PHASES else self._while_solving
        self._latest = _line_of(progress, is_improving=is_news)
        self._state = state
        if is_news:
            self._print_latest()

    def stopping(self) -> None:
        """Print that the solve is being stopped."""
        with suppress(OSError):
            os.write(2, f"{self.seconds:7.1f} s  {STOPPING}\n".encode())

    def _print_latest(self) -> None:
        with self._lock:
            self._printed_at = self.seconds
            print(f"{self._printed_at:7.1f} s  {self._latest}", file=sys.stderr, flush=True)

    def _repeat(self) -> None:
        while not self._ended.wait(_TICK_SECONDS):
            if self._latest and self.seconds - self._printed_at >= self._every_seconds:
                self._print_latest()


def _line_of(progress: Progress, *, is_improving: bool) -> str:
    words = phase_words(progress, is_improving=is_improving)
    if math.isinf(progress.incumbent) or progress.phase == "audit":
        return words
    best, bound = usd_bn_text(progress.incumbent), usd_bn_text(progress.bound)
    if math.isinf(progress.bound):
        reached = f"best {best} bn USD, no bound yet"
    else:
        reached = f"best {best}, bound {bound} bn USD, gap {gap_text(progress.gap)}"
    return f"{words}: {reached}; {figures_text(progress)}".rstrip("; ")


class RichDisplay(Display):
    """A small live panel that is removed when the solve ends."""

    def __init__(self, time_limit_seconds: float) -> None:
        """Prepare the panel; nothing is drawn before the context is entered."""
        super().__init__()
        console = err()
        if not console.is_terminal:
            console = err(force_terminal=True)
        self._panel = Panel(time_limit_seconds, self.cancel, STOPPING)
        self._live = Live(self._panel, console=console, transient=True, refresh_per_second=5)

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take the panel away."""
        self._live.stop()

    def step(self, name: str) -> None:
        """Show the step."""
        self._panel.step(name)

    def print(self, message: RenderableType) -> None:
        """Print above the panel."""
        self._live.console.print(message)

    def on_progress(self, progress: Progress) -> None:
        """Show the state at the next refresh."""
        self._panel.take(progress)


def display(mode: Mode, time_limit_seconds: float) -> Display:
    """Return the display for a mode; for `json` see json_lines.py."""
    if mode is Mode.AUTO:
        console = err()
        mode = Mode.RICH if console.is_terminal and not console.is_dumb_terminal else Mode.PLAIN
    if mode is Mode.RICH:
        return RichDisplay(time_limit_seconds)
    return PlainDisplay() if mode is Mode.PLAIN else Display()
