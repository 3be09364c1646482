"""The last sheet of an input workbook: every field of the contract, with its unit, what it holds and what it means."""

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.contract.allowed import allowed, default_text, span
from planner.workbook.contract.columns import Column, Row, Series
from planner.workbook.contract.schema import DICTIONARY_SHEET, SHEETS
from planner.workbook.read.settings import KEYS
from planner.workbook.template import style
from planner.workbook.template.cells import put
from planner.workbook.template.header_row import PROSE, Head

_HEADS = ("Sheet", "Title", "Field", "Unit", "Holds", "If blank", "Meaning", "Acts")
_WIDTHS = (14.0, 38.0, 32.0, 16.0, 44.0, 20.0, 78.0, 12.0)
_A3 = 8

Line = tuple[str, ...]


def fill_dictionary(sheet: Worksheet, layout: Mapping[str, Sequence[Head]]) -> None:
    """List every field of the contract; titles that the book holds are links to their header cells."""
    sheet.sheet_properties.tabColor = style.INK
    for at, (title, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        cell = put(sheet, 1, at, title)
        cell.font, cell.fill, cell.alignment = style.HEADER_FONT, style.fill(style.INK), style.HEADER_TEXT
    sheet.row_dimensions[1].height = style.HEADER_HEIGHT_POINTS
    last = 1
    for last, line in enumerate(_lines(), start=2):
        _put_line(sheet, last, line, _place(layout, line))
    table = Table(displayName=DICTIONARY_SHEET, ref=f"A1:{get_column_letter(len(_HEADS))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _lines() -> Iterator[Line]:
    for row in SHEETS:
        columns = [*KEYS.values()] if row.sheet == "settings" else [c for c in row.columns() if c.id not in PROSE]
        yield from (_line(row, column) for column in columns)
        if row.series is not None:
            yield _series_line(row, row.series)
    prose = [column for column in Row.columns() if column.id in PROSE]
    yield from (("every sheet", *_line(SHEETS[0], column)[1:]) for column in prose)


def _line(row: type[Row], column: Column) -> Line:
    blank = "required" if column.required else default_text(column)
    acts = "yes" if column.acts else "shown only"
    return row.sheet, column.title, column.id, column.unit, allowed(column), blank, column.doc, acts


def _series_line(row: type[Row], series: Series) -> Line:
    holds = f"a number{span(series.minimum)}"
    acts = "yes" if series.acts else "shown only"
    return row.sheet, "one column for each period", "2026Q4 ...", series.unit, holds, "0", series.doc, acts


def _place(layout: Mapping[str, Sequence[Head]], line: Line) -> str:
    """Return the header cell of a line, empty where the book does not have it."""
    sheet, _, field = line[:3]
    for at, head in enumerate(layout.get(sheet, ()), start=1):
        is_period = head.period == 0 and field.endswith("...")
        if is_period or (head.column is not None and field in (head.column.id, *_keys_under(head.column))):
            return f"{quote_sheetname(sheet)}!{get_column_letter(at)}1"
    return ""


def _keys_under(column: Column) -> tuple[str, ...]:
    """The keys of the settings stand below the column `key`."""
    return tuple(KEYS) if column.id == "key" else ()


def _put_line(sheet: Worksheet, at: int, line: Line, place: str) -> None:
    for column, text in enumerate(line, start=1):
        cell = put(sheet, at, column, text or None)
        cell.font = style.BODY_FONT
        cell.alignment = style.BODY_PROSE
        cell.border = style.RULE
    if place:
        link = sheet.cell(at, 2)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=place)
        link.font = style.LINK_FONT
    needed = max(style.lines(text, width * 0.8) for text, width in zip(line, _WIDTHS, strict=True))
    sheet.row_dimensions[at].height = style.LINE_HEIGHT_POINTS * needed + 3
