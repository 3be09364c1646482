"""The live panel: what is going on, seconds, best plan with what it covers and costs, bound, and the gap's course."""

import math
import threading
import time

from rich.console import Console, ConsoleOptions, RenderResult
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from planner.cli.terminal.state_words import figures_text, gap_text, phase_words, usd_bn_text
from planner.solver.events import Progress

_BARS = "▁▂▃▄▅▆▇█"
_COURSE_WIDTH = 30
_BAR_WIDTH = 30
_SAMPLE_SECONDS = 0.5
_MIN_GAP = 1e-4
_NEWS_SECONDS = 10.0


class Panel:
    """A renderable that is changed by `step` and `take` and drawn by a live display."""

    def __init__(self, time_limit_seconds: float, cancel: threading.Event, stopping: str) -> None:
        """Show `stopping` as soon as the event is set."""
        self._step = ""
        self._limit = time_limit_seconds
        self._cancel = cancel
        self._stopping = stopping
        self._started_at = time.monotonic()
        self._progress: Progress | None = None
        self._improved_at = 0.0
        self._gaps: list[float] = []
        self._sampled = 0.0

    def step(self, name: str) -> None:
        """Show a step before or after the solve; the figures of the solve stay."""
        self._step = name

    def take(self, progress: Progress) -> None:
        """Update the state of the solve."""
        if self._progress is None or progress.incumbent != self._progress.incumbent:
            self._improved_at = progress.seconds
        self._step = phase_words(progress, is_improving=progress.seconds - self._improved_at < _NEWS_SECONDS)
        self._progress = progress
        if math.isfinite(progress.gap) and progress.seconds - self._sampled >= _SAMPLE_SECONDS:
            self._sampled = progress.seconds
            self._gaps.append(progress.gap)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the current state."""
        seconds = time.monotonic() - self._started_at
        yield Text.assemble((f"{seconds:6,.0f} s  ", "dim"), self._step)
        if self._progress is not None:
            yield self._table(self._progress)
        if self._cancel.is_set():
            yield Text(self._stopping, style="yellow")

    def _table(self, progress: Progress) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(style="dim", no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True)
        if math.isfinite(self._limit):
            bar = ProgressBar(total=self._limit, completed=min(progress.seconds, self._limit), width=_BAR_WIDTH)
            table.add_row("time limit", f"{self._limit:,.0f} s", bar)
        figures = figures_text(progress)
        table.add_row("best plan", usd_bn_text(progress.incumbent), f"bn USD{f': {figures}' if figures else ''}")
        table.add_row("bound", usd_bn_text(progress.bound), "bn USD")
        table.add_row("gap", gap_text(progress.gap), Text(course(self._gaps, _COURSE_WIDTH), style="cyan"))
        return table


def course(gaps: list[float], width: int) -> str:
    """Return the course of the gap as small bars from 1 to 0.0001, logarithmic because that is how a gap closes."""
    if len(gaps) < 2:
        return ""
    shown = [gaps[at * (len(gaps) - 1) // (width - 1)] for at in range(width)] if len(gaps) > width else gaps
    shares = (1 + math.log10(min(1.0, max(gap, _MIN_GAP))) / -math.log10(_MIN_GAP) for gap in shown)
    return "".join(_BARS[round(share * (len(_BARS) - 1))] for share in shares)
