"""The difference of two cases cell by cell. Rows are the same where their names are; others were added or removed.

A name that is gone from a sheet and one that is new there are the same where nearly everything beside them is equal.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from planner.workbook.contract.schema import BY_NAME
from planner.workbook.edit.edits import key_columns
from planner.workbook.grid.records import Cell, Grid, Sheet
from planner.workbook.text.words import fold

Key = tuple[str, ...]
Rows = dict[Key, dict[str, Cell]]
_ALIKE = 0.75
"""Share of the cells that are equal in rows of a name and of what it is called now."""


class Change(StrEnum):
    """What happened to a row, or to a cell of a row that both have."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row by its names; of a changed one a cell as it was and as it is now, of a renamed one both names."""

    sheet: str
    change: Change
    row: str
    field: str = ""
    before: Cell = None
    after: Cell = None


def differences(before: Grid, after: Grid) -> Iterator[Difference]:
    """Yield the differences, in the order of the sheets and of their rows."""
    for name in BY_NAME:
        one, other = before.sheets.get(name, Sheet(())), after.sheets.get(name, Sheet(()))
        yield from _of_sheet(name, one, other)


def in_words(changes: Iterable[Difference]) -> str:
    """Return what changed in a few words, such as "budget: 3 cells; sites: 1 row added"."""
    counts: dict[str, Counter[Change]] = {}
    for one in changes:
        counts.setdefault(one.sheet, Counter())[one.change] += 1
    return "; ".join(f"{sheet}: {', '.join(_counted(count))}" for sheet, count in counts.items())


def _counted(count: Counter[Change]) -> Iterator[str]:
    cells = count[Change.CHANGED]
    if cells:
        yield f"{cells:,} cell{'s' * (cells > 1)}"
    for change in (Change.ADDED, Change.REMOVED, Change.RENAMED):
        if rows := count[change]:
            yield f"{rows:,} row{'s' * (rows > 1)} {change}"


def _of_sheet(name: str, before: Sheet, after: Sheet) -> Iterator[Difference]:
    old, new = rows_by_key(name, before), rows_by_key(name, after)
    names = _renamed(name, old, new)
    known: set[Key] = set()
    for key, facts in new.items():
        was_key = key if key in old else tuple(names.get(part, part) for part in key)
        if was_key not in old:
            if any(value is not None for value in facts.values()):
                yield Difference(name, Change.ADDED, _named(name, facts))
            continue
        known.add(was_key)
        earlier = old[was_key]
        if was_key != key:
            yield Difference(name, Change.RENAMED, _named(name, facts), "", _named(name, earlier), _named(name, facts))
        for field in {**facts, **earlier}:
            was, now = earlier.get(field), facts.get(field)
            if was != now and (was_key == key or field not in key_columns(BY_NAME[name])):
                yield Difference(name, Change.CHANGED, _named(name, facts), field, was, now)
    for key, facts in old.items():
        if key not in known and any(value is not None for value in facts.values()):
            yield Difference(name, Change.REMOVED, _named(name, facts))


def _renamed(name: str, old: Rows, new: Rows) -> dict[str, str]:
    """Return the names of a sheet that are new, each with what it was called before; the likest pairs first."""
    gone, fresh = (_parts(one) - _parts(other) for one, other in ((old, new), (new, old)))
    alike: Counter[tuple[str, str]] = Counter()
    cells: Counter[tuple[str, str]] = Counter()
    columns = key_columns(BY_NAME[name])
    for key, facts in new.items():
        for now in fresh & set(key):
            for was in gone:
                earlier = old.get(tuple(was if part == now else part for part in key))
                if earlier is not None:
                    for field in ({**facts, **earlier}).keys() - set(columns):
                        pair = earlier.get(field), facts.get(field)
                        cells[now, was] += pair != (None, None)
                        alike[now, was] += pair[0] == pair[1] is not None
    names: dict[str, str] = {}
    for (now, was), equal in sorted(alike.items(), key=lambda one: -one[1] / max(1, cells[one[0]])):
        if equal > 0 and equal >= _ALIKE * cells[now, was] and now not in names and was not in names.values():
            names[now] = was
    return names


def _parts(rows: Rows) -> set[str]:
    return {part for key in rows for part in key[:-1]}


def rows_by_key(name: str, sheet: Sheet) -> Rows:
    """Return the rows by their names; of several with the same names, the first to the first."""
    columns = key_columns(BY_NAME[name])
    rows: Rows = {}
    seen: Counter[Key] = Counter()
    for facts in sheet.facts():
        key = tuple(fold(str(facts.get(column) or "")) for column in columns)
        seen[key] += 1
        rows[*key, str(seen[key])] = facts
    return rows


def _named(name: str, facts: dict[str, Cell]) -> str:
    values = (facts.get(column) for column in key_columns(BY_NAME[name]))
    return ", ".join(str(value) for value in values if value is not None) or "a row without names"
