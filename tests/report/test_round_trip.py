"""What a plan workbook holds goes back into a case workbook as it is, and gives the same plan.

Cells are copied from sheet to sheet, as a planner copies and pastes them.
"""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from inputs import starter
from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Plan
from planner.report.excel.workbook import write_plan
from planner.report.readback.claims import wrong_claims
from planner.report.readback.plan_workbook import read_plan
from planner.report.readback.tables import read_tables
from planner.solver.options import SolveOptions
from planner.workbook.reader import read_case, read_workbook
from planner.workbook.template.books import write_book
from tests.workbook.books import Sheets, save, sound

EXACT = SolveOptions(gap=0.0, threads=1, seed=0)


def _solved(case: Case) -> Plan:
    solved = solve(case, EXACT)
    assert solved.audit is not None
    assert solved.audit.clean
    return solved.plan


def _paste(plan: Path, sheet: str, case: Path, into: str, first_row: int = 1) -> None:
    """Copy a plan's sheet over a sheet of the case, from its header or from the row below it."""
    source, target = load_workbook(plan)[sheet], load_workbook(case)
    pasted = target[into] if into in target.sheetnames else target.create_sheet(into)
    for row in source.iter_rows(min_row=first_row):
        for cell in row:
            pasted[cell.coordinate].value = cell.value
            pasted[cell.coordinate].data_type = cell.data_type
    target.save(case)


def _converting() -> Sheets:
    """Old capacity of N5 may become N3, which is needed; names that a spreadsheet program would take for formulas."""
    sheets = sound()
    sheets["sites"] = [["site", "region"], ["-A", "here"], ["=B+1", "here"]]
    sheets["nodes"] += [["N5", "logic", 1, 1, 20]]
    sheets["site_nodes"] = [
        sheets["site_nodes"][0],
        ["-A", "N3", 1, "flat", "once", 5],
        ["=B+1", "N3", 2, "flat", "once", 5],
    ]
    sheets["capacity"] = [["site", "node", "2027Q1", "2027Q2", "2027Q3", "2027Q4"], ["=B+1", "N5", 2, 2, 2, 2]]
    sheets["conversions"] = [
        ["site", "from_node", "to_node", "lump_kwspm", "capex_usd_bn_per_lump"],
        ["=B+1", "N5", "N3", 0.5, 0.1],
    ]
    sheets["demand"][1][2:] = [3, 6, 9, 9]
    return sheets


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Plan]:
    """The folder of the starter case and its plan, and the plan."""
    folder = tmp_path_factory.mktemp("starter")
    write_book(folder / "case.xlsx", starter.book() | {"locks": [], "last_plan": []}, starter.CALENDAR)
    case = read_case(folder / "case.xlsx")
    plan = _solved(case)
    write_plan(folder / "plan.xlsx", case, plan)
    return folder, plan


def _copy(folder: Path, to: Path) -> Path:
    to.write_bytes((folder / "case.xlsx").read_bytes())
    return to


@pytest.mark.parametrize("first_row", [1, 2])
def test_locks_pasted_with_or_without_their_header_give_the_same_plan(
    planned: tuple[Path, Plan], tmp_path: Path, first_row: int
) -> None:
    folder, plan = planned
    locked = _copy(folder, tmp_path / "locked.xlsx")
    _paste(folder / "plan.xlsx", "locks", locked, "locks", first_row)
    case = read_case(locked)
    assert len(case.locks) == len(plan.starts) + 4
    again = _solved(case)
    assert set(again.starts) == set(plan.starts)
    assert again.outcome.objective == pytest.approx(plan.outcome.objective, rel=1e-9)


def test_starts_pasted_as_the_last_plan_are_no_changes(planned: tuple[Path, Plan], tmp_path: Path) -> None:
    folder, plan = planned
    based = _copy(folder, tmp_path / "based.xlsx")
    _paste(folder / "plan.xlsx", "starts", based, "last_plan")
    book = load_workbook(based)
    book["settings"].append(["max_changes", 0])
    book.save(based)
    case = read_case(based)
    assert {(s.site, s.node, s.period, s.phases) for s in case.last_plan} == {
        (s.site, s.node, s.period, s.phases) for s in plan.starts
    }
    assert set(_solved(case).starts) == set(plan.starts)


