"""What a solve shows while it runs."""

import io
import math
import threading

import pytest
from rich.console import Console

from planner.cli.terminal.display import PlainDisplay, RichDisplay, display
from planner.cli.terminal.mode import Mode
from planner.cli.terminal.panel import Panel, course, gap_text
from planner.solver.events import Progress


def told(incumbent: float, bound: float, gap: float, seconds: float = 1.0) -> Progress:
    return Progress("solve", seconds, incumbent, bound, gap)


def test_plain_lines_come_with_news_and_not_with_every_event(capsys: pytest.CaptureFixture[str]) -> None:
    show = PlainDisplay()
    for progress in (told(math.inf, 5, math.inf), told(10, 5, 0.5), told(10, 6, 0.4), told(9, 6, 1 / 3)):
        show.on_progress(progress)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3  # the first state, and two better plans; a better bound alone has to wait
    assert "none yet" in lines[0]
    assert lines[2].split()[3:] == ["best", "plan", "9.000", "bound", "6.000", "gap", "33.3", "%"]


def test_progress_none_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    show = display(Mode.NONE, math.inf)
    show.step("reading")
    show.on_progress(told(10, 5, 0.5))
    assert capsys.readouterr().err == ""


def test_auto_is_plain_where_stderr_is_no_terminal() -> None:
    assert isinstance(display(Mode.AUTO, math.inf), PlainDisplay)
    assert isinstance(display(Mode.RICH, math.inf), RichDisplay)


def test_the_panel_shows_plan_bound_gap_and_that_it_is_stopping() -> None:
    cancel = threading.Event()
    panel = Panel(60, cancel, "stopping now")
    for at, gap in enumerate((0.5, 0.1, 0.01), start=1):
        panel.take(told(1000.0, 1000.0 * (1 - gap), gap, seconds=float(at)))
    console = Console(file=io.StringIO(), width=80)
    console.print(panel)
    cancel.set()
    console.print(panel)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "1,000.000" in shown
    assert "990.000" in shown
    assert "1 %" in shown
    assert shown.count("stopping now") == 1
    assert max(map(len, shown.splitlines())) <= 80


def test_the_course_of_the_gap_falls_from_full_to_low_on_a_fixed_scale() -> None:
    assert course([1.0], 30) == ""
    assert course([1.0, 0.01, 0.0001], 30) == "█▅▁"  # two of four decades down is the middle
    assert len(course([0.5] * 100, 30)) == 30


def test_a_gap_is_unknown_until_it_is_known() -> None:
    assert gap_text(math.inf) == "unknown"
    assert gap_text(0.0) == "0 %"
    assert gap_text(0.00354) == "0.354 %"
