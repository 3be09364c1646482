"""How a sheet prints: A4 landscape, fitted to the width, with its name and page number at the foot."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

COLUMNS_A_PAGE = 12
"""Columns of a period beside their labels on one page, whose figures are then still of 8 points.

Two charts side by side take as many, however short the horizon.
"""
ROWS_OF_DATA = 40
"""Rows that a sheet of data has at most, if it is printed."""
NOT_PRINTED = f"data sheets of more than {ROWS_OF_DATA} rows are not printed"
_PAGE_WIDTH, _PAGE_HEIGHT = 1045, 705
_PIXELS_A_CHARACTER, _PIXELS_A_COLUMN, _PIXELS_A_LINE = 7, 5, 20
_POINTS, _MIN_POINTS = 10, 7  # letters of a sheet, and those that can still be read
_TALL_LINES = 4  # lines that titles and headers take beyond their own


def print_landscape(
    sheet: Worksheet, repeat_rows: str = "", repeat_columns: str = "", one_page: bool = False, pages_wide: int = 1
) -> None:
    """Set a sheet up for paper; `one_page` fits it on a single page, `repeat_rows` are on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = pages_wide
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.4, 0.5, 0.2, 0.25
    _foot(sheet)
    if repeat_rows:
        sheet.print_title_rows = repeat_rows
    if repeat_columns:
        sheet.print_title_cols = repeat_columns


def print_data(sheet: Worksheet, columns: int, rows: int) -> None:
    """Set up a sheet of data: it is printed on one page where it fits, and not at all where it has more rows.

    A print area without a filled cell takes no paper.
    """
    print_landscape(sheet, one_page=True)
    is_printed = rows <= ROWS_OF_DATA
    unused = get_column_letter(columns + 2)
    sheet.print_area = f"A1:{get_column_letter(columns)}{rows + 1}" if is_printed else f"{unused}1:{unused}1"


@dataclass
class Pages:
    """Where the pages of a sheet start, and how many lines one holds; a grid starts a new one before it is cut."""

    lines: int
    starts: list[int] = field(default_factory=lambda: [1])

    @classmethod
    def of_width(cls, widths: Iterable[float]) -> "Pages":
        """Return the pages of a sheet that is fitted to the width of these columns."""
        pixels = sum(_PIXELS_A_CHARACTER * width + _PIXELS_A_COLUMN for width in widths)
        shrunk = min(1.0, _PAGE_WIDTH / pixels)
        return cls(int(_PAGE_HEIGHT / (_PIXELS_A_LINE * shrunk)) - _TALL_LINES)

    def fits(self, row: int, lines: int) -> bool:
        """True where a number of lines from a row on still fit on its page."""
        return row + lines - self.starts[-1] <= self.lines

    def fits_smaller(self, lines: int) -> bool:
        """True where so many lines fit on one page, perhaps in smaller letters that can still be read."""
        return self.lines >= lines or _PAGE_HEIGHT / (_PIXELS_A_LINE * (lines + _TALL_LINES)) * _POINTS >= _MIN_POINTS

    def left_for_charts(self, row: int, below: int, min_lines: int, max_lines: int) -> int:
        """Return how many lines of the first page charts from a row on may take, given the lines below them."""
        return max(min_lines, min(max_lines, self.lines - row - below))

    def start_page(self, row: int) -> None:
        """Start a page at a row."""
        if row > self.starts[-1]:
            self.starts.append(row)


def print_pages(
    sheet: Worksheet,
    pages: Pages,
    grid_row: int,
    labels: int,
    columns: int,
    max_pages: int | None = None,
    columns_above: int = 0,
) -> None:
    """Set up a sheet with charts and totals above grids that start at a row and have a column a period.

    Grids up to twice as wide as a page are printed in two parts. Wider ones, and what is beyond `max_pages`, stay on
    the screen, and the foot says so. Every page is a print area, so that none starts in mid-grid. Charts above the
    grids are printed whole, also where no cell lies as low, and so are totals above that have `columns_above`.
    """
    first, last, is_printed = labels + printed_columns(columns), labels + columns, prints(columns)
    bottoms = [*(start - 1 for start in pages.starts[1:]), max(sheet.max_row, grid_row - 1, pages.starts[-1])]
    blocks: list[str] = []
    for top, bottom in zip(pages.starts, bottoms, strict=True):
        has_grid = bottom >= grid_row
        if is_printed or top < grid_row:
            right = first if has_grid else max(first, labels + columns_above)
            blocks.append(f"A{top}:{get_column_letter(right)}{bottom}")
        if is_printed and has_grid and _is_filled(sheet, first + 1, top, last, bottom):
            blocks.append(f"{get_column_letter(first + 1)}{top}:{get_column_letter(last)}{bottom}")
    print_landscape(sheet, repeat_columns=f"A:{get_column_letter(labels)}")
    sheet.print_area = ",".join(blocks[:max_pages])
    if max_pages is not None and len(blocks) > max_pages:
        _foot(sheet, f"The first {max_pages} of {len(blocks)} pages: the rest is on the sheet")
    elif not is_printed:
        _foot(sheet, "Single periods: on the sheet, too wide for paper")


def fits_beside(columns: int) -> bool:
    """True where a number of periods fit beside their labels on one page; a total beside the last still does."""
    return columns <= COLUMNS_A_PAGE + 1


def prints(columns: int) -> bool:
    """True where grids of so many periods are printed, in two parts if need be; a total beside the last still is."""
    return columns <= 2 * COLUMNS_A_PAGE + 1


def printed_columns(columns: int) -> int:
    """Return how many columns a page takes beside the labels where there are so many."""
    return max(columns, COLUMNS_A_PAGE) if fits_beside(columns) else COLUMNS_A_PAGE


def _is_filled(sheet: Worksheet, left: int, top: int, right: int, bottom: int) -> bool:
    """True where a part of a sheet has a cell with something in it: below the charts of a page there may be none."""
    bottom, right = min(bottom, sheet.max_row), min(right, sheet.max_column)
    if left > right or top > bottom:
        return False
    rows = sheet.iter_rows(top, bottom, left, right, values_only=True)
    return any(value is not None for row in rows for value in row)


def _foot(sheet: Worksheet, middle: str | None = None) -> None:
    left, centre, right = (_HeaderFooterPart(text=text) for text in ("&A", middle, "&P / &N"))
    sheet.oddFooter = HeaderFooterItem(left=left, center=centre, right=right)
