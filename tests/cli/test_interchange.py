"""The plan for other programs: CSV beside the workbook, `planner read`, the Python script, and pictures or none."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.report.contract.layout import OPTIONAL_SHEETS
from planner.report.readback.tables import COLUMNS
from tests.cli.commands import ROOT, STARTER, environment, planner

SCRIPT = ROOT / "examples" / "api" / "plan_in_python.py"


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan of the starter, without pictures, and its tables."""
    folder = tmp_path_factory.mktemp("solved")
    ended = planner("solve", STARTER, "-o", "p.xlsx", "--csv", "out", "--json", folder=folder)
    assert (ended.code, ended.answer["csv"]) == (0, "out")
    return folder


def test_a_solve_writes_its_tables_as_csv_and_read_gives_the_same_from_the_workbook(
    solved: Path, tmp_path: Path
) -> None:
    assert {path.stem for path in (solved / "out").iterdir()} == set(COLUMNS) - OPTIONAL_SHEETS
    told = planner("read", solved / "p.xlsx", "--json", folder=tmp_path).answer
    assert list(told["tables"]) == [name for name in COLUMNS if name not in OPTIONAL_SHEETS]
    with (solved / "out" / "starts.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [{**row, "phases": int(row["phases"])} for row in rows] == told["tables"]["starts"]
    assert planner("read", solved / "p.xlsx", "--csv", "again", folder=tmp_path).code == 0
    for name in told["tables"]:
        one, other = (folder / f"{name}.csv" for folder in (solved / "out", tmp_path / "again"))
        assert one.read_text() == other.read_text(), name


def test_read_lists_the_tables_and_the_summary(solved: Path, tmp_path: Path) -> None:
    ended = planner("read", solved / "p.xlsx", folder=tmp_path)
    assert ended.code == 0
    assert "starts 6 site, node, period, phases" in ended.words
    assert "status optimal" in ended.words


def test_read_refuses_what_is_no_plan(tmp_path: Path) -> None:
    ended = planner("read", STARTER, "--json", folder=tmp_path)
    assert ended.code == 2
    assert "give the plan workbook that `planner solve` wrote for it" in ended.words
    assert planner("read", "none.xlsx", folder=tmp_path).code == 2


@pytest.mark.parametrize(
    ("target", "folder", "words"),
    [
        ("p.xlsx", "full", "holds other files, such as thesis.docx"),
        ("p.xlsx", "p.csv", "is not a folder"),
        ("p.xlsx", "none/out", "does not exist: create it"),
        ("new/p.xlsx", "new", "holds a workbook of this command"),
        ("p.xlsx", ".", "holds a workbook of this command"),
    ],
)
def test_a_folder_that_no_tables_may_take_is_refused_before_any_work(
    target: str, folder: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.docx").write_text("years of work")
    (tmp_path / "p.csv").write_text("a file")
    (tmp_path / "new").mkdir()
    ended = planner("solve", STARTER, "-o", target, "--csv", folder, folder=tmp_path)
    assert ended.code == 2
    assert words in ended.words
    assert "building" not in ended.err
    assert not (tmp_path / target).exists()
    assert (tmp_path / "full" / "thesis.docx").exists()


def test_pictures_are_drawn_where_the_extra_is_installed_and_the_rest_is_the_same(solved: Path, tmp_path: Path) -> None:
    ended = planner("solve", STARTER, "-o", "p.xlsx", folder=tmp_path, charts=True)
    assert ended.code == 0
    with_it, without = (load_workbook(folder / "p.xlsx", read_only=True) for folder in (tmp_path, solved))
    assert "pictures" in with_it.sheetnames
    assert [name for name in with_it.sheetnames if name != "pictures"] == without.sheetnames
    assert without.sheetnames[:9] == [
        "briefing", "first_year", "schedule", "capacity_use", "supply_demand", "money", "who_pays", "what_binds",
        "audit",
    ]  # fmt: skip
    with_it.close()
    without.close()


def test_the_script_of_the_examples_plans_the_starter_case(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, STARTER, "mine.xlsx"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "1 of N3 at Phoenix AZ" in done.stdout
    assert "budget as it is: 96.0 % of demand covered" in done.stdout
    assert "Audit: clean" in done.stdout
    assert (tmp_path / "mine.xlsx").exists()
    assert json.loads(planner("read", "mine.xlsx", "--json", folder=tmp_path).out)["tables"]["starts"]
