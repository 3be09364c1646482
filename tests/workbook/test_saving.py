"""Sheets are written by rows of our own, and read back as openpyxl's own would be."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from planner.workbook.file import saving
from planner.workbook.file.saving import book_bytes
from planner.workbook.file.sheet_rows import rows_xml


def book() -> Workbook:
    made = Workbook()
    sheet = made.worksheets[0]
    values: dict[str, Any] = {
        "A1": 'x <&> "q"',
        "B2": 1.5,
        "C3": True,
        "A5": " lead\nline",
        "A6": 3,
        "A7": 1e-7,
        "B7": 0.1 + 0.2,
    }
    for place, value in values.items():
        sheet[place] = value
    sheet["A1"].font = sheet["D4"].font = Font(bold=True)
    sheet["A8"], sheet["A8"].hyperlink = "link", "https://example.com"
    sheet["A9"], sheet["B6"] = "merged", "=1+1"
    sheet.row_dimensions[2].height = sheet.row_dimensions[12].height = 30
    sheet.merge_cells("A9:B10")
    return made


def cells(content: bytes) -> list[Any]:
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    heights = [(row, sheet.row_dimensions[row].height) for row in (1, 2, 12)]
    rows = [[(c.value, c.font.b, c.hyperlink and c.hyperlink.target) for c in row] for row in sheet.iter_rows()]
    return [*rows, heights, str(sheet.merged_cells)]


def test_values_looks_links_and_heights_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    made = book()
    del made.worksheets[0]._cells[6, 2]  # the formula
    assert rows_xml(made.worksheets[0], []) is not None
    ours = cells(book_bytes(made))
    assert ours[0][0] == ('x <&> "q"', True, None)
    assert ours[7][0] == ("link", False, "https://example.com")
    monkeypatch.setattr(saving, "rows_xml", lambda sheet, links: None)
    assert ours == cells(book_bytes(made))


def test_a_sheet_with_formulas_or_comments_is_left_to_openpyxl() -> None:
    assert rows_xml(book().worksheets[0], []) is None
    assert cells(book_bytes(book()))[5][1][0] == "=1+1"
    noted = Workbook()
    noted.worksheets[0]["A1"].comment = Comment("note", "planner")
    assert rows_xml(noted.worksheets[0], []) is None
