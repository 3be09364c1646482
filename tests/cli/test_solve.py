"""`planner solve`: exit codes, streams, the plan file, and the one JSON object."""

import hashlib
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.report.readback.plan_workbook import read_plan
from planner.workbook.reader import read_case
from tests.cli.commands import FOUNDRY, STARTER, Ended, planner
from tests.workbook.books import save, sound

KEYS = "status objective bound gap gap_usd_bn coverage_pct capex_usd_bn phases sites seconds plan faults audit message"


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Path]:
    """How a solve with a seed ended, and its plan, where an earlier one stood."""
    folder = tmp_path_factory.mktemp("solved")
    (folder / "p.xlsx").write_bytes(b"an earlier plan")
    return planner("solve", STARTER, "--json", "-o", "p.xlsx", "--seed", 7, folder=folder), folder / "p.xlsx"


def test_the_starter_is_solved_to_optimality_and_the_plan_stands_in_the_current_folder(tmp_path: Path) -> None:
    ended = planner("solve", STARTER, folder=tmp_path)
    assert ended.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["starter_plan.xlsx"]
    assert "\nOptimal" in ended.out
    assert "starter_plan.xlsx" in ended.out
    assert re.search(r"clean, \d,\d{3} checks", ended.out)
    assert max(map(len, ended.out.splitlines())) <= 80


def test_progress_goes_to_stderr_and_the_summary_to_stdout(tmp_path: Path) -> None:
    ended = planner("solve", STARTER, "--progress", "plain", folder=tmp_path)
    assert "building the model" in ended.err
    assert "best plan" in ended.err
    assert "best plan" not in ended.out
    assert "What is built" not in ended.err


def test_without_progress_a_clean_solve_says_nothing_on_stderr(tmp_path: Path) -> None:
    assert planner("solve", STARTER, "--progress", "none", folder=tmp_path).err == ""


def test_json_is_one_object_that_agrees_with_the_plan(solved: tuple[Ended, Path]) -> None:
    ended, path = solved
    answer = ended.answer
    assert set(KEYS.split()) <= set(answer)
    assert (ended.code, answer["exit_code"], answer["status"]) == (0, 0, "optimal")
    assert set(answer["seconds"]) == {"read", "build", "solve", "audit", "write"}
    assert all(seconds >= 0 for seconds in answer["seconds"].values())
    plan = read_plan(path.parent / answer["plan"], read_case(STARTER))
    assert plan.outcome.objective == answer["objective"]
    assert plan.outcome.bound == answer["bound"]
    assert sum(start.phases for start in plan.starts) == answer["phases"]
    assert len({start.site for start in plan.starts}) == answer["sites"]
    assert answer["audit"]["clean"]


def test_the_plan_remembers_its_input_by_name_and_hash(solved: tuple[Ended, Path], tmp_path: Path) -> None:
    run = read_plan(solved[1], read_case(STARTER)).run
    assert run["input_file"] == "starter.xlsx"
    assert run["input_sha256"] == hashlib.sha256(STARTER.read_bytes()).hexdigest()
    assert run["seed"] == 7
    assert run["planner_version"] == planner("--version", folder=tmp_path).out.split()[1]


def test_the_verdict_of_the_audit_stands_in_the_plan_workbook(solved: tuple[Ended, Path]) -> None:
    sheet = load_workbook(solved[1])["audit"]
    told = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert re.search(r"clean, \d,\d{3} checks", told)


def test_the_same_seed_on_one_thread_gives_the_same_objective(tmp_path: Path) -> None:
    one, other = (
        planner("solve", STARTER, "--json", "--seed", 3, "--threads", 1, folder=tmp_path, afresh=True).answer
        for _ in range(2)
    )
    assert one["objective"] == other["objective"]


def test_faults_stop_a_solve_with_code_1_and_every_fault_on_stderr(tmp_path: Path) -> None:
    sheets = sound()
    sheets["site_nodes"][1][1] = "N5"
    sheets["demand"][1][3] = -4
    ended = planner("solve", save(tmp_path / "in.xlsx", sheets), "--json", folder=tmp_path)
    assert ended.code == 1
    assert "site_nodes!B2" in ended.err
    assert "demand!D2" in ended.err
    assert {fault["cell"] for fault in ended.answer["faults"]} == {"site_nodes!B2", "demand!D2"}
    assert ended.answer["status"] == "error"
    assert ended.answer["plan"] is None
    assert not (tmp_path / "in_plan.xlsx").exists()


def test_warnings_are_shown_and_do_not_stop_a_solve(tmp_path: Path) -> None:
    sheets = sound() | {"Extra": [["a"], ["b"]]}
    ended = planner("solve", save(tmp_path / "in.xlsx", sheets), folder=tmp_path)
    assert ended.code == 0
    assert "Extra!A1 sheet not read" in ended.err


def test_locks_that_no_money_can_pay_are_infeasible(tmp_path: Path) -> None:
    sheets = sound() | {"locks": [["site", "node", "min_phases"], ["A", "N3", 1]]}
    sheets["budget"][1][1:] = [0.001 for _ in sheets["budget"][1][1:]]
    ended = planner("solve", save(tmp_path / "in.xlsx", sheets), "--json", folder=tmp_path)
    assert ended.code == 3
    assert ended.answer["status"] == "infeasible"
    assert ended.answer["objective"] is None
    assert "Infeasible: the locks require more than this case has." in ended.words
    assert "the locks need 1 bn USD by then, there are 0.004 bn" in ended.words
    assert not (tmp_path / "in_plan.xlsx").exists()


def test_locks_that_ask_for_more_phases_than_there_is_room_for_are_a_fault(tmp_path: Path) -> None:
    sheets = sound() | {"locks": [["site", "node", "min_phases"], ["A", "N3", 4]]}
    sheets["sites"][1][3] = 3  # room for three phases of one floor unit, and four are asked for
    ended = planner("solve", save(tmp_path / "in.xlsx", sheets), "--json", folder=tmp_path)
    assert ended.code == 1
    assert [fault["cell"] for fault in ended.answer["faults"] if fault["severity"] == "error"] == ["locks!C2"]


def test_a_limit_too_short_for_any_plan_ends_with_code_5_and_no_file(tmp_path: Path) -> None:
    ended = planner("solve", FOUNDRY, "--time-limit", 0.01, "--json", folder=tmp_path)
    assert ended.code == 5
    assert ended.answer["status"] == "no_plan"
    assert ended.answer["gap"] is None
    assert "a longer time limit" in ended.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_limit_with_a_plan_ends_with_code_4_and_an_audited_plan(tmp_path: Path) -> None:
    for seconds in (5, 20, 80, 240):  # how long a first plan takes is a matter of the machine
        limits = ("--gap", 0, "--time-limit", seconds)
        ended = planner("solve", FOUNDRY, *limits, "--json", folder=tmp_path, timeout=600)
        if ended.answer["gap"] is not None:  # a plan, and a bound to compare it with
            break
    assert (ended.code, ended.answer["status"]) == (4, "feasible")
    assert ended.answer["gap"] > 0
    assert ended.answer["audit"]["clean"]
    assert (tmp_path / "foundry_plan.xlsx").exists()


def test_an_earlier_plan_is_replaced_whole(solved: tuple[Ended, Path]) -> None:
    ended, path = solved
    assert ended.code == 0
    assert path.read_bytes().startswith(b"PK")
    assert [one.name for one in path.parent.iterdir()] == ["p.xlsx"]
