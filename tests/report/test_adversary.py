"""Changes of a plan workbook at one place at a time: what a planner reads cannot be changed without being noticed."""

from pathlib import Path

from planner.pipeline import solve
from planner.report.excel.workbook import write_plan
from planner.report.words.verdict import audit_lines
from planner.solver.options import SolveOptions
from planner.workbook.file.book import open_book
from tests.cases import tiny
from tests.report.adversary import caught, changes, excuse


def test_what_a_planner_reads_cannot_be_changed_unnoticed(tmp_path: Path) -> None:
    result = solve(tiny(), SolveOptions(gap=1e-7, threads=1))
    assert result.audit is not None
    path = tmp_path / "plan.xlsx"
    write_plan(path, tiny(), result.plan, audit_lines(result.audit))
    book = open_book(path)
    assert not caught(path, tiny(), book)
    tried = [change for change in changes(book, 60, seed=1) if not excuse(change)]
    assert len(tried) > 25
    assert [(change.kind, change.where) for change in tried if not caught(path, tiny(), change.book)] == []
