"""The sheets for readers: each figure is held against the records of the plan."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell

from planner.audit import audit
from planner.report.excel.workbook import reader_sheets, write_plan
from planner.report.readback.reader_sheets import wrong_cells
from planner.report.words.verdict import NOT_AUDITED, audit_lines
from tests.report.plans import renamed, three_sites, three_sites_plan

SHEETS = ("briefing", "schedule", "capacity_use", "supply_demand", "money", "who_pays", "what_binds", "audit")


def wrong(path: Path, change: Callable[[Any], None] = lambda book: None) -> list[str]:
    """Return the cells that are wrong in the workbook of a plan after a change."""
    case, plan = three_sites(), three_sites_plan()
    verdict = audit(case, plan)
    write_plan(path / "plan.xlsx", case, plan, audit_lines(verdict))
    book: Any = load_workbook(path / "plan.xlsx")
    change(book)
    book.save(path / "plan.xlsx")
    return [finding.where for finding in wrong_cells(path / "plan.xlsx", renamed(case, "Another title"), plan, verdict)]


def figures(book: Any, sheet: str) -> list[Cell]:
    """Return the cells of a sheet that hold a number."""
    return [cell for row in book[sheet].iter_rows() for cell in row if isinstance(cell.value, int | float)]


def test_a_workbook_as_written_shows_what_its_records_say(tmp_path: Path) -> None:
    assert wrong(tmp_path) == []


def test_every_altered_number_is_reported_at_its_cell(tmp_path: Path) -> None:
    altered: list[str] = []

    def spoil(book: Any) -> None:
        for sheet in SHEETS:
            for cell in figures(book, sheet):
                cell.value = float(cell.value) * 1.01 + 0.5
                altered.append(f"{sheet}!{cell.coordinate}")

    assert wrong(tmp_path, spoil) == altered
    assert len(altered) > 400


@pytest.mark.parametrize("sheet", SHEETS)
def test_an_altered_sentence_is_reported(tmp_path: Path, sheet: str) -> None:
    def spoil(book: Any) -> None:
        cell = next(cell for row in book[sheet].iter_rows(min_row=4) for cell in row if isinstance(cell.value, str))
        cell.value += ", they say"

    assert len(wrong(tmp_path, spoil)) == 1


def test_a_number_in_a_blank_cell_is_reported_and_a_remark_is_not(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        sheet = book["money"]
        blank = [cell for row in sheet.iter_rows(min_row=5) for cell in row if cell.value is None]
        blank[0].value, blank[1].value = 12.5, "see the letter of May"

    assert len(wrong(tmp_path, spoil)) == 1


def test_a_sheet_that_was_taken_out_is_not_missed(tmp_path: Path) -> None:
    assert wrong(tmp_path, lambda book: book.remove(book["who_pays"])) == []


def test_the_workbook_says_what_was_not_audited() -> None:
    case, plan = three_sites(), three_sites_plan()
    book = reader_sheets(case, plan, audit_lines(audit(case, plan)))
    for sheet in ("briefing", "audit"):
        texts = [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value]
        assert any(NOT_AUDITED in text for text in texts), sheet
