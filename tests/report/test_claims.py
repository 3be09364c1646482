"""What a plan workbook says beside its records: every figure of the summary and every lock is held against them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.case.records import Shell
from planner.plan.records import Outcome, Plan, Status
from planner.report.contract.tables import plan_tables
from planner.report.excel.workbook import write_plan
from planner.report.readback.claims import wrong_claims
from planner.report.readback.plan_workbook import read_plan
from planner.workbook.faults import codes
from planner.workbook.faults.fault import InputFaults
from tests.report.plans import three_sites, three_sites_plan

Change = Callable[[Any], None]


def wrong(path: Path, plan: Plan, change: Change = lambda book: None) -> list[tuple[str, str]]:
    """Return sheet and name of what is wrong in the workbook of a plan after a change."""
    case = three_sites()
    write_plan(path / "plan.xlsx", case, plan)
    book: Any = load_workbook(path / "plan.xlsx")
    change(book)
    book.save(path / "plan.xlsx")
    return [(finding.rule, finding.where) for finding in wrong_claims(path / "plan.xlsx", case, plan)]


def sound() -> Plan:
    """The plan of three sites with the gap that its objective and bound leave."""
    plan = three_sites_plan()
    gap = (plan.outcome.objective - plan.outcome.bound) / plan.outcome.objective
    return replace(plan, outcome=replace(plan.outcome, gap=gap))


def test_a_plan_as_written_bears_out_all_it_says(tmp_path: Path) -> None:
    assert wrong(tmp_path, sound()) == []
    assert wrong(tmp_path, Plan(Outcome(Status.NO_PLAN, float("inf"), float("-inf"), float("inf"), {}))) == []


def test_locks_of_phases_of_shells_and_of_retirement_are_told_apart(tmp_path: Path) -> None:
    case, path = three_sites(), tmp_path / "plan.xlsx"
    standing = tuple(replace(row, retire_from=0) for row in case.committed)
    case = replace(case, committed=standing, shells={"Dresden": Shell("Dresden", 1.0, 1, (1.0,), 2.0)})
    write_plan(path, case, Plan(three_sites_plan().outcome, run={"gap_asked": 0.01}))
    stars = [row for row in plan_tables(case, read_plan(path, case))["locks"].itertuples() if row.site == "*"]
    assert len(stars) == 4, "none starts of phases, lumps, shells and retirements"
    assert not [one for one in wrong_claims(path, case, read_plan(path, case)) if one.rule == "locks"]


def test_every_figure_of_the_summary_is_compared(tmp_path: Path) -> None:
    keys = [str(key) for key in plan_tables(three_sites(), sound())["summary"]["key"] if key != "case_name"]

    def spoil(book: Any) -> None:
        for row in book["summary"].iter_rows(min_row=2):
            row[1].value = row[1].value + 1 if isinstance(row[1].value, int | float) else "other"

    assert sorted(wrong(tmp_path, sound(), spoil)) == sorted(("summary", key) for key in keys)


def test_every_unit_and_key_of_the_summary_is_compared(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        sheet = book["summary"]
        units = {row[0].value: row[2] for row in sheet.iter_rows(min_row=2)}
        units["objective"].value = "usd_mn"
        sheet.append(["coverage", 100, "%"])

    assert sorted(wrong(tmp_path, sound(), spoil)) == [("summary", "coverage"), ("summary", "objective")]


def _with_false_rows(path: Path, sheet: str, column: int) -> int:
    """Put a false row before every true one of a sheet; return how many there are."""
    book: Any = load_workbook(path)
    rows = [[cell.value for cell in row] for row in book[sheet].iter_rows(min_row=2)]
    for number, row in enumerate(rows):
        for at, line in enumerate(([*row[:column], 7, *row[column + 1 :]], row), start=2 + 2 * number):
            for place, value in enumerate(line, start=1):
                book[sheet].cell(at, place).value = value
    book.save(path)
    return len(rows)


@pytest.mark.parametrize("sheet", ["summary", "run"])
def test_a_false_row_before_a_true_one_is_refused_for_every_key(tmp_path: Path, sheet: str) -> None:
    write_plan(tmp_path / "plan.xlsx", three_sites(), sound())
    rows = _with_false_rows(tmp_path / "plan.xlsx", sheet, 1)
    with pytest.raises(InputFaults) as refused:
        read_plan(tmp_path / "plan.xlsx", three_sites())
    assert [fault.code for fault in refused.value.faults].count(codes.KEY_TWICE.id) == rows


def test_a_second_lock_on_the_same_period_is_reported(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", three_sites(), sound())
    rows = _with_false_rows(tmp_path / "plan.xlsx", "locks", 6)
    wrong = wrong_claims(tmp_path / "plan.xlsx", three_sites(), sound())
    assert sum("more than once" in finding.message for finding in wrong) == rows


def test_a_figure_that_is_not_finite_is_refused_at_its_cell(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", three_sites(), sound())
    book: Any = load_workbook(tmp_path / "plan.xlsx")
    figures = {"cost.capex": "inf", "cost.shortage": "-inf", "objective": "nan", "gap": "nan"}
    spoilt = [row[1] for row in book["summary"].iter_rows(min_row=2) if row[0].value in figures]
    for cell in spoilt:
        cell.value = figures[str(cell.offset(column=-1).value)]
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(InputFaults) as refused:
        read_plan(tmp_path / "plan.xlsx", three_sites())
    assert [fault.cell for fault in refused.value.faults] == [f"summary!{cell.coordinate}" for cell in spoilt]


def test_a_figure_that_is_missing_is_reported(tmp_path: Path) -> None:
    assert wrong(tmp_path, sound(), lambda book: book["summary"].delete_rows(2, 2)) == [("summary", "first_period")]


def test_a_lock_that_differs_from_the_decisions_is_reported(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        book["locks"]["G2"].value += 1

    ((sheet, name),) = wrong(tmp_path, sound(), spoil)
    assert sheet == "locks"
    assert name.count("2026Q4") + name.count("2027Q1") == 2


@pytest.mark.parametrize(("status", "told"), [(Status.OPTIMAL, [("summary", "status")]), (Status.FEASIBLE, [])])
def test_nothing_is_called_optimal_that_is_not_within_the_gap_asked(
    tmp_path: Path, status: Status, told: list[tuple[str, str]]
) -> None:
    plan = replace(sound(), run={"gap_asked": 1e-4})
    assert plan.outcome.gap > 1e-3
    assert wrong(tmp_path, replace(plan, outcome=replace(plan.outcome, status=status))) == told


def test_nothing_is_called_optimal_without_the_gap_that_was_requested(tmp_path: Path) -> None:
    plan = sound()
    optimal = replace(plan, outcome=replace(plan.outcome, status=Status.OPTIMAL))
    assert wrong(tmp_path, optimal) == [("run", "gap_asked")]


def test_a_gap_that_is_not_that_of_objective_and_bound_is_reported(tmp_path: Path) -> None:
    plan = sound()
    assert wrong(tmp_path, replace(plan, outcome=replace(plan.outcome, gap=0.0))) == [("summary", "gap")]
