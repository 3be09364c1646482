"""A copy of an input workbook in which every fault is marked at its cell and listed on a sheet of its own."""

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook import style
from planner.workbook.cells import put
from planner.workbook.faults import Fault, Severity
from planner.workbook.saving import save_whole

LIST = "faults"
COLOURS = {Severity.ERROR: "F8CBAD", Severity.WARNING: "FFE699", Severity.INFO: "DDEBF7"}
_HEADS = ("cell", "severity", "code", "meaning", "found", "expected", "mend")
_WIDTHS = (24, 11, 8, 48, 30, 44, 60)
_COMMENT_SIZE = (360, 120)


def mark(source: Path, target: Path, faults: Iterable[Fault]) -> None:
    """Write the marked copy, whole or not at all. Formulas stay formulas; pictures and charts are not copied."""
    found = tuple(sorted(faults, key=lambda fault: list(Severity).index(fault.severity)))
    book = load_workbook(source)
    for fault in reversed(found):  # the gravest is marked last, so that its colour stays
        _mark_cell(book, fault)
    _list(book, found)
    save_whole(book, target)


def _mark_cell(book: Workbook, fault: Fault) -> None:
    sheet = book[fault.sheet] if fault.cell and fault.sheet in book.sheetnames else None
    if not isinstance(sheet, Worksheet):
        return
    cell = sheet[fault.cell.rpartition("!")[2]]
    if isinstance(cell, MergedCell):
        first = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        cell = sheet.cell(first.min_row, first.min_col)
    cell.fill = style.fill(COLOURS[fault.severity])
    before = f"\n\n{cell.comment.text}" if cell.comment else ""
    expected = f"\nexpected {fault.expected}" if fault.expected else ""
    text = f"{fault.severity} {fault.code}: {fault.meaning}{expected}\n{fault.mend}{before}"
    cell.comment = Comment(text, "fab-planner", width=_COMMENT_SIZE[0], height=_COMMENT_SIZE[1])


def _list(book: Workbook, faults: tuple[Fault, ...]) -> None:
    if LIST in book.sheetnames:
        del book[LIST]
    sheet = book.create_sheet(LIST, 0)
    for column, (head, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True), start=1):
        cell = put(sheet, 1, column, head)
        cell.font, cell.fill, cell.alignment = style.HEADER_FONT, style.fill(style.INK), style.BODY_TEXT
        sheet.column_dimensions[cell.column_letter].width = width
    for row, fault in enumerate(faults, start=2):
        for column, head in enumerate(_HEADS, start=1):
            cell = put(sheet, row, column, str(getattr(fault, head)))
            cell.font, cell.alignment = style.BODY_FONT, style.BODY_TEXT
        where = fault.cell.rpartition("!")[2]
        if where and fault.sheet in book.sheetnames:
            link = sheet.cell(row, 1)
            link.hyperlink, link.font = f"#{fault.cell}", style.LINK_FONT
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.active = 0
