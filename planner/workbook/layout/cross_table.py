"""Tables the other way round: periods down the rows, and names or numbers as titles where a list is due.

Neither is read: what the figures of a cross table are, and what a corner names, is rarely said. Both are recognised by
periods and by names that are listed elsewhere.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planner.workbook.contract.columns import Column, Row, Type
from planner.workbook.faults.fault import show
from planner.workbook.text.periods import looks_like_period
from planner.workbook.text.values import RawSheet, Value, is_blank
from planner.workbook.text.words import fold, tidy, title_form, unmarked, visible

Names = Mapping[str, frozenset[str]]
"""By sheet, the folded names that it lists, and those by which sheets that were read refer to it."""

_COLUMNS_SEARCHED = 3
_MIN_PERIODS = 3
_MIN_SHARE = 0.6
"""The share of the cells of a column, or of the titles that are not known, that have to be alike."""
_NUMBERED = re.compile(r"\D{0,10}(\d{1,3})\D{0,3}")
_NO = ("", "no", "n", "0", "false", "none", "-", "–", "—")
_MARKS = ("yes", "no", "y", "n", "x", "true", "false", "open", "closed")
_MAX_NAMED = 5


@dataclass(frozen=True, slots=True)
class PeriodsDown:
    """Where periods stand below each other, and which."""

    row: int
    column: int
    listed: str


def periods_down(raw: RawSheet) -> PeriodsDown | None:
    """Return the periods in one of the first columns, each once; nothing where a row holds periods too."""
    for index in range(_COLUMNS_SEARCHED):
        column = [(row, cells[index]) for row, cells in raw.rows if index < len(cells) and not is_blank(cells[index])]
        periods = [(row, tidy(visible(show(cell)))) for row, cell in column if _is_period(cell)]
        texts = [text for _, text in periods]
        if len(texts) < max(_MIN_PERIODS, _MIN_SHARE * len(column)) or len(set(texts)) < len(texts):
            continue
        if all(sum(map(_is_period, cells)) <= 1 for _, cells in raw.rows):
            return PeriodsDown(periods[0][0], index + 1, _listed(texts))
    return None


def _is_period(cell: Value) -> bool:
    if isinstance(cell, date | datetime):
        return True
    return isinstance(cell, str) and looks_like_period(unmarked(tidy(visible(cell)))) and any(map(str.isdigit, cell))


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Titles that belong in a column: their indices, what they are, which column is due, and how the table is turned.

    Where `is_needed` is false the sheet can be read without these columns, and their names are not.
    """

    indices: frozenset[int]
    words: str
    column: Column
    fix: str
    is_needed: bool


def cross_table(
    kind: type[Row],
    columns: Mapping[str, int],
    unknown: Mapping[int, str],
    rows: Sequence[tuple[Value, ...]],
    names: Names,
) -> CrossTable | None:
    """Return what the titles that are not known are, where they belong in a column that is missing.

    `columns` holds the index of each known column, `rows` what is below the header.
    """
    missing = [column for column in kind.columns() if column.id not in columns]
    is_incomplete = any(column.required for column in missing)
    has_facts = any(not column.targets for column in kind.columns() if column.id in columns)
    for column in sorted(missing, key=lambda one: not one.required):
        titles = _titles_of(kind, column, unknown, names)
        if len(titles) < (1 if column.required and column.targets else 2) or len(titles) < _MIN_SHARE * len(unknown):
            continue
        listed = _listed(list(titles.values()))
        what = f"names of the sheet {column.targets[0][0]}" if column.targets else "names"
        words = f"{'numbers' if column.type is Type.WHOLE else what} as titles: {listed}"
        if column.type is Type.NAMES:
            return CrossTable(frozenset(titles), words, column, _one_list(column, titles, columns, rows), False)
        if is_incomplete or not has_facts:
            return CrossTable(
                frozenset(titles), words, column, _one_row_each(kind, column, titles, columns, rows), True
            )
    return None