def test_conversions_and_odd_names_come_back_through_locks(tmp_path: Path) -> None:
    path = save(tmp_path / "case.xlsx", _converting(), _as_text)
    case = read_case(path)
    plan = _solved(case)
    assert plan.converted
    write_plan(tmp_path / "plan.xlsx", case, plan)
    _paste(tmp_path / "plan.xlsx", "locks", path, "locks")
    again = _solved(read_case(path))
    assert set(again.starts) == set(plan.starts)
    assert set(again.converted) == set(plan.converted)
    assert again.outcome.objective == pytest.approx(plan.outcome.objective, rel=1e-9)


def test_money_that_is_spent_to_the_last_dollar_is_enough_for_the_same_plan_again(tmp_path: Path) -> None:
    sheets = sound()
    sheets["nodes"][1][3] = 1.1  # three phases cost 3.3000000000000003 in floating point, and 3.3 are there
    sheets["budget"][1][1] = 3.3
    sheets["demand"][1][2:] = [9, 9, 9, 9]
    path = save(tmp_path / "case.xlsx", sheets)
    plan = _solved(read_case(path))
    assert sum(start.phases for start in plan.starts) == 3
    write_plan(tmp_path / "plan.xlsx", read_case(path), plan)
    _paste(tmp_path / "plan.xlsx", "locks", path, "locks")
    assert _solved(read_case(path)).starts == plan.starts


def _as_text(book: Workbook) -> None:
    """Keep names that start with an equals sign as text."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"


def test_starts_pasted_as_locks_are_one_fault_that_says_what_to_paste(
    planned: tuple[Path, Plan], tmp_path: Path
) -> None:
    folder, _ = planned
    mistaken = _copy(folder, tmp_path / "mistaken.xlsx")
    book = load_workbook(mistaken)
    del book["locks"]
    book.save(mistaken)
    _paste(folder / "plan.xlsx", "starts", mistaken, "locks")
    (fault,) = (fault for fault in read_workbook(mistaken).faults if fault.sheet == "locks")
    assert (fault.cell, fault.severity) == ("locks!C1", "error")
    assert "paste the sheet locks of the plan workbook" in fault.fix


def test_a_plan_with_shells_comes_back_from_its_workbook_and_from_its_locks(tmp_path: Path) -> None:
    sheets = sound()
    sheets["sites"].append(["B", "here", 33.0, 10])
    sheets["site_nodes"].append(["B", "N3", 1, "flat", "once", 5])
    head = ["site", "capex_usd_bn", "lead_periods", "spend", "floor_units", "max_shells"]
    sheets["shells"] = [head, ["A", 0.5, 1, "once", 1, 3], ["B", 9, 1, "once", 1, None]]
    sheets["demand"][1][2:] = [3, 3, 6, 6]
    case_path, plan_path = save(tmp_path / "case.xlsx", sheets), tmp_path / "plan.xlsx"
    plan = _solved(read_case(case_path))
    write_plan(plan_path, read_case(case_path), plan)
    found = read_plan(plan_path, read_case(case_path))
    assert (found.shells_built, found.schedule) == (plan.shells_built, plan.schedule)
    assert [(row.site, row.period, row.shells) for row in found.shells_built] == [("A", 0, 2)]
    assert not wrong_claims(plan_path, read_case(case_path), found)
    assert read_tables(plan_path)["shells_built"].to_dict("records") == [{"site": "A", "period": "2027Q1", "shells": 2}]
    _paste(plan_path, "locks", case_path, "locks")
    locked = read_workbook(case_path)
    assert [fault for fault in locked.faults if fault.severity == "error"] == []
    assert locked.case is not None
    assert ("B", "", 0) in {(lock.site, lock.node, lock.max_phases) for lock in locked.case.locks}
    assert _solved(locked.case).outcome.objective == pytest.approx(plan.outcome.objective)
