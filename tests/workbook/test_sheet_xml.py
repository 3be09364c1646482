"""Cells come out of a sheet's XML the same, whether a row is taken by pattern or read by the XML parser."""

import io
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import WINDOWS_EPOCH

from planner.workbook.file.sheet_xml import MAX_COLUMNS, Cells, Shared, read_cells
from planner.workbook.text.values import Broken, PerCent, Why

SHARED = Shared(
    ("site", "R&D"),
    date_styles={3},
    duration_styles=set(),
    percent_styles={4},
    odd_formats={},
    format_units={},
    struck_styles=set(),
    epoch=WINDOWS_EPOCH,
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cells_of(data: str, head: str = "") -> Cells:
    xml = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{head}<sheetData>{data}</sheetData></worksheet>'
    return read_cells(io.BytesIO(xml.encode()), SHARED)


def row_of(cells: list[str], number: int = 2) -> str:
    placed = (cell.replace("@", f"{get_column_letter(column)}{number}") for column, cell in enumerate(cells, start=1))
    return f'<row r="1"><c r="A1"><v>0</v></c></row><row r="{number}" spans="1:9">{"".join(placed)}</row>'


CELLS = [
    '<c r="@"><v>12</v></c>',
    '<c r="@" t="n"><v>1.5E-3</v></c>',
    '<c r="@" s="3"><v>46000</v></c>',
    '<c r="@" s="1" t="s"><v>1</v></c>',
    '<c r="@" t="b"><v>1</v></c>',
    '<c r="@" t="e"><v>#REF!</v></c>',
    '<c r="@" t="str"><f>A1&amp;"x"</f><v>0x</v></c>',
    '<c r="@"><f>A1*2</f></c>',
    '<c r="@"><f>A1*2</f><v>4</v></c>',
    '<c r="@" t="inlineStr"><is><t>A site</t></is></c>',
    '<c r="@" t="inlineStr"><is><t xml:space="preserve"> R&amp;D </t></is></c>',
    '<c r="@" t="inlineStr"><is><r><t>two </t></r><r><t>runs</t></r></is></c>',
    '<c r="@" s="4"><v>0.35</v></c>',
    '<c r="@" s="5"><v>3000</v></c>',
    '<c r="@" s="6"><v>7</v></c>',
    '<c r="@" s="1"/>',
    '<c r="@"><v></v></c>',
    "<c r='@'><v>7</v></c>",
]
VALUES = [
    12, 0.0015, datetime(2025, 12, 9), "R&D", True, Broken("#REF!"), "0x", Broken("=A1*2", Why.NOT_STORED), 4,
    "A site", " R&D ", "two runs", PerCent(0.35), 3000, 7, None, None, 7,
]  # fmt: skip


@pytest.mark.parametrize(("cell", "value"), list(zip(CELLS, VALUES, strict=True)))
def test_each_kind_of_cell(cell: str, value: object) -> None:
    assert cells_of(row_of(['<c r="@"><v>5</v></c>', cell])).rows[1] == (2, (5,) if value is None else (5, value))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(CELLS), min_size=1, max_size=8))
def test_a_row_taken_by_pattern_is_the_row_that_the_parser_reads(row: list[str]) -> None:
    # After a comment every row goes to the parser.
    assert cells_of(row_of(row)) == cells_of(row_of(row), head="<!-- read by the parser -->")


def test_rows_inside_a_comment_are_not_read() -> None:
    hidden = '<!-- <row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="A3"><v>1</v></c></row> -->'
    assert [number for number, _ in cells_of(row_of(['<c r="@"><v>5</v></c>'], number=4) + hidden).rows] == [1, 4]


def test_cells_beyond_any_table_are_kept_apart() -> None:
    cells = cells_of(row_of(['<c r="@"><v>5</v></c>', '<c r="XFD2"><v>9</v></c>']))
    assert cells.rows[1] == (2, (5,))
    assert cells.far == ((2, 16384, 9),)
    assert MAX_COLUMNS < 16384


@pytest.mark.parametrize("reference", ["ZZZZ2", "2", ""])
def test_a_cell_that_is_nowhere_is_damage(reference: str) -> None:
    with pytest.raises(ValueError, match="not a cell"):
        cells_of(f'<row r="2"><c r="{reference}9"><v>1</v></c></row>')