def _titles_of(kind: type[Row], column: Column, unknown: Mapping[int, str], names: Names) -> dict[int, str]:
    """Return the titles that belong in a column."""
    if column.type in (Type.NAME, Type.NAMES):
        is_own = column.required and column.id == kind.columns()[0].id
        sheets = [kind.sheet] if is_own and not column.targets else [sheet for sheet, _ in column.targets]
        listed = frozenset[str]().union(*(names.get(sheet, frozenset()) for sheet in sheets))
        return {index: text for index, text in unknown.items() if {fold(text), title_form(text)} & listed}
    if column.type is not Type.WHOLE or not column.required:
        return {}
    numbered = {index: text for index, text in unknown.items() if _NUMBERED.fullmatch(text)}
    numbers = [re.sub(r"\D", "", text) for text in numbered.values()]
    return numbered if len(set(numbers)) == len(numbers) else {}


def _one_row_each(
    kind: type[Row],
    column: Column,
    titles: Mapping[int, str],
    columns: Mapping[str, int],
    rows: Sequence[tuple[Value, ...]],
) -> str:
    due = [one for one in kind.columns() if (one.required or one is column or one.id in columns) and _is_read(one)]
    if kind.series is not None:
        keys = " and ".join(_bare(one).lower() for one in due if one.required)
        return f"give each {keys} one row, with columns {_titles(due)} and one for each period"
    row = next((cells for cells in rows if any(map(_holds(cells), titles))), None)
    such_as = ""
    if row is not None:
        index = next(index for index in titles if _holds(row)(index))
        name = _NUMBERED.sub(r"\1", titles[index]) if column.type is Type.WHOLE else titles[index]
        known = [one for one in due if _holds(row)(columns.get(one.id, len(row)))]
        said = [f"{_bare(one)} {show(row[columns[one.id]])}" for one in known]
        such_as = f", such as {' and '.join((*said, f'{_bare(column)} {name}'))} for {show(row[index])}"
        due += [one for one in kind.columns() if one.type is Type.YES_NO and _is_mark(row[index])]
    return (
        f"give each figure a row of its own{such_as}, with columns {_titles(due)}; Excel turns a cross table into such "
        "rows by Data, From Table/Range, Unpivot Other Columns"
    )


def _is_mark(cell: Value) -> bool:
    return isinstance(cell, bool) or fold(show(cell)) in _MARKS


def _holds(cells: tuple[Value, ...]) -> Callable[[int], bool]:
    return lambda index: index < len(cells) and not is_blank(cells[index])


def _is_read(column: Column) -> bool:
    return column.id not in ("source", "note")


def _bare(column: Column) -> str:
    """Return the title of a column without its unit."""
    return column.title.partition(" [")[0]


def _titles(columns: Sequence[Column]) -> str:
    return ", ".join(column.title for column in columns)


def _one_list(
    column: Column, titles: Mapping[int, str], columns: Mapping[str, int], rows: Sequence[tuple[Value, ...]]
) -> str:
    for cells in rows:
        names = [text for index, text in titles.items() if index < len(cells) and fold(show(cells[index])) not in _NO]
        if names and len(names) < len(titles):
            such_as = f", such as {';'.join(names)} in the row of {', '.join(map(show, _known(columns, cells)))}"
            break
    else:
        such_as = ""
    return (
        f"write these names into one column {column.title!r}, separated by semicolons{such_as}: as it stands they are "
        "not read, and nothing is restricted"
    )


def _known(columns: Mapping[str, int], cells: tuple[Value, ...]) -> list[Value]:
    """Return the cells of a row whose columns are known, without source and note."""
    at = sorted(index for name, index in columns.items() if name not in ("source", "note"))
    return [cells[index] for index in at if index < len(cells) and not is_blank(cells[index])]


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(texts) if len(texts) <= _MAX_NAMED else f"{', '.join(texts[: _MAX_NAMED - 1])}, ... {texts[-1]}"


def belonging_elsewhere(kind: type[Row], columns: Mapping[str, int], names: Names) -> dict[str, str]:
    """Return the title of the missing column that a name belongs in, by folded name: it may stand above its rows."""
    known = {sheet for one in kind.columns() if one.id in columns for sheet, _ in one.targets}
    missing = [one for one in kind.columns() if one.required and one.id not in columns]
    listed = {name: one.title for one in missing for sheet, _ in one.targets for name in names.get(sheet, ())}
    return {name: title for name, title in listed.items() if not any(name in names.get(sheet, ()) for sheet in known)}
