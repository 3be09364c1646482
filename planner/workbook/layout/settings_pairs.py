"""Keys and values of the settings: below each other, as in the template, or in another layout that is as clear."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from planner.workbook.text.values import RawSheet, Value, is_blank
from planner.workbook.text.words import fold, title_form, visible

_ROWS_SEARCHED = 25
_ENOUGH = 2
_VALUES = ("value", "values", "wert", "valeur", "valor", "valore", "değer", "setting", "input")


@dataclass(frozen=True, slots=True)
class SettingPair:
    """A key and its value, each with its row and column, counted from 1."""

    key: Value
    key_at: tuple[int, int]
    value: Value
    value_at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class OtherLayout:
    """The pairs of a sheet without the usual header, and where they are."""

    pairs: tuple[SettingPair, ...]
    place: str
    again: tuple[int, int] | None = None
    """The first cell of a second row of values, if there is one."""


def pairs_below(raw: RawSheet, header_row: int, key: int, value: int) -> Iterator[SettingPair]:
    """Yield the pairs below a header; `key` and `value` are the indices of their columns."""
    for row, cells in raw.rows:
        if row > header_row:
            yield SettingPair(_cell(cells, key), (row, key + 1), _cell(cells, value), (row, value + 1))


def other_layout(raw: RawSheet, forms: Collection[str]) -> OtherLayout | None:
    """Return the pairs of keys across a row with their values below, or of keys down a column without a header."""
    rows = raw.rows[:_ROWS_SEARCHED]
    for at, (row, cells) in enumerate(rows):
        if sum(_is_key(cell, forms) for cell in cells) >= _ENOUGH and at + 1 < len(rows):
            below, values = rows[at + 1]
            pairs = tuple(
                SettingPair(cell, (row, index + 1), _cell(values, index), (below, index + 1))
                for index, cell in enumerate(cells)
                if not is_blank(cell) and title_form(str(cell)) not in ("key", "setting")
            )
            columns = [pair.key_at[1] for pair in pairs if _is_key(pair.key, forms)]
            more = (
                (row, at) for row, cells in raw.rows[at + 2 :] for at in columns if not is_blank(_cell(cells, at - 1))
            )
            return OtherLayout(pairs, f"keys in row {row}, values in row {below}", next(more, None))
    width = max((len(cells) for _, cells in rows), default=0)
    for index in range(width):
        if sum(_is_key(_cell(cells, index), forms) for _, cells in rows) >= _ENOUGH:
            first = next(row for row, cells in rows if _is_key(_cell(cells, index), forms))
            value = _value_index(rows, first, index)
            return OtherLayout(tuple(pairs_below(raw, first - 1, index, value)), "no header above the keys")
    return None


def _value_index(rows: tuple[tuple[int, tuple[Value, ...]], ...], first: int, key: int) -> int:
    """Return the index of the values: that of a title for them above the first key, or the one beside the keys."""
    titles = ((at, cell) for row, cells in rows if row < first for at, cell in enumerate(cells) if at > key)
    return next((at for at, cell in titles if isinstance(cell, str) and title_form(cell) in _VALUES), key + 1)


def _is_key(cell: Value, forms: Collection[str]) -> bool:
    return isinstance(cell, str) and fold(visible(cell)) in forms


def _cell(cells: tuple[Value, ...], index: int) -> Value:
    return cells[index] if index < len(cells) else None
