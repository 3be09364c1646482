"""Edits as text: `SHEET[key,...].field OP value`, such as `site_nodes[Phoenix AZ,N3].lead_periods += 1`.

A cell of a workbook may be named by its address instead: `budget!B3 = 14`. `*` in a key or field stands for all, and a
shorter key for every row that begins with it; a part of a key may be `column=value`. OP is one of =, +=, -=, *=.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from math import isfinite
from typing import cast

from openpyxl.utils import column_index_from_string

from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import Column, Row, SeriesRow, Type
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.contract.settings import SettingRow
from planner.workbook.edit.apply import edited
from planner.workbook.edit.edits import CellEdit, EditError, Value, key_columns, key_of, named
from planner.workbook.edit.starred import STAR, may_be_star
from planner.workbook.read.coerce import RejectedCell, coerce, expectation
from planner.workbook.read.settings import KEYS
from planner.workbook.text.words import fold, nearest

_EDIT = re.compile(
    r"\s*(?P<sheet>\w+)\s*(?:\[(?P<key>.*)\])?\s*\.\s*(?P<field>.+?)\s*(?P<op>\+=|-=|\*=|=)\s*(?P<value>.*?)\s*"
)
_AT = re.compile(
    r"\s*'?(?P<title>[^!\[\]]+?)'?\s*!\s*\$?(?P<letters>[A-Za-z]{1,3})\$?(?P<row>[1-9]\d*)"
    r"\s*(?P<op>\+=|-=|\*=|=)\s*(?P<value>.*?)\s*"
)
_NUMBERS = (Type.NUMBER, Type.PERCENT, Type.WHOLE)
EXAMPLE = "budget[*].* *= 0.5, site_nodes[Phoenix AZ,N3].lead_periods += 1 or settings.objective = profit"


def parse_edits(texts: Iterable[str], tables: Tables) -> tuple[CellEdit, ...]:
    """Return the changed cells that some texts stand for, one after the other on what the ones before it left.

    Raises EditError for the first text that cannot be read or names nothing in the workbook.
    """
    edits: list[CellEdit] = []
    for text in texts:
        further = tuple(_edits(text, tables))
        tables = edited(tables, further)
        edits += further
    return tuple(edits)


def edits_of_row(sheet: str, row: int, field: str, op: str, value: str, tables: Tables) -> tuple[CellEdit, ...]:
    """Return the changed cells of a row by its number in the workbook; a lock with `*` there stands for several.

    `field`, `op` and `value` are those of an edit as text. Raises EditError for what the row does not take.
    """
    kind = BY_NAME[_one_of(sheet, tuple(BY_NAME), "sheet", sheet)]
    text = f"{sheet}, row {row}: {field} {op} {value}"
    meant = [at for at, number in enumerate(tables.places[sheet].rows) if number == row]
    if not meant:
        raise EditError(f"{text!r}: nothing of the case stands in this row.")
    return tuple(edit for at in meant for edit in _of_row(kind, at, field, op, value, tables, text))


def _edits(text: str, tables: Tables) -> Iterator[CellEdit]:
    if at := _AT.fullmatch(text):
        yield from _edit_at(at, text, tables)
        return
    match = _EDIT.fullmatch(text)
    if match is None:
        raise EditError(f"{text!r} is not an edit. Write SHEET[key,...].field OP value, such as {EXAMPLE}.")
    sheet, field, op, value = (match[name] for name in ("sheet", "field", "op", "value"))
    sheet = _one_of(sheet, (SettingRow.sheet, *BY_NAME), "sheet", text)
    if sheet == SettingRow.sheet:
        name = _one_of(field, {**{name: name for name in KEYS}, **{KEYS[n].title: n for n in KEYS}}, "setting", text)
        yield from _of_setting(name, op, value, tables, text)
        return
    kind = BY_NAME[sheet]
    for row in _rows(kind, match["key"], tables, text):
        yield from _of_row(kind, row, field, op, value, tables, text)


def _edit_at(at: re.Match[str], text: str, tables: Tables) -> Iterator[CellEdit]:
    """Yield the edit of the cell at an address, if it changes something."""
    titles = {place.title: sheet for sheet, place in tables.places.items()}
    sheet = _one_of(at["title"], titles, "sheet with rows", text)
    place = tables.places[sheet]
    position = place.at(int(at["row"]), column_index_from_string(at["letters"].upper()))
    if position is None:
        raise EditError(f"{text!r}: {place.title} has no value of the case at {at['letters']}{at['row']}.")
    row, field = position
    if sheet == SettingRow.sheet:
        yield from _of_setting(field, at["op"], at["value"], tables, text)
    else:
        yield from _of_row(BY_NAME[sheet], row, field, at["op"], at["value"], tables, text)


def _of_setting(name: str, op: str, value: str, tables: Tables, text: str) -> Iterator[CellEdit]:
    old = getattr(tables.settings, name)
    new = _new(KEYS[name], old, op, value, tables, text)
    if new != old:
        yield CellEdit(SettingRow.sheet, (), name, old, new)


def _of_row(
    kind: type[Row], row: int, field: str, op: str, value: str, tables: Tables, text: str
) -> Iterator[CellEdit]:
    of = tables.of(kind)[row]
    for name, column, old in _cells(of, field, tables, text):
        is_star = op == "=" and may_be_star(kind, name, value)
        new = STAR if is_star else _new(column, old, op, value, tables, text)
        if new != old:
            yield CellEdit(kind.sheet, key_of(of), name, old, new, row)


def _rows(kind: type[Row], key: str | None, tables: Tables, text: str) -> list[int]:
    listed = tables.of(kind)
    parts = next(csv.reader([key], skipinitialspace=True)) if key and key.strip() else ["*"]
    columns = key_columns(kind)
    patterns: list[tuple[str, str]] = []
    for at, part in enumerate(parts):
        column, equals, pattern = part.partition("=")
        if equals and column.strip() in columns:
            patterns.append((column.strip(), fold(pattern)))
        elif part.strip() != "*" and at < len(columns):
            patterns.append((columns[at], fold(part)))
    rows = [
        number
        for number, row in enumerate(listed)
        if len(parts) <= len(columns) and all(_matches(getattr(row, name), pattern) for name, pattern in patterns)
    ]
    if rows:
        return rows
    known = [named(kind.sheet, key_of(row)) for row in listed]
    wanted = named(kind.sheet, tuple(parts))
    near = nearest(wanted, known)
    raise EditError(f"{text!r}: {kind.sheet} has no row {key!r}. {f'Did you mean {near}?' if near else _some(known)}")


def _matches(value: object, pattern: str) -> bool:
    return fnmatchcase(fold(str(value)), pattern.replace("[", "[[]"))


def _cells(row: Row, field: str, tables: Tables, text: str) -> Iterator[tuple[str, Column | None, Value]]:
    """Yield the fields of a row that a name stands for: a column or setting, a period, or every period."""
    labels = tables.calendar.labels()
    columns = {column.id: column for column in row.columns()}
    if isinstance(row, SeriesRow) and field == "*":
        yield from ((label, None, value) for label, value in zip(labels, row.values, strict=True))
    elif isinstance(row, SeriesRow) and fold(field) in map(fold, labels):
        at = [fold(label) for label in labels].index(fold(field))
        yield labels[at], None, row.values[at]
    else:
        titles = {**{name: name for name in columns}, **{column.title: name for name, column in columns.items()}}
        name = _one_of(field, titles, "column", text)
        yield name, columns[name], getattr(row, name)


def _new(column: Column | None, old: Value, op: str, text: str, tables: Tables, whole_text: str) -> Value:
    """Return the new value of a cell, checked like the cell. A period's cell has no column of its own."""
    kind = "a number" if column is None else expectation(column)
    number = _number(text)
    if op != "=":
        if number is None or isinstance(old, bool) or not isinstance(old, int | float):
            reason = "the cell is blank" if old is None else f"{op} {text}"
            raise EditError(f"{whole_text!r}: {reason}; {op} needs a number there and here. Write = and {kind}.")
        number = old + number if op == "+=" else old - number if op == "-=" else old * number
        text = f"{number:.17g}"
    if not text:
        if column is None or column.required:
            raise EditError(f"{whole_text!r}: a value is missing. Write {kind}.")
        return column.default if isinstance(column.default, str | int | float | bool | None) else None
    if column is None:
        if number is None or number < 0:
            raise EditError(f"{whole_text!r}: {text!r} is not a number of at least zero.")
        return number
    try:
        value = coerce(
            number if number is not None and column.type in _NUMBERS else text, column, tables.calendar, _ignore
        )
    except RejectedCell as rejected:
        fix = f" {rejected.fix[:1].upper()}{rejected.fix[1:]}." if rejected.fix else ""
        raise EditError(
            f"{whole_text!r}: {text!r} does not fit {column.id}, which holds {rejected.expected or kind}.{fix}"
        ) from rejected
    return _declared(column, cast(Value, value), tables, whole_text)


