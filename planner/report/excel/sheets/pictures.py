"""Sheet `pictures`: the charts that a web page shows too, drawn, one a page, each with a link to its numbers."""

from collections.abc import Iterable, Mapping

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from planner.report.excel.links import Place, write_link
from planner.report.excel.page import print_landscape
from planner.report.excel.pictures import show
from planner.report.excel.style import widths
from planner.report.plan_charts import Charted

NAME = "pictures"

_WIDTH = 1120  # pixels
_COLUMNS, _COLUMN_WIDTH = 18, 8.6  # somewhat wider than the picture, for programs that draw columns narrower
_ROW_PIXELS = 20
_ROWS_A_PAGE = 38


def add(book: Workbook, place: int, drawn: Iterable[tuple[Charted, bytes]], sources: Mapping[str, Place]) -> None:
    """Put the sheet at a place among the others, with charts and their pictures."""
    sheet = book.create_sheet(NAME, place)
    sheet.sheet_view.showGridLines = False
    widths(sheet, [_COLUMN_WIDTH] * _COLUMNS)
    row, pages = 1, []
    for charted, picture in drawn:
        source = sources[charted.name]
        write_link(sheet, row, 1, f"Numbers: {source}", source)
        show(sheet, picture, row + 1, (_WIDTH, (_ROWS_A_PAGE - 1) * _ROW_PIXELS), charted.words)
        end = row + _ROWS_A_PAGE
        pages.append(f"A{row}:{get_column_letter(_COLUMNS)}{end - 1}")
        row = end
    sheet.print_area = ",".join(pages)
    print_landscape(sheet)
    sheet.page_setup.fitToHeight = len(pages)
    sheet.print_options.horizontalCentered = True
