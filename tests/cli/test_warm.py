"""`planner solve --warm` and `--log`: a plan to start from, and the course of a solve for other programs."""

import json
from pathlib import Path

import pytest

from planner.report.readback.plan_workbook import read_plan
from planner.workbook.reader import read_case
from tests.cli.commands import STARTER, planner
from tests.workbook.books import save, sound

PROGRESS_KEYS = {"event", "phase", "incumbent", "bound", "gap", "seconds", "coverage_pct", "capex_usd_bn"}


def events(text: str) -> list[dict[str, object]]:
    """The objects of a log."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    assert planner("solve", STARTER, "-o", "plan.xlsx", folder=folder).code == 0
    return folder / "plan.xlsx"


def test_the_first_plan_reported_is_the_one_started_from(tmp_path: Path, plan: Path) -> None:
    planner("solve", STARTER, "--warm", plan, "--log", "course.jsonl", folder=tmp_path)
    told = events((tmp_path / "course.jsonl").read_text("utf-8"))
    assert any(event.get("text", "") == f"Starting from {plan}." for event in told)
    incumbents = [event["incumbent"] for event in told if event["event"] == "progress" and event["incumbent"]]
    assert incumbents[0] == pytest.approx(read_plan(plan, read_case(STARTER)).outcome.objective, rel=1e-6)


def test_a_plan_of_another_case_gives_what_this_one_knows_of(tmp_path: Path, plan: Path) -> None:
    ended = planner("solve", save(tmp_path / "other.xlsx", sound()), "--warm", plan, folder=tmp_path)
    assert ended.code == 0
    assert "of what this case does not have" in ended.words


@pytest.mark.parametrize("warm", ["nothing.xlsx", STARTER, __file__])
def test_what_is_no_plan_is_refused_as_one(tmp_path: Path, warm: str | Path) -> None:
    ended = planner("solve", STARTER, "--warm", warm, folder=tmp_path)
    assert ended.code == 2
    assert str(Path(warm).name) in ended.words
    assert list(tmp_path.iterdir()) == []


def test_progress_as_json_is_an_object_a_line_with_null_for_what_is_unknown(tmp_path: Path) -> None:
    told = events(planner("solve", STARTER, "--progress", "json", folder=tmp_path).err)
    assert told[0] == {"event": "step", "step": "reading starter.xlsx", "seconds": told[0]["seconds"]}
    progress = [event for event in told if event["event"] == "progress"]
    assert all(set(event) == PROGRESS_KEYS for event in progress)
    assert float(str(progress[-1]["gap"])) <= 1e-4
    seconds = [float(str(event["seconds"])) for event in told]
    assert seconds == sorted(seconds)


@pytest.mark.parametrize(
    ("log", "word"), [(STARTER, "another name"), ("gone/log.jsonl", "does not exist"), (".", "folder")]
)
def test_a_log_goes_nowhere_where_it_could_harm(tmp_path: Path, log: str | Path, word: str) -> None:
    before = STARTER.read_bytes()
    ended = planner("solve", STARTER, "--log", log, folder=tmp_path)
    assert ended.code == 2
    assert word in ended.words
    assert STARTER.read_bytes() == before
