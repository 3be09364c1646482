"""Help while a cell is filled in: dropdown lists, bounds of numbers, and a prompt that shows both.

Nothing typed is refused: a value that looks wrong gets a question, and `planner check` decides.
"""

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from planner.workbook.contract.allowed import span
from planner.workbook.contract.columns import Column, Series, Type
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.template.header_row import Head, describe

ROWS_WITH_HELP = 500
"""Rows below the header that have it at least, so that rows typed in later have it too."""

Layout = Mapping[str, Sequence[Head]]
"""The header cells of every declared sheet of a book, from left to right."""

_ROWS_OF_NAMES = 2000
_LONGEST_PROMPT, _LONGEST_TITLE = 250, 32
_LARGEST = "1E+300"


def add_help(book: Workbook, layout: Layout) -> None:
    """Add lists, bounds and prompts to every column of the book but remarks."""
    for name, heads in layout.items():
        last = max(ROWS_WITH_HELP, book[name].max_row + 100)
        periods = [at for at, head in enumerate(heads, start=1) if head.period is not None]
        series = BY_NAME[name].series
        if series is not None and periods:
            _place(book, name, _series_rule(series), periods[0], periods[-1], 2, last)
        for at, head in enumerate(heads, start=1):
            if head.column is not None and head.column.type is not Type.TEXT:
                _place(book, name, rule(head.column, _source(head.column, layout)), at, at, 2, last)


def add_help_to_setting(book: Workbook, sheet: str, row: int, key: Column) -> None:
    """Add entry help for the value of a setting, which is in the second column."""
    _place(book, sheet, rule(key, _source(key, {})), 2, 2, row, row)


def rule(column: Column, source: str) -> DataValidation:
    """Return the rule of a column; `source` is the list to choose from, where there is one."""
    validation = DataValidation(allow_blank=True, showErrorMessage=False)
    if source:
        validation.type, validation.formula1 = "list", source
        if column.type is Type.CHOICE:
            _ask(validation, f"Choose {' or '.join(column.choices)}.")
    elif column.type in (Type.NUMBER, Type.PERCENT, Type.WHOLE):
        _bound(validation, column.minimum, column.above, column.maximum, whole=column.type is Type.WHOLE)
    return _prompted(validation, column.title, describe(column).rpartition("\n")[0])


def _series_rule(series: Series) -> DataValidation:
    validation = DataValidation(allow_blank=True, showErrorMessage=False)
    _bound(validation, series.minimum, None, None, whole=False)
    return _prompted(validation, series.title, f"{series.doc}\nUnit: {series.unit}")


def _bound(
    validation: DataValidation, minimum: float | None, above: float | None, maximum: float | None, *, whole: bool
) -> None:
    validation.type = "whole" if whole else "decimal"
    low = above if above is not None else minimum
    if low is not None and maximum is not None:
        validation.operator, validation.formula1, validation.formula2 = "between", f"{low:g}", f"{maximum:g}"
    elif maximum is not None:
        validation.operator, validation.formula1 = "lessThanOrEqual", f"{maximum:g}"
    elif above is not None:
        validation.operator, validation.formula1 = "greaterThan", f"{above:g}"
    else:
        validation.operator, validation.formula1 = (
            "greaterThanOrEqual",
            f"-{_LARGEST}" if minimum is None else f"{minimum:g}",
        )
    kind = "a whole number" if whole else "a number"
    _ask(validation, f"Enter {kind}{span(minimum, above, maximum)}.")


def _ask(validation: DataValidation, error: str) -> None:
    """Show a question for a value that does not fit; the user may keep it."""
    validation.showErrorMessage, validation.errorStyle = True, "warning"
    validation.errorTitle, validation.error = "Is this right?", error


def _prompted(validation: DataValidation, title: str, says: str) -> DataValidation:
    validation.showInputMessage = True
    validation.promptTitle = title if len(title) <= _LONGEST_TITLE else title.partition(" [")[0][:_LONGEST_TITLE]
    validation.prompt = says if len(says) <= _LONGEST_PROMPT else says[: _LONGEST_PROMPT - 3] + "..."
    return validation


def _place(
    book: Workbook, sheet: str, validation: DataValidation, first: int, last: int, top: int, bottom: int
) -> None:
    validation.add(f"{get_column_letter(first)}{top}:{get_column_letter(last)}{bottom}")
    book[sheet].add_data_validation(validation)


def _source(column: Column, layout: Layout) -> str:
    if column.type is Type.YES_NO:
        return _choices(("yes", "no"))
    if column.choices:
        return _choices(column.choices)
    if column.type is Type.PERIOD:
        return _periods(layout)
    # A list holds the names of one sheet: where two declare names, it would question half of them.
    return _names(layout, *column.targets[0]) if len(column.targets) == 1 else ""


def _choices(choices: Sequence[str]) -> str:
    return f'"{",".join(choices)}"'


def _names(layout: Layout, sheet: str, field: str) -> str:
    """Return the names that stand in a column, however many there are when the list is opened.

    The list ends at the last filled row, not after as many rows as are filled, so that a blank cell among the names
    cuts none off.
    """
    columns = [head.column.id if head.column else "" for head in layout.get(sheet, ())]
    if field not in columns:
        return ""
    letter = get_column_letter(columns.index(field) + 1)
    first = f"{quote_sheetname(sheet)}!${letter}$2"
    names = f"{first}:${letter}${_ROWS_OF_NAMES}"
    return f'OFFSET({first},0,0,MAX(1,SUMPRODUCT(MAX(({names}<>"")*ROW({names})))-1),1)'


def _periods(layout: Layout) -> str:
    """Return the range of the period labels in the first header row that shows them."""
    for name, heads in layout.items():
        periods = [get_column_letter(at) for at, head in enumerate(heads, start=1) if head.period is not None]
        if periods:
            return f"{quote_sheetname(name)}!${periods[0]}$1:${periods[-1]}$1"
    return ""
