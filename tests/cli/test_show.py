"""`planner show` prints a plan workbook again, and `planner solve --json` holds what is short, built and why."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.commands import STARTER, planner


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the plan of the starter, p.xlsx, and what the solve answered, answer.json."""
    folder = tmp_path_factory.mktemp("show")
    ended = planner("solve", STARTER, "-o", "p.xlsx", "--gap", 0, "--json", folder=folder)
    assert ended.code == 0, ended.err
    (folder / "answer.json").write_text(ended.out)
    return folder


def test_an_answer_in_json_holds_shortage_builds_and_causes(folder: Path) -> None:
    answer = json.loads((folder / "answer.json").read_text())
    assert sum(start["phases"] for start in answer["builds"]["starts"]) == answer["phases"] == 7
    assert {"site": "Phoenix AZ", "node": "N3", "period": "2027Q3", "phases": 1} in answer["builds"]["starts"]
    assert {opening["site"] for opening in answer["builds"]["openings"]} == {"Phoenix AZ", "Singapore"}
    assert sum(row["kunits"] for row in answer["shortage"]) == pytest.approx(607.18, abs=0.01)
    assert set(answer["shortage"][0]) == {"product", "market", "period", "kunits"}
    assert answer["causes"][0].startswith("607 of 15,120 kunits demanded stay short")


def test_an_answer_without_a_plan_has_the_keys_too(tmp_path: Path) -> None:
    answer = planner("solve", tmp_path / "missing.xlsx", "--json", folder=tmp_path).answer
    assert answer["shortage"] is answer["builds"] is answer["causes"] is None


def test_a_plan_workbook_is_shown_again_without_its_case(folder: Path) -> None:
    ended = planner("show", "p.xlsx", folder=folder)
    assert ended.code == 0, ended.err
    assert "Invest 12.3 bn USD in 7 phases at 3 sites" in ended.words
    assert "Optimal: no plan is better (proven)." in ended.words
    assert "Kaohsiung CoWoS 2 2027Q1 2027Q2" in ended.words
    assert "2029 251.1" in ended.words
    assert "All usable capacity of Taiwan N3 is in use, in 10 periods" in ended.words
    assert max(map(len, ended.out.splitlines())) <= 80


def test_a_plan_workbook_is_shown_as_json(folder: Path) -> None:
    answer = json.loads((folder / "answer.json").read_text())
    shown = planner("show", "p.xlsx", "--json", folder=folder).answer
    assert shown["objective"] == answer["objective"]
    assert shown["coverage_pct"] == answer["coverage_pct"]
    assert shown["builds"] == answer["builds"]
    assert "Singapore: the floor is full" in shown["causes"]


def test_a_workbook_that_lacks_a_figure_is_refused_with_its_key(folder: Path, tmp_path: Path) -> None:
    book = load_workbook(folder / "p.xlsx")
    rows = [row for row in book["summary"].iter_rows() if row[0].value == "capex_usd_bn"]
    rows[0][0].value = "capex"
    book.save(tmp_path / "odd.xlsx")
    ended = planner("show", "odd.xlsx", folder=tmp_path)
    assert ended.code == 1
    assert "expected the key capex_usd_bn with its value" in ended.words
