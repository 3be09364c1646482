"""The live panel: step, seconds, best plan, bound, and the gap with its course so far."""

import math
import threading
import time

from rich.console import Console, ConsoleOptions, RenderResult
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from planner.solver.events import Progress

_BARS = "▁▂▃▄▅▆▇█"
_COURSE_WIDTH = 30
_BAR_WIDTH = 30
_SAMPLE_SECONDS = 0.5
_MIN_GAP = 1e-4


class Panel:
    """A renderable that is changed by `take` and drawn by a live display."""

    def __init__(self, time_limit_seconds: float, cancel: threading.Event, stopping: str) -> None:
        """Show `stopping` as soon as the event is set."""
        self.step = ""
        self._limit = time_limit_seconds
        self._cancel = cancel
        self._stopping = stopping
        self._started_at = time.monotonic()
        self._progress: Progress | None = None
        self._gaps: list[float] = []
        self._sampled = 0.0

    def take(self, progress: Progress) -> None:
        """Update the state of the solve."""
        self._progress = progress
        if math.isfinite(progress.gap) and progress.seconds - self._sampled >= _SAMPLE_SECONDS:
            self._sampled = progress.seconds
            self._gaps.append(progress.gap)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the current state."""
        progress = self._progress
        step = progress.phase if progress is not None else self.step
        seconds = time.monotonic() - self._started_at
        if progress is None:
            yield Text.assemble((f"{seconds:4.0f} s  ", "dim"), step)
        else:
            yield self._table(step, seconds, progress)
        if self._cancel.is_set():
            yield Text(self._stopping, style="yellow")

    def _table(self, step: str, seconds: float, progress: Progress) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(style="dim")
        table.add_column(justify="right")
        table.add_column()
        limited = math.isfinite(self._limit)
        bar = ProgressBar(total=self._limit, completed=min(progress.seconds, self._limit), width=_BAR_WIDTH)
        table.add_row(step, f"{seconds:,.0f} s", bar if limited else "")
        table.add_row("best plan", usd_bn_text(progress.incumbent), "bn USD")
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


def usd_bn_text(usd_bn: float) -> str:
    """Return money in bn USD, rounded for the panel."""
    return f"{usd_bn:,.3f}" if math.isfinite(usd_bn) else "none yet"


def gap_text(gap: float) -> str:
    """Return a fraction in per cent."""
    return f"{100 * gap:.3g} %" if math.isfinite(gap) else "unknown"
