"""Sheet `audit`: what the independent recomputation of the plan found, line by line."""

from collections.abc import Sequence

from openpyxl.workbook import Workbook

from planner.report.excel.page import print_landscape
from planner.report.excel.style import WRAPPED, Look, font, heading, widths, write

NAME = "audit"


def add(book: Workbook, lines: Sequence[str]) -> None:
    """Append the sheet."""
    sheet = book.create_sheet(NAME)
    heading(
        sheet, "Audit", "Money, floor, lead times, ramps, tools, materials, lanes and limits recomputed from the plan"
    )
    for row, line in enumerate(lines, start=4):
        write(sheet, row, 1, line, Look(font(), alignment=WRAPPED))
    widths(sheet, (130,))
    print_landscape(sheet)
