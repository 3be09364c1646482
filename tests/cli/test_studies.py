"""The commands of studies as a planner runs them: answers, edits, wrong arguments, and Ctrl-C with --resume."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.cli.studies.running import StudyRequest
from tests.cli.commands import ROOT, STARTER, planner

CASE = ROOT / "examples" / "scanner_shortage" / "case.xlsx"
QUICK = ("--time-limit", "60s", "--gap", "0.1%")


@pytest.mark.slow
def test_a_frontier_as_json_and_workbook(tmp_path: Path) -> None:
    ended = planner("frontier", CASE, "--factors", "1,0.5", *QUICK, "-o", "f.xlsx", "--json", folder=tmp_path)
    assert ended.code == 0, ended.err
    answer = json.loads(ended.out)
    assert answer["question"] == "frontier"
    assert [row["factor"] for row in answer["tables"]["frontier"]] == [0.5, 1]
    assert load_workbook(tmp_path / "f.xlsx").sheetnames == ["answer", "frontier"]
    assert "solves" in ended.err


def test_edits_are_recorded_and_made_again_by_the_audit(tmp_path: Path) -> None:
    edit = "settings.discount_rate_pct += 1"
    ended = planner("solve", CASE, "-o", "p.xlsx", "--set", edit, *QUICK, "--progress", "none", folder=tmp_path)
    assert ended.code == 0, ended.err
    audited = planner("audit", CASE, "p.xlsx", folder=tmp_path)
    assert audited.code == 0, audited.out
    assert edit in audited.err
    sheet = load_workbook(tmp_path / "p.xlsx")["run"]
    assert ("edits", edit) in {row[:2] for row in sheet.iter_rows(values_only=True)}


@pytest.mark.slow
def test_what_edits_change_is_compared(tmp_path: Path) -> None:
    edit = "products[*].shortage_penalty_usd *= 1.01"
    ended = planner("compare", CASE, "--set", edit, *QUICK, "-o", "c.xlsx", "--json", folder=tmp_path)
    assert ended.code == 0, ended.err
    answer = json.loads(ended.out)
    assert answer["question"] == "compare"
    assert "decisions" not in answer["tables"], "nothing moves without need"
    assert "inputs" in load_workbook(tmp_path / "c.xlsx").sheetnames


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("frontier", CASE, "--vary", "budgte[*].*"), "Did you mean 'budget'?"),
        (("frontier", CASE, "--factors", "much"), "is not a list of numbers"),
        (("worth", CASE, "--executor", "ray:8"), "write local, local:N or dask:ADDRESS"),
        (("worth", CASE, "--set", "budget[*].*"), "is not an edit"),
        (("solve", CASE, "--set", "sites[Nowhere].floor_units = 1"), "sites has no row 'Nowhere'"),
        (("compare", CASE), "Give two or more cases, two or more plans, or as many of both"),
        (("compare", CASE), "--set EDIT says what to compare it with"),
        (("compare", CASE, CASE, CASE, "--set", "budget[*].* *= 2"), "With --set give one case"),
        (("compare", CASE, CASE, "--set", "budget[*].* *= 2"), "is not a plan workbook of"),
        (("alternatives", CASE, "--within", "5"), "5 is not a gap"),
        (("compare", CASE, "none.xlsx"), "none.xlsx does not exist"),
        (("worth", "none.xlsx"), "none.xlsx"),
        (("replan", CASE, "none.xlsx", "--now", "2027Q3"), "none.xlsx"),
        (("replan", CASE, CASE, "--now", "2027Q3"), "a case workbook where a plan is expected"),
        (("replan", CASE, "none.xlsx"), "Missing option '--now'"),
        (
            ("replan", CASE, "none.xlsx", "--now", "2027Q3", "-o", "none.xlsx"),
            "is the input, which is never overwritten",
        ),
        (("replan", CASE, "p.xlsx", "--now", "2027Q3", "-o", "a.xlsx", "--next", "a.xlsx"), "cannot hold both"),
    ],
    ids=str,
)
def test_a_wrong_argument_is_one_sentence(tmp_path: Path, arguments: tuple[str | Path, ...], says: str) -> None:
    ended = planner(*arguments, folder=tmp_path)
    assert ended.code == 2
    assert says in " ".join(ended.words.split())
    assert "Traceback" not in ended.err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_a_study_that_was_stopped_goes_on(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "planner",
        "frontier",
        str(CASE),
        "--factors",
        "0.5,1,2",
        *QUICK,
        "--resume",
        "kept",
    ]
    command += ["--executor", "local:1"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    kept = tmp_path / "kept"
    until = time.monotonic() + 280
    while not (kept.is_dir() and any(kept.glob("*.json.gz"))) and time.monotonic() < until:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=280)
    finished = {path: path.stat().st_mtime_ns for path in kept.glob("*.json.gz")}
    assert process.returncode in (0, 130), errors  # the last solve may have ended before the signal came
    if process.returncode == 130:
        assert b"Run the command again to go on" in errors
    ended = planner(*command[3:], folder=tmp_path)
    assert ended.code == 0, ended.err
    assert {path: path.stat().st_mtime_ns for path in finished} == finished
    assert len(list(kept.glob("*.json.gz"))) == 3


@pytest.mark.slow
def test_a_workbook_whose_requirements_contradict_each_other_is_explained(tmp_path: Path) -> None:
    """At Phoenix one phase may stand and two are demanded: solving is refused, explaining names both cells."""
    book = load_workbook(ROOT / "examples" / "fund_with_restrictions" / "case.xlsx")
    locks = book.create_sheet("locks")
    locks.append(["Site", "Node", "Min phases"])
    locks.append(["Phoenix AZ", "N3", 2])
    book["budget"]["B3"] = 20
    book.save(tmp_path / "case.xlsx")
    assert planner("solve", "case.xlsx", "-o", "p.xlsx", folder=tmp_path).code == 1
    ended = planner("explain", "case.xlsx", *QUICK, "--json", folder=tmp_path)
    assert ended.code == 0, ended.err
    assert "E743" in ended.err
    assert {row["edits"] for row in json.loads(ended.out)["tables"]["suggestions"]} == {
        "locks[site=Phoenix AZ, node=N3].min_phases: 2 -> 1 (locks!C2)",
        "sites[Phoenix AZ].floor_units: 1 -> 2 (sites!C2)",
    }


def test_each_solve_takes_its_share_of_a_total_time_and_a_minute_without_one() -> None:
    asked = StudyRequest(STARTER, None, None, None, 1e-4, 0, "local", None, as_json=False)
    assert asked.options().solve.time_limit_seconds == 60
    assert replace(asked, total_seconds=900.0).options().solve.time_limit_seconds == 900
    assert replace(asked, total_seconds=900.0, time_limit_seconds=30.0).options().solve.time_limit_seconds == 30
