"""Small changes of an input workbook by program: a fund's budget, and locks. Everything else is unchanged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet.worksheet import Worksheet

from planner.workbook.contract.columns import Row
from planner.workbook.contract.means import BudgetRow, LockRow
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.file.book import copied
from planner.workbook.file.container import with_plain_names
from planner.workbook.file.saving import save_whole
from planner.workbook.layout.sheet_names import contract_name
from planner.workbook.template.cells import put
from planner.workbook.text.periods import part_of_year
from planner.workbook.text.words import fold, title_form

_ROWS_SEARCHED = 100
_REMARKS = ("source", "note")
_LOCK_FIELDS = ("site", "node", "from_period", "until_period", "min_phases", "max_phases")


@dataclass(frozen=True, slots=True)
class Edit:
    """What to change: the budget of funds over the horizon in usd_bn, and locks by site as rows of the sheet `locks`.

    The locks of a site named in `locks` are replaced, except those on conversions.
    """

    budgets_usd_bn: Mapping[str, float] = field(default_factory=dict)
    locks: Mapping[str, Sequence[tuple[str, str | None, str | None, int, int]]] = field(default_factory=dict)
    """By site: node, from_period, until_period, min_phases, max_phases."""


def edit_book(source: Path, target: Path, edit: Edit) -> None:
    """Write a changed copy, formulas as their last values. Raises LookupError for a fund or sheet that is missing.

    Raises OSError where the file cannot be copied or written.
    """
    with copied(source):
        reader: Any = ExcelReader(source, data_only=True, keep_links=False)
        reader.valid_files = with_plain_names(reader.archive).namelist()
        reader.read()
    book: Workbook = reader.wb
    if edit.budgets_usd_bn:
        _scale_budgets(book, edit.budgets_usd_bn)
    if edit.locks:
        _lock(book, edit.locks)
    save_whole(book, target)


def _scale_budgets(book: Workbook, wanted: Mapping[str, float]) -> None:
    sheet = _sheet(book, BudgetRow)
    if sheet is None:
        raise LookupError("the workbook has no sheet budget")
    header, columns = _header(sheet, BudgetRow)
    left = {fold(fund): (fund, usd_bn) for fund, usd_bn in wanted.items()}
    known = {*columns.values(), *(at for at in _titled(sheet, header) if _title(sheet, header, at) in _REMARKS)}
    for row in range(header + 1, sheet.max_row + 1):
        new_budget = left.pop(fold(_text(sheet, row, columns["fund"])), None)
        if new_budget is None:
            continue
        series = [at for at in _titled(sheet, header) + _parts_below(sheet, header) if at not in known]
        before = {at: value for at in series if isinstance(value := sheet.cell(row, at).value, int | float)}
        total, usd_bn = float(sum(before.values())), new_budget[1]
        for at in series if total <= 0 else before:
            value = usd_bn / len(series) if total <= 0 else float(before[at]) * usd_bn / total
            put(sheet, row, at, value)
    if left:
        raise LookupError(f"the sheet budget has no row for {', '.join(fund for fund, _ in left.values())}")


def _lock(book: Workbook, locks: Mapping[str, Sequence[tuple[str, str | None, str | None, int, int]]]) -> None:
    sheet = _sheet(book, LockRow)
    if sheet is None:
        sheet = book.create_sheet(LockRow.sheet)
    if sheet.max_row <= 1 and not _titled(sheet, 1):
        for at, name in enumerate(_LOCK_FIELDS, start=1):
            put(sheet, 1, at, name)
    header, columns = _header(sheet, LockRow)
    for name in _LOCK_FIELDS:
        if name not in columns:
            columns[name] = max((*_titled(sheet, header), *columns.values())) + 1
            put(sheet, header, columns[name], name)
    sites = {fold(site) for site in locks}
    last = header
    for row in range(header + 1, sheet.max_row + 1):
        converts = "from_node" in columns and _text(sheet, row, columns["from_node"])
        if fold(_text(sheet, row, columns["site"])) in sites and not converts:
            for at in _titled(sheet, header):
                put(sheet, row, at, None)
        elif any(sheet.cell(row, at).value is not None for at in columns.values()):
            last = row
    for row, (site, lock) in enumerate([(name, lock) for name in locks for lock in locks[name]], start=last + 1):
        for name, value in zip(_LOCK_FIELDS, (site, *lock), strict=True):
            put(sheet, row, columns[name], value)


def _sheet(book: Workbook, kind: type[Row]) -> Worksheet | None:
    names = {fold(sheet.title): sheet for sheet in reversed(book.worksheets)}
    meant = {contract_name(sheet.title, BY_NAME): sheet for sheet in reversed(book.worksheets)}
    return names.get(kind.sheet) or meant.get(kind.sheet)


def _header(sheet: Worksheet, kind: type[Row]) -> tuple[int, dict[str, int]]:
    """Return the row that names the most columns, and the columns by field."""
    forms = {form: column.id for column in kind.columns() for form in (fold(column.id), fold(column.title))}
    best: tuple[int, dict[str, int]] = (1, {})
    for row in range(1, min(_ROWS_SEARCHED, sheet.max_row) + 1):
        columns = {forms[title]: at for at in _titled(sheet, row) if (title := _title(sheet, row, at)) in forms}
        if len(columns) > len(best[1]):
            best = row, columns
    return best


def _titled(sheet: Worksheet, row: int) -> list[int]:
    return [at for at in range(1, sheet.max_column + 1) if sheet.cell(row, at).value is not None]


def _parts_below(sheet: Worksheet, header: int) -> list[int]:
    """Return the columns whose title has a second row, with the quarter or month of the year above."""
    above = set(_titled(sheet, header))
    below = [at for at in _titled(sheet, header + 1) if at not in above]
    return [at for at in below if any(part_of_year(_text(sheet, header + 1, at), months) for months in (3, 1))]


def _title(sheet: Worksheet, row: int, column: int) -> str:
    return title_form(_text(sheet, row, column))


def _text(sheet: Worksheet, row: int, column: int) -> str:
    value = sheet.cell(row, column).value
    return "" if value is None else str(value)
