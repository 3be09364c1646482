"""A plan given in the place of a case, or a case in that of a plan, is one fault that says what to give."""

from pathlib import Path

import pytest

import planner
from planner.cli.commands.audit import audit
from planner.cli.exits import Exit, Stop
from planner.cli.reading import Faulty, known_schedule
from planner.report.contract.layout import RECORD_SHEETS, RUN_COLUMNS, SUMMARY_COLUMNS
from planner.report.readback.plan_workbook import read_plan
from planner.report.readback.tables import read_tables
from planner.workbook.faults.fault import InputFaults
from tests.workbook.books import Sheets, save, sound


def plan(*left_out: str) -> Sheets:
    """The sheets of a plan workbook, with their headers."""
    sheets: Sheets = {
        "briefing": [["what to build"]],
        "summary": [list(SUMMARY_COLUMNS), ["status", "optimal", None]],
        "locks": [["site", "node"]],
        **{sheet.name: [[column.header for column in sheet.columns]] for sheet in RECORD_SHEETS},
        "run": [list(RUN_COLUMNS), ["input_file", "starter.xlsx"]],
    }
    return {name: rows for name, rows in sheets.items() if name not in left_out}


@pytest.fixture
def case_path(tmp_path: Path) -> str:
    return str(save(tmp_path / "case.xlsx", sound()))


@pytest.fixture
def plan_path(tmp_path: Path) -> str:
    return str(save(tmp_path / "plan.xlsx", plan()))


def test_a_plan_given_as_a_case_names_its_case(plan_path: str) -> None:
    (fault,) = planner.check(plan_path)
    assert (fault.code, fault.fix) == ("E114", "give the case that the plan was made from: starter.xlsx")
    assert "found the plan of starter.xlsx" in str(fault)
    for read in (planner.read_case, planner.read_case_file):
        with pytest.raises(InputFaults) as raised:
            read(plan_path)
        assert raised.value.faults == (fault,)


@pytest.mark.parametrize(
    "sheets",
    [plan("run"), plan("briefing", "starts"), {f"{name.upper()} ": rows for name, rows in plan().items()}],
    ids=["without its run", "without its starts", "other capitals"],
)
def test_other_plans_are_recognised(tmp_path: Path, sheets: Sheets) -> None:
    (fault,) = planner.check(save(tmp_path / "plan.xlsx", sheets))
    assert fault.code == "E114"


def test_a_case_that_holds_sheets_of_a_plan_stays_a_case(tmp_path: Path) -> None:
    path = save(tmp_path / "case.xlsx", {**plan("locks", "capacity"), **sound()})
    assert planner.read_case(str(path)).settings.case_name == "tiny"


def test_a_case_without_half_of_its_sheets_stays_a_case(tmp_path: Path) -> None:
    some = {name: rows for name, rows in sound().items() if name in ("sites", "regions", "nodes")}
    assert {fault.code for fault in planner.check(save(tmp_path / "case.xlsx", some))} >= {"E201"}


def test_a_case_given_as_a_plan_is_one_fault(case_path: str) -> None:
    case = planner.read_case(case_path)
    for read in (lambda: read_plan(case_path, case), lambda: read_tables(case_path)):
        with pytest.raises(InputFaults) as raised:
            read()
        assert [fault.code for fault in raised.value.faults] == ["E115"]


def test_a_case_given_to_start_from_is_one_sentence(case_path: str) -> None:
    with pytest.raises(Stop, match="is not a plan workbook: a case workbook where a plan is expected; give the plan"):
        known_schedule(Path(case_path), planner.read_case(case_path))


def test_swapped_arguments_of_audit_are_one_sentence(case_path: str, plan_path: str) -> None:
    with pytest.raises(Stop) as stopped:
        audit(Path(plan_path), Path(case_path))
    assert not isinstance(stopped.value, Faulty)
    assert stopped.value.exit is Exit.USAGE
    assert str(stopped.value) == (
        f"{plan_path} is the plan and {case_path} is the case: give the case first, "
        f"planner audit {case_path} {plan_path}."
    )


def test_two_plans_or_two_cases_given_to_audit_are_one_fault(case_path: str, plan_path: str) -> None:
    for source, target, code in ((plan_path, plan_path, "E114"), (case_path, case_path, "E115")):
        with pytest.raises(Faulty) as stopped:
            audit(Path(source), Path(target))
        assert [fault.code for fault in stopped.value.faults] == [code]
