"""Changes of a plan workbook at one place at a time: what a planner reads cannot be changed without being noticed."""

from pathlib import Path

from planner.pipeline import solve
from planner.report.contract.layout import RECORD_SHEETS
from planner.report.excel.workbook import write_plan
from planner.report.words.verdict import audit_lines
from planner.solver.options import SolveOptions
from planner.workbook.file.book import open_book
from tests.cases import tiny
from tests.report.adversary import Change, caught, changes

RECORDS = {"summary", "locks", *(sheet.name for sheet in RECORD_SHEETS)}
FREE = ("contents", "pictures", "run", "audit")
"""The first two lead to other sheets. How a run was made cannot be told from its plan: planner rerun repeats it."""


def _counts(change: Change) -> bool:
    """Whether a change is of what is recomputed: not the solver's slack, nor text where a reader may add remarks."""
    sheet = change.where.split(" row ")[0]
    if change.kind == "row twice":
        return sheet in RECORDS
    return sheet not in (*FREE, "binding")


def test_what_a_planner_reads_cannot_be_changed_unnoticed(tmp_path: Path) -> None:
    result = solve(tiny(), SolveOptions(gap=1e-7, threads=1))
    assert result.audit is not None
    path = tmp_path / "plan.xlsx"
    write_plan(path, tiny(), result.plan, audit_lines(result.audit))
    book = open_book(path)
    assert not caught(path, tiny(), book)
    tried = [change for change in changes(book, 60, seed=1) if _counts(change)]
    assert len(tried) > 25
    assert [(change.kind, change.where) for change in tried if not caught(path, tiny(), change.book)] == []
