"""An answer as a workbook: what was found on the first sheet, every table on one of its own, charts below the words."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.charts.draw import available
from planner.report.excel import style
from planner.report.excel.page import print_landscape
from planner.report.excel.pictures import show
from planner.study.answers.interval import Interval, words
from planner.study.answers.table import Cell, Table
from planner.workbook.file.saving import save_whole

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

FIRST_SHEET = "answer"
_SENTENCE_WIDTH = 120
_LINE_HEIGHT = 15
_PICTURE_SIZE, _PICTURE_ROWS = (880, 560), 30
_NUMBER = "#,##0.00"
_WIDEST, _NARROWEST = 60, 9
_APART = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
"""Of texts, which stand beside numbers on the right of their cells."""
_TEXT_HEAD = replace(style.HEAD, alignment=_APART)


def write_answer(
    path: Path,
    subtitle: str,
    title: str,
    sentences: Sequence[str],
    tables: Sequence[Table],
    pictures: "Sequence[Charted]",
) -> None:
    """Write the workbook, whole or not at all. Raises OSError where it cannot be written."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(FIRST_SHEET)
    style.heading(sheet, title, subtitle)
    _fill_first(sheet, sentences, tables, pictures)
    for table in tables:
        _table_sheet(book, table)
    save_whole(book, path)


def _fill_first(
    sheet: Worksheet, sentences: Sequence[str], tables: Sequence[Table], pictures: "Sequence[Charted]"
) -> None:
    row = 4
    for sentence in sentences:
        style.write(sheet, row, 1, sentence, style.Look(style.font(11), alignment=style.WRAPPED))
        sheet.row_dimensions[row].height = _LINE_HEIGHT * (1 + len(sentence) // _SENTENCE_WIDTH)
        row += 1
    row += 1
    if tables:
        style.write(sheet, row, 1, "Tables", style.SECTION)
    for table in tables:
        row += 1
        cell = style.write(sheet, row, 1, f"{table.name}: {table.title}", style.LINKED)
        cell.hyperlink = f"#'{table.name}'!A1"
    row += 2
    for charted in pictures if available() else ():
        show(sheet, charted.png(), row, _PICTURE_SIZE, charted.words)
        row += _PICTURE_ROWS
    style.widths(sheet, [_SENTENCE_WIDTH])
    print_landscape(sheet)


def _table_sheet(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(table.name)
    style.heading(sheet, table.title, table.note)
    at, sizes = 1, []
    for number, title in enumerate(table.columns):
        values = [row[number] for row in table.rows]
        spread = any(isinstance(value, Interval) for value in values)
        for end in ("low", "high") if spread else ("",):
            shown = f"{title}, {end}" if end else title
            is_text = any(isinstance(value, str) and not end for value in values)
            style.write(sheet, 4, at, shown, _TEXT_HEAD if is_text else style.HEAD_WRAPPED)
            for row, value in enumerate(values, start=5):
                _write(sheet, row, at, value, end, table.formats.get(title, _NUMBER))
            texts = [words(value) if isinstance(value, Interval) else str(value) for value in values]
            longest = max(map(len, texts), default=0) if is_text else 0
            sizes.append(min(_WIDEST, max(_NARROWEST, longest + 3, len(shown) // (1 if is_text else 2) + 3)))
            at += 1
    style.widths(sheet, sizes)
    sheet.row_dimensions[4].height = 2 * _LINE_HEIGHT
    sheet.freeze_panes = "B5"
    if table.rows:
        sheet.auto_filter.ref = f"A4:{get_column_letter(at - 1)}{4 + len(table.rows)}"
    print_landscape(sheet, repeat_rows="1:4")


def _write(sheet: Worksheet, row: int, column: int, value: Cell, end: str, format_: str) -> None:
    if isinstance(value, Interval):
        value = getattr(value, end)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        value = "not known"
    if isinstance(value, float):
        look = style.number(format_)
    elif isinstance(value, int):
        look = style.number(style.COUNT)
    else:
        look = style.Look(style.font(), alignment=_APART, border=style.UNDER)
    style.write(sheet, row, column, value, look)