def _declared(column: Column, value: Value, tables: Tables, whole_text: str) -> Value:
    """Return names as the sheet that declares them spells them. Raises EditError for a name that it does not have."""
    if not value or not column.targets:
        return value
    listed = (str(getattr(row, field)) for sheet, field in column.targets for row in tables.of(BY_NAME[sheet]))
    names = {name: name for name in listed if name}
    if isinstance(value, tuple):
        return tuple(_one_of(str(name), names, column.id, whole_text) for name in value)
    return _one_of(str(value), names, column.id, whole_text)


def _ignore(*_: object) -> None:
    """Lesser findings about how a cell is written do not matter in a text."""


def _number(text: str) -> float | None:
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        return None
    return number if isfinite(number) else None


def _one_of(text: str, known: Iterable[str] | dict[str, str], what: str, whole_text: str) -> str:
    """Return the name that a text stands for, by id or title. Raises EditError for any other."""
    names = known if isinstance(known, dict) else {name: name for name in known}
    for form, name in names.items():
        if fold(form) == fold(text):
            return name
    near = nearest(text, names)
    hint = f"Did you mean {names[near]!r}?" if near else _some(names.values())
    raise EditError(f"{whole_text!r}: there is no {what} {text!r}. {hint}")


def _some(names: Iterable[str]) -> str:
    listed = list(dict.fromkeys(names))
    more = f" and {len(listed) - 6} more" if len(listed) > 6 else ""
    return f"There are {', '.join(listed[:6])}{more}." if listed else "It has no rows."
