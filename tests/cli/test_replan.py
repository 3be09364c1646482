"""`planner replan` as a planner runs it, on its example: the answer, the next case, and what is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.cli.exits import Exit
from planner.pipeline import solve
from planner.report.excel.workbook import tables_bytes
from planner.workbook.case_file import CaseFile, read_case_file
from planner.workbook.edit.of_file import with_edits
from planner.workbook.reader import read_workbook
from tests.cli.commands import ROOT, planner
from tests.model.solving import EXACT

EXAMPLE = ROOT / "examples" / "fund_that_slips"
CASE = EXAMPLE / "case.xlsx"
SLIPS = ("--set", "budget[State].2028Q1 = 0", "--set", "budget[State].2028Q3 = 8")


def write_plan(source: CaseFile, target: Path) -> Path:
    result = solve(source, EXACT)
    target.write_bytes(tables_bytes(result.case, result.plan))
    return target


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plan(read_case_file(CASE), tmp_path_factory.mktemp("replan") / "plan.xlsx")


@pytest.mark.slow
def test_the_example(plan: Path, tmp_path: Path) -> None:
    ended = planner("replan", CASE, plan, "--now", "2027Q3", *SLIPS, "--json", "-o", "a.xlsx", "--next", "n.xlsx",
                    "--gap", "0.000000001", folder=tmp_path)  # fmt: skip
    assert ended.code == 0, ended.err
    answer = ended.answer
    assert [list(row.values())[:5] for row in answer["tables"]["moves"]] == [
        ["Kaohsiung", "N3", 1, "2028Q1", "2028Q3"],
    ]
    regret = answer["facts"]["regret_usd_bn"]
    assert (regret["low"], regret["high"]) == pytest.approx((0.02, 0.02), abs=1e-6)
    assert [row["cost [bn USD]"] and row["cost [bn USD]"]["high"] for row in answer["tables"]["plans"]] == [
        pytest.approx(16), None, pytest.approx(19.62), pytest.approx(19.6)
    ]  # fmt: skip
    assert "answer" in load_workbook(tmp_path / "a.xlsx").sheetnames
    assert "To plan it: planner solve n.xlsx" in ended.words
    following, expected = read_workbook(tmp_path / "n.xlsx"), read_workbook(EXAMPLE / "next.xlsx")
    assert following.faults == ()
    assert following.case == expected.case


def test_the_edits_that_a_plan_was_made_with_are_made_first(tmp_path: Path) -> None:
    """Made with a penalty of 6000 USD, the plan is one of this case with that edit, and of no case without it."""
    edited = with_edits(read_case_file(CASE), ["products[Server].shortage_penalty_usd = 6000", "demand[*].* *= 1.1"])
    ask = ("replan", CASE, write_plan(edited, tmp_path / "plan.xlsx"), "--now", "2031Q1")
    ended = planner(*ask, folder=tmp_path)
    assert ended.code == Exit.USAGE
    assert "--now 2031Q1 lies outside the horizon of the case: write a period from 2027Q1 to 2030Q4." in ended.words
    write_plan(replace(edited, edits=""), tmp_path / "plan.xlsx")
    ended = planner(*ask, folder=tmp_path)
    assert ended.code == Exit.USAGE
    assert "is not a plan of this case, because it breaks a rule of it" in ended.words
    assert "Give the case that the plan was made for: case.xlsx" in ended.words


def test_facts_that_contradict_what_has_started_leave_no_next_case(plan: Path, tmp_path: Path) -> None:
    edit = "sites[Kaohsiung].available_from = 2027Q3"
    ended = planner("replan", CASE, plan, "--now", "2027Q3", "--set", edit, "--next", "n.xlsx", folder=tmp_path)
    assert ended.code == Exit.INFEASIBLE
    assert "What has started before 2027Q3 contradicts the new facts" in ended.words
    assert "n.xlsx is not written" in ended.words
    assert not (tmp_path / "n.xlsx").exists()


def test_a_damaged_plan_is_named_with_its_cell(plan: Path, tmp_path: Path) -> None:
    book = load_workbook(plan)
    book["starts"].cell(2, 4).value = "one"
    book.save(tmp_path / "damaged.xlsx")
    ended = planner("replan", CASE, "damaged.xlsx", "--now", "2027Q3", folder=tmp_path)
    assert ended.code == Exit.FAULTS
    assert "starts!D2" in ended.words
    (tmp_path / "torn.xlsx").write_bytes(plan.read_bytes()[:2000])
    ended = planner("replan", CASE, "torn.xlsx", "--now", "2027Q3", folder=tmp_path)
    assert ended.code == Exit.USAGE


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ("settings.periods = 12", "The edits change the horizon"),
        ("budgte[*].* *= 2", "Did you mean 'budget'?"),
        ("materials[*].good_units_per_wafer =", "With its edits the case has errors"),
    ],
)
def test_wrong_facts_are_explained(plan: Path, tmp_path: Path, edit: str, says: str) -> None:
    ended = planner("replan", CASE, plan, "--now", "2027Q3", "--set", edit, folder=tmp_path)
    assert ended.code in (Exit.FAULTS, Exit.USAGE)
    assert says in ended.words
