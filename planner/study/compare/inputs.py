"""The cells in which two cases differ: rows are matched by their keys, in the words of the workbook."""

from collections.abc import Iterator

from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import Row, SeriesRow
from planner.workbook.contract.schema import SHEETS
from planner.workbook.contract.settings import SettingRow
from planner.workbook.edit.edits import Value, key_columns, key_of, shown
from planner.workbook.read.settings import KEYS

REMARKS = ("source", "note")
Difference = tuple[str, str, str, str, str, float | None]
"""Sheet, row, field, both values as they are shown, and the change where both are numbers."""


def differences(first: Tables, second: Tables) -> Iterator[Difference]:
    """Yield every cell that differs, sheet by sheet. A row that only one of them has is one difference."""
    for name in KEYS:
        values = getattr(first.settings, name), getattr(second.settings, name)
        if values[0] != values[1]:
            yield SettingRow.sheet, name, "value", shown(values[0]), shown(values[1]), _change(*values)
    for kind in SHEETS:
        if kind is not SettingRow:
            yield from _of_sheet(kind, first, second)


def _of_sheet(kind: type[Row], first: Tables, second: Tables) -> Iterator[Difference]:
    rows = _by_key(kind, first), _by_key(kind, second)
    for key in dict.fromkeys([*rows[0], *rows[1]]):
        one, other = rows[0].get(key), rows[1].get(key)
        name = ", ".join(part for part in key[0] if part) or f"row {key[1] + 1}"
        if one is None or other is None:
            words = ("(none)", _added(other)) if one is None else ("removed", "(none)")
            yield kind.sheet, name, "row", *words, None
            continue
        for field, before, after in _cells(one, other, first, second):
            if before != after:
                yield kind.sheet, name, field, shown(before), shown(after), _change(before, after)


def _added(row: Row | None) -> str:
    """Return what a new row says beside its key, such as "added: min_phases = 2"."""
    assert row is not None
    keys = key_columns(type(row))
    filled = {
        column.id: getattr(row, column.id)
        for column in row.columns()
        if column.id not in (*keys, *REMARKS) and getattr(row, column.id) != column.default
    }
    said = ", ".join(f"{name} = {shown(value)}" for name, value in filled.items())
    return f"added: {said}" if said else "added"


def _by_key(kind: type[Row], tables: Tables) -> dict[tuple[tuple[str, ...], int], Row]:
    """Return the rows by key; rows with the same key are distinguished by their order."""
    rows: dict[tuple[tuple[str, ...], int], Row] = {}
    for row in tables.of(kind):
        key, number = key_of(row), 0
        while (key, number) in rows:
            number += 1
        rows[key, number] = row
    return rows


def _cells(one: Row, other: Row, first: Tables, second: Tables) -> Iterator[tuple[str, Value, Value]]:
    for column in one.columns():
        if column.id not in REMARKS:
            yield column.id, getattr(one, column.id), getattr(other, column.id)
    if isinstance(one, SeriesRow) and isinstance(other, SeriesRow):
        series = [
            dict(zip(tables.calendar.labels(), row.values, strict=True))
            for tables, row in ((first, one), (second, other))
        ]
        for label in dict.fromkeys([*series[0], *series[1]]):
            yield label, series[0].get(label), series[1].get(label)


def _change(before: object, after: object) -> float | None:
    numbers = [value for value in (before, after) if isinstance(value, int | float) and not isinstance(value, bool)]
    return float(numbers[1] - numbers[0]) if len(numbers) == 2 else None
