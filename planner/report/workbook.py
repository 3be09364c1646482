"""The plan workbook: what is presented first, then the sheets of the contract."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.sheets import audit, briefing, capacity_use, money, schedule, supply_demand, what_binds
from planner.report.tables import plan_tables
from planner.report.tidy import add_tidy_sheet
from planner.workbook.saving import save_whole


def write_plan(path: Path, case: Case, plan: Plan, audit_lines: Sequence[str] = ()) -> None:
    """Write the plan workbook, whole or not at all; a file of that name is replaced."""
    save_whole(plan_workbook(case, plan, audit_lines), path)


def plan_workbook(case: Case, plan: Plan, audit_lines: Sequence[str] = ()) -> Workbook:
    """Return the plan workbook with its sheets in order."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in (schedule, capacity_use, supply_demand):
        sheet.add(book, case, plan)
    cash_chart = money.add(book, case, plan)
    what_binds.add(book, case, plan)
    if audit_lines:
        audit.add(book, audit_lines)
    for name, table in plan_tables(case, plan).items():
        add_tidy_sheet(book, name, table)
    briefing.add(book, case, plan, audit_lines, cash_chart)
    return book
