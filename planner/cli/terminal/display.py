"""What a solve shows on stderr while it runs: a live panel, plain lines, or nothing."""

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
from planner.cli.terminal.panel import Panel, gap_text, usd_bn_text
from planner.solver.events import Progress

PLAIN_EVERY_SECONDS = 5.0
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
    """A line for each step and each new incumbent, and otherwise one every few seconds."""

    def __init__(self) -> None:
        """Start with nothing printed."""
        super().__init__()
        self._printed_at = float("-inf")
        self._phase = ""
        self._incumbent = float("inf")

    def step(self, name: str) -> None:
        """Print the step."""
        self._line(name)

    def on_progress(self, progress: Progress) -> None:
        """Print the state if it has changed or if nothing has been printed for a while."""
        news = progress.incumbent < self._incumbent or progress.phase != self._phase
        if not news and self.seconds - self._printed_at < PLAIN_EVERY_SECONDS:
            return
        self._incumbent, self._phase = progress.incumbent, progress.phase
        self._line(
            f"{progress.phase:<8}best plan {usd_bn_text(progress.incumbent):>12}  "
            f"bound {usd_bn_text(progress.bound):>12}  gap {gap_text(progress.gap)}"
        )

    def stopping(self) -> None:
        """Print that the solve is being stopped."""
        with suppress(OSError):
            os.write(2, f"{self.seconds:7.1f} s  {STOPPING}\n".encode())

    def _line(self, text: str) -> None:
        self._printed_at = self.seconds
        print(f"{self._printed_at:7.1f} s  {text}", file=sys.stderr, flush=True)


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
        self._panel.step = name

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
