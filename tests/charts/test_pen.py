"""The drawing process: it draws the same pictures as this process, and reports its errors."""

import subprocess
from typing import Any

import pytest

from planner.charts.draw import png
from planner.charts.pen import NotDrawn, pen, start_ahead


def chart(mark: str) -> dict[str, object]:
    return {"data": {"values": [{"x": 1}]}, "mark": mark, "encoding": {"x": {"field": "x", "type": "quantitative"}}}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are started."""
    processes: list[subprocess.Popen[bytes]] = []

    class Kept(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            processes.append(self)

    monkeypatch.setattr(subprocess, "Popen", Kept)
    return processes


def test_pictures_are_those_drawn_here_in_the_order_of_their_charts() -> None:
    charts = [chart(mark) for mark in ("bar", "point", "tick")]
    with pen() as draw:
        drawn = draw(charts)()
    assert drawn == [png(one) for one in charts]
    assert len(set(drawn)) == 3


def test_no_charts_are_no_pictures() -> None:
    with pen() as draw:
        assert draw([])() == []


def test_a_chart_that_cannot_be_drawn_is_reported() -> None:
    with pen() as draw, pytest.raises(NotDrawn, match="ended with code 1 "):
        draw([chart("bar"), {"mark": 7}])()


def test_a_process_that_is_killed_is_reported(started: list[subprocess.Popen[bytes]]) -> None:
    with pen() as draw:
        started[0].kill()
        with pytest.raises(NotDrawn, match="was ended by signal 9"):
            draw([chart("bar")])()


def test_the_process_ends_with_its_caller(started: list[subprocess.Popen[bytes]]) -> None:
    def fail() -> None:
        with pen() as draw:
            draw([chart("bar")] * 50)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert started[0].returncode is not None


def test_a_process_that_was_started_ahead_draws(started: list[subprocess.Popen[bytes]]) -> None:
    start_ahead()
    start_ahead()
    with pen() as draw:
        assert draw([chart("bar")])() == [png(chart("bar"))]
    assert len(started) == 1


def test_a_process_that_has_ended_before_it_was_needed_is_replaced(started: list[subprocess.Popen[bytes]]) -> None:
    start_ahead()
    started[0].kill()
    started[0].wait()
    with pen() as draw:
        assert draw([chart("bar")])() == [png(chart("bar"))]
    assert len(started) == 2
