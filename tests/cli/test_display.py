"""What a solve shows while it runs."""

import io
import math
import threading
import time
from dataclasses import replace

import pytest
from rich.console import Console

from planner.cli.terminal.display import PlainDisplay, RichDisplay, display
from planner.cli.terminal.mode import Mode
from planner.cli.terminal.panel import Panel, course
from planner.cli.terminal.state_words import gap_text
from planner.solver.events import Progress


def told(incumbent: float, bound: float, gap: float, seconds: float = 1.0) -> Progress:
    return Progress("solve", seconds, incumbent, bound, gap)


def test_plain_lines_come_with_news_and_not_with_every_event(capsys: pytest.CaptureFixture[str]) -> None:
    show = PlainDisplay()
    for progress in (
        told(math.inf, 5, math.inf),
        told(11, -math.inf, math.inf),
        told(10, 5, 0.5),
        told(10, 6, 0.4),
        replace(told(9, 6, 1 / 3), coverage_pct=94.31, capex_usd_bn=1339.04),
    ):
        show.on_progress(progress)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 4  # the first state, and three better plans; a better bound alone has to wait
    assert [line.partition(" s  ")[2] for line in lines] == [
        "looking for a first plan",
        "improving the plan: best 11.000 bn USD, no bound yet",
        "improving the plan: best 10.000, bound 5.000 bn USD, gap 50 %",
        "improving the plan: best 9.000, bound 6.000 bn USD, gap 33.3 %; covers 94.3 %, capex 1,339.0 bn",
    ]


def test_plain_lines_are_repeated_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    show = PlainDisplay()
    with show:
        show.step("writing plan.xlsx")
        show._every_seconds = 0.0
        printed = ""
        while printed.count("writing plan.xlsx") < 3:  # for ever, where nothing is repeated
            time.sleep(0.05)
            printed += capsys.readouterr().err
    assert all(line.endswith(" s  writing plan.xlsx") for line in printed.splitlines())


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


def _panel_text(*states: Progress, step: str = "") -> str:
    panel = Panel(600, threading.Event(), "stopping now")
    for state in states:
        panel.take(state)
    if step:
        panel.step(step)
    console = Console(file=io.StringIO(), width=80)
    console.print(panel)
    shown: str = console.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(len, shown.splitlines())) <= 80
    return " ".join(shown.split())


def test_the_panel_shows_what_the_plan_covers_and_costs_and_the_limit() -> None:
    shown = _panel_text(replace(told(123_456.789, 111_111.111, 0.1), coverage_pct=94.31, capex_usd_bn=12_345.64))
    assert "time limit 600 s" in shown
    assert "123,456.789 bn USD: covers 94.3 %, capex 12,345.6 bn" in shown


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([told(math.inf, 5, math.inf)], "looking for a first plan"),
        ([told(10, 5, 0.5, seconds=1.0)], "improving the plan"),
        ([told(10, 5, 0.5, seconds=1.0), told(10, 9, 0.1, seconds=60.0)], "proving how good the plan is"),
        ([replace(told(10, 5, 0.5), phase="coverage")], "shortage first: improving the plan"),
        ([replace(told(10, 5, 0.5), phase="polish")], "polishing the best plan"),
        ([replace(told(10, 5, 0.5), phase="audit")], "checking the plan (audit)"),
    ],
)
def test_the_panel_says_in_words_what_is_going_on(states: list[Progress], words: str) -> None:
    assert f" s {words}" in _panel_text(*states)


def test_the_panel_says_what_follows_the_solve_and_keeps_its_figures() -> None:
    shown = _panel_text(told(10, 5, 0.5), step="drawing charts and writing plan.xlsx")
    assert "drawing charts and writing plan.xlsx" in shown
    assert "gap 50 %" in shown


def test_the_course_of_the_gap_falls_from_full_to_low_on_a_fixed_scale() -> None:
    assert course([1.0], 30) == ""
    assert course([1.0, 0.01, 0.0001], 30) == "█▅▁"  # two of four decades down is the middle
    assert len(course([0.5] * 100, 30)) == 30


def test_a_gap_is_unknown_until_it_is_known() -> None:
    assert gap_text(math.inf) == "unknown"
    assert gap_text(0.0) == "0 %"
    assert gap_text(0.00354) == "0.354 %"
