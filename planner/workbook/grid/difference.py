"""The difference of two cases cell by cell. Rows are the same where their names are; others were added or removed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from planner.workbook.contract.schema import BY_NAME
from planner.workbook.edit.edits import key_columns
from planner.workbook.grid.records import Cell, Grid, Sheet
from planner.workbook.text.words import fold

Key = tuple[str, ...]


class Change(StrEnum):
    """What happened to a row, or to a cell of a row that both have."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row by its names, and of a changed one a cell with what it held before and holds now."""

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
    for change in (Change.ADDED, Change.REMOVED):
        if rows := count[change]:
            yield f"{rows:,} row{'s' * (rows > 1)} {change}"


def _of_sheet(name: str, before: Sheet, after: Sheet) -> Iterator[Difference]:
    old, new = rows_by_key(name, before), rows_by_key(name, after)
    for key, facts in new.items():
        if key not in old:
            if any(value is not None for value in facts.values()):
                yield Difference(name, Change.ADDED, _named(name, facts))
            continue
        for field in {**facts, **old[key]}:
            was, now = old[key].get(field), facts.get(field)
            if was != now:
                yield Difference(name, Change.CHANGED, _named(name, facts), field, was, now)
    for key, facts in old.items():
        if key not in new and any(value is not None for value in facts.values()):
            yield Difference(name, Change.REMOVED, _named(name, facts))


def rows_by_key(name: str, sheet: Sheet) -> dict[Key, dict[str, Cell]]:
    """Return the rows by their names; of several with the same names, the first to the first."""
    columns = key_columns(BY_NAME[name])
    rows: dict[Key, dict[str, Cell]] = {}
    seen: Counter[Key] = Counter()
    for facts in sheet.facts():
        key = tuple(fold(str(facts.get(column) or "")) for column in columns)
        seen[key] += 1
        rows[*key, str(seen[key])] = facts
    return rows


def _named(name: str, facts: dict[str, Cell]) -> str:
    values = (facts.get(column) for column in key_columns(BY_NAME[name]))
    return ", ".join(str(value) for value in values if value is not None) or "a row without names"
