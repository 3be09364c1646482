"""What a plan workbook says beside its records: every figure of the summary and every lock is held against them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.plan.records import Outcome, Plan, Status
from planner.report.contract.tables import plan_tables
from planner.report.excel.workbook import write_plan
from planner.report.readback.claims import wrong_claims
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


def test_every_figure_of_the_summary_is_compared(tmp_path: Path) -> None:
    keys = [str(key) for key in plan_tables(three_sites(), sound())["summary"]["key"] if key != "case_name"]

    def spoil(book: Any) -> None:
        for row in book["summary"].iter_rows(min_row=2):
            row[1].value = row[1].value + 1 if isinstance(row[1].value, int | float) else "other"

    assert sorted(wrong(tmp_path, sound(), spoil)) == sorted(("summary", key) for key in keys)


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


def test_a_gap_that_is_not_that_of_objective_and_bound_is_reported(tmp_path: Path) -> None:
    plan = sound()
    assert wrong(tmp_path, replace(plan, outcome=replace(plan.outcome, gap=0.0))) == [("summary", "gap")]
