"""The plan workbook: what is presented first, then the sheets of the contract."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook

from planner.case.records import Case
from planner.charts.draw import available
from planner.charts.pen import pen
from planner.plan.records import Plan
from planner.report.contract.tables import plan_tables
from planner.report.excel.data_sheets import add_tidy_sheet
from planner.report.excel.long_tables import LongRows, fill
from planner.report.excel.sheets import (
    audit,
    briefing,
    capacity_use,
    contents,
    money,
    schedule,
    supply_demand,
    what_binds,
    who_pays,
)
from planner.report.excel.sheets.traces import Traces, in_summary
from planner.report.figures.headline import figures
from planner.report.words.phrases import has_plan
from planner.workbook.file.saving import whole

Drawn = Callable[[], list[tuple[Any, bytes]]]
"""Returns the charts of a plan with their pictures when they are ready; none without the extra `charts`."""


def write_plan(path: Path, case: Case, plan: Plan, audit_lines: Sequence[str] = ()) -> None:
    """Write the plan workbook, whole or not at all; a file of that name is replaced."""
    book, rows = plan_workbook(case, plan, audit_lines)
    with whole(path) as partial:
        book.save(partial)
        fill(partial, rows)


def plan_workbook(case: Case, plan: Plan, audit_lines: Sequence[str] = ()) -> tuple[Workbook, list[LongRows]]:
    """Return the plan workbook with its sheets in order, and the rows that its contract sheets still lack."""
    with _drawing(case, plan) as drawn:
        return _laid_out(case, plan, audit_lines, drawn)


def reader_sheets(case: Case, plan: Plan, audit_lines: Sequence[str]) -> Workbook:
    """Return the sheets that are presented, without pictures and without the sheets of the contract."""
    book = _empty()
    traces = _presented(book, case, plan, plan_tables(case, plan)["summary"])
    _audit(book, audit_lines)
    briefing.add(book, case, plan, audit_lines, traces)
    return book


def _laid_out(case: Case, plan: Plan, audit_lines: Sequence[str], drawn: Drawn) -> tuple[Workbook, list[LongRows]]:
    book, tables = _empty(), plan_tables(case, plan)
    traces = _presented(book, case, plan, tables["summary"])
    presented = len(book.sheetnames)
    _audit(book, audit_lines)
    rows = [add_tidy_sheet(book, name, table) for name, table in tables.items()]
    # Pictures are added last: they are drawn in the background.
    if shown := drawn():
        from planner.report.excel.sheets import pictures  # needs the extra `charts`

        pictures.add(book, presented, shown, traces.pictured())
    briefing.add(book, case, plan, audit_lines, traces)
    contents.add(book, len(book.sheetnames) - len(rows))
    return book, rows


def _empty() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _presented(book: Workbook, case: Case, plan: Plan, summary: pd.DataFrame) -> Traces:
    """Append the sheets that are presented; the briefing, which links to all of them, comes last and stands first."""
    return Traces(
        schedule=schedule.add(book, case, plan),
        capacity=capacity_use.add(book, case, plan),
        covered=supply_demand.add(book, case, plan),
        money=money.add(book, case, plan),
        payers=who_pays.add(book, case, plan),
        bound=what_binds.add(book, case, plan),
        gap=in_summary(summary, "gap"),
    )


def _audit(book: Workbook, audit_lines: Sequence[str]) -> None:
    if audit_lines:
        audit.add(book, audit_lines)


@contextmanager
def _drawing(case: Case, plan: Plan) -> Iterator[Drawn]:
    """Draw the charts of a plan in the background, and return a function that waits for them."""
    if not (available() and has_plan(figures(case, plan))):
        yield list
        return
    with pen() as draw:
        from planner.report.plan_charts import charts

        shown = charts(case, plan)
        promised = draw([charted.chart for charted in shown])
        yield lambda: list(zip(shown, promised.result(), strict=True))
