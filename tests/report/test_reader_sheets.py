"""The sheets for readers: each figure is held against the records of the plan."""

from collections.abc import Iterator
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

SHEETS = (
    "briefing",
    "first_year",
    "schedule",
    "capacity_use",
    "supply_demand",
    "money",
    "who_pays",
    "what_binds",
    "audit",
)
CASE, PLAN = three_sites(), three_sites_plan()
VERDICT = audit(CASE, PLAN)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, without_pictures: None) -> Path:
    """The workbook of the plan."""
    path = tmp_path_factory.mktemp("reader") / "plan.xlsx"
    write_plan(path, CASE, PLAN, audit_lines(VERDICT))
    return path


def wrong(path: Path) -> list[str]:
    """Return the cells of a workbook that are wrong for readers, under another title of the case."""
    return [finding.where for finding in wrong_cells(path, renamed(CASE, "Another title"), PLAN, VERDICT)]


def cells(book: Any, sheet: str) -> Iterator[Cell]:
    """Yield the cells of a sheet below its heading."""
    return (cell for row in book[sheet].iter_rows(min_row=4) for cell in row)


def test_a_workbook_as_written_shows_what_its_records_say(written: Path) -> None:
    assert wrong(written) == []


def test_every_altered_number_and_sentence_is_reported_at_its_cell(written: Path, tmp_path: Path) -> None:
    book: Any = load_workbook(written)
    altered = []
    for sheet in SHEETS:
        for cell in cells(book, sheet):
            if isinstance(cell.value, int | float):
                cell.value = cell.value * 1.01 + 0.5
            elif isinstance(cell.value, str):
                cell.value += ", they say"
            else:
                continue
            altered.append(f"{sheet}!{cell.coordinate}")
    book.save(tmp_path / "plan.xlsx")
    assert wrong(tmp_path / "plan.xlsx") == altered
    assert len(altered) > 400


def test_a_number_in_a_blank_cell_is_reported_but_no_remark_and_no_sheet_taken_out(
    written: Path, tmp_path: Path
) -> None:
    book: Any = load_workbook(written)
    number, remark = [cell for cell in cells(book, "money") if cell.value is None][:2]
    number.value, remark.value = 12.5, "see the letter of May"
    below = book["money"].cell(book["money"].max_row + 1, 2, 99.0)
    book["money"].cell(below.row, 1, "see the letter of June")
    book.remove(book["who_pays"])
    book.save(tmp_path / "plan.xlsx")
    assert wrong(tmp_path / "plan.xlsx") == [f"money!{number.coordinate}", f"money!{below.coordinate}"]


def test_the_workbook_says_what_was_not_audited() -> None:
    book = reader_sheets(CASE, PLAN, audit_lines(VERDICT))
    for sheet in ("briefing", "audit"):
        texts = [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value]
        assert any(NOT_AUDITED in text for text in texts), sheet
