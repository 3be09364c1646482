"""`planner doctor`: sound here, and every part that is not is named with what to do."""

import importlib.metadata
import tempfile
from pathlib import Path

import pytest

from planner.charts import draw
from planner.cli.commands.doctor import _findings
from planner.cli.doctor import libraries, machine, work
from planner.cli.doctor.finding import State
from planner.solver.foreign import versions
from tests.cli.commands import planner


def test_an_installation_that_runs_these_tests_is_sound(tmp_path: Path) -> None:
    ended = planner("doctor", "--json", folder=tmp_path, charts=True)
    states = {one["part"]: one["state"] for one in ended.answer["findings"]}
    assert (ended.code, ended.answer["sound"]) == (0, True)
    assert states["solving"] == states["charts"] == states["libraries"] == "good"
    assert str(tmp_path) in ended.out


def test_every_part_that_is_not_good_says_what_to_do(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "pyomo.py").write_text("raise ImportError('broken')")
    ended = planner("doctor", folder=tmp_path, first_on_path=hidden)
    assert ended.code == 1
    assert "broken Install the planner and its libraries again." in ended.words
    assert "Plans cannot be made here, or not relied on: see solving." in ended.words


def test_a_library_of_a_version_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "requires", lambda _: ["highspy<2,>=1.16", "gurobipy; extra == 'scip'"])
    monkeypatch.setattr(
        libraries, "version", lambda name: "1.14.0" if name == "highspy" else importlib.metadata.version(name)
    )
    found = {one.part: one for one in libraries.libraries()}
    assert (found["libraries"].state, found["libraries"].what) == (
        State.WRONG,
        "highspy is 1.14.0, needed is <2,>=1.16",
    )
    assert found["solver version"].fix == versions.wrong_version("1.14.0")
    assert (found["extra scip"].state, found["extra scip"].what) == (State.ABSENT, "gurobipy is not installed")


def test_another_optimum_than_the_known_one_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "OPTIMUM_USD_BN", 15.0)
    assert work.solving().state is State.WRONG


def test_folders_that_take_no_file_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)
    found = list(machine.folders())
    assert len(found) == 3
    assert all("(No space left on device)" in one.what and one.fix for one in found)
    assert [one.state for one in found].count(State.WRONG) == 1


def test_charts_without_letters_or_not_drawn_are_poor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_chart", lambda _: {"data": {"values": [{}]}, "mark": "point"})
    assert "no fonts" in work.drawing().what
    monkeypatch.setattr(work, "_chart", lambda _: {"mark": 7})
    assert work.drawing().state is State.POOR
    monkeypatch.setattr(draw, "find_spec", lambda _: None)
    assert work.drawing().state is State.ABSENT


def test_the_order_is_that_of_what_matters() -> None:
    parts = [one.part for one in _findings()]
    assert parts[:2] == ["python", "libraries"]
    assert parts.index("solving") < parts.index("cores")
