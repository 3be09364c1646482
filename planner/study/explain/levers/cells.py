"""Levers on single cells: numbers that rise or fall, dates that move, and amounts of a period."""

from collections.abc import Iterator
from dataclasses import replace

from planner.case.calendar import Calendar
from planner.study.explain.levers.lever import Kind, Lever
from planner.workbook.contract.columns import Row, SeriesRow
from planner.workbook.edit.edits import CellEdit, Value, key_of

ANY_COUNT = 10_000.0
"""More phases, lumps or changes than any case needs."""


def number(
    kind: Kind,
    name: str,
    who: str,
    row: tuple[int, Row],
    field: str,
    *,
    max_amount: float,
    size: float,
    sign: int = 1,
    in_rows: bool = False,
) -> Lever:
    """Return the lever on a number that rises, or falls where the sign is -1."""
    at, of = row
    old = float(getattr(of, field))

    def edits(amount: float) -> tuple[CellEdit, ...]:
        return (CellEdit(of.sheet, key_of(of), field, old, _plain(old + sign * amount), at),)

    return Lever(kind, name, who, max_amount, max(size, 1e-9), edits, in_rows=in_rows)


def count(
    kind: Kind, name: str, who: str, row: tuple[int, Row], field: str, *, sign: int = 1, in_rows: bool = False
) -> Lever:
    """Return the lever on a count, which changes by whole numbers: down to zero where the sign is -1."""
    at, of = row
    old: float = getattr(of, field)

    def edits(amount: float) -> tuple[CellEdit, ...]:
        new = max(0.0, old + sign * amount)
        return (CellEdit(of.sheet, key_of(of), field, old, int(new) if new == int(new) else new, at),)

    max_amount = ANY_COUNT if sign > 0 else float(-(-old // 1))
    return Lever(kind, name, who, max_amount, max(1.0, old), edits, is_whole=True, in_rows=in_rows)


def switch(kind: Kind, name: str, who: str, row: tuple[int, Row], changes: dict[str, Value]) -> Lever:
    """Return the lever that gives some cells of a row other values."""
    at, of = row
    edits = tuple(CellEdit(of.sheet, key_of(of), field, getattr(of, field), new, at) for field, new in changes.items())
    return Lever(kind, name, who, 1.0, 1.0, lambda _: edits, is_whole=True)


def date(
    kind: Kind, name: str, who: str, row: tuple[int, Row], field: str, calendar: Calendar, *, later: bool = False
) -> Iterator[Lever]:
    """Yield the lever that moves a date towards the start of the horizon, or its end. A blank date cannot move.

    Only the date from which something holds may be blank and move later: it then holds from the start.
    """
    at, of = row
    label: str | None = getattr(of, field)
    old = calendar.ordinal(label) if label else 0
    max_amount = calendar.last - old if later else old
    if max_amount <= 0:
        return

    def edits(amount: float) -> tuple[CellEdit, ...]:
        moved = old + int(amount) if later else old - int(amount)
        return (CellEdit(of.sheet, key_of(of), field, label, calendar.label(moved), at),)

    yield Lever(kind, name, who, float(max_amount), float(calendar.periods), edits, is_whole=True)


def in_period(
    kind: Kind, name: str, who: str, row: tuple[int, SeriesRow], period: int, calendar: Calendar, *, max_amount: float
) -> Lever:
    """Return the lever on the amount of a period; it is compared with all amounts of the row."""
    at, of = row
    old = of.values[period]

    def edits(amount: float) -> tuple[CellEdit, ...]:
        return (CellEdit(of.sheet, key_of(of), calendar.label(period), old, _plain(old + amount), at),)

    return Lever(kind, name, who, max_amount, max(1.0, sum(of.values)), edits, in_rows=True)


def to_date(
    kind: Kind, name: str, who: str, row: tuple[int, SeriesRow], calendar: Calendar, *, max_amount: float
) -> Lever:
    """Return the lever on amounts to date: more from the first period on, or from a later one."""
    at, of = row

    def since(first: int) -> Lever:
        def edits(amount: float) -> tuple[CellEdit, ...]:
            return tuple(
                CellEdit(of.sheet, key_of(of), calendar.label(t), old, _plain(old + amount), at)
                for t, old in enumerate(of.values)
                if t >= first
            )

        size = max(1.0, *of.values)
        return Lever(kind, f"{name} from {calendar.label(first)} on", who, max_amount, size, edits, in_rows=True)

    earliest, *later = map(since, calendar.horizon)
    return replace(earliest, later=tuple(later))


def _plain(value: float) -> float:
    """Return a number without the noise of binary sums."""
    return float(f"{value:.12g}")
