"""The lines of the form of a what-if about single rows, as changed cells and as new rows, each with its words.

A line has several fields, each with the same name in all lines of its kind; what is left blank changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import HTTPException
from starlette.datastructures import FormData

from planner.web.changes.amounts import amount
from planner.web.changes.offered import Name, Offered, lane_words, lock_words
from planner.workbook.grid.records import Cell

LANE_CHANGES = {
    "closed": ("closed", "allowed", ""),
    "open": ("open", "allowed", ""),
    "tariff": ("with a tariff of", "tariff_pct", "%"),
    "freight": ("with freight of", "cost_usd_per_unit", "USD a unit"),
    "max": ("with at most", "max_kunits", "kunits a period"),
}
"""What can be said of a lane: its words, its field and its unit; where it has none, no amount is given."""
_AMOUNTS = {"tariff": "tariff", "freight": "freight", "max": "maximum"}
FIGURE = ("figure", "figure_to")
LANE = ("lane", "lane_to", "lane_amount")
NEW_LANE = ("from", "to", "of", "since", "until", "rule", "rule_amount")
LOCK = ("lift",)
NEW_LOCK = ("pair", "starts_since", "starts_until", "min", "max")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RowChange:
    """A change in words: cells of rows that exist, or a new row. Both are plain data for the task that makes them."""

    words: str
    cells: tuple[dict[str, Any], ...] = ()
    row: Mapping[str, Any] | None = None
    is_same: bool = False
    """The cell has this value already."""


def row_changes(form: FormData, case: Offered) -> list[RowChange]:
    """Return the changes of the lines that are filled in. Raises 422 for one that is not complete or not possible."""
    changes = [
        *_figures(form, case),
        *_lanes(form, case),
        *_new_lanes(form, case),
        *_lifted(form, case),
        *_new_locks(form, case),
    ]
    _refuse_twice(changes)
    return [one for one in changes if not one.is_same]


def _refuse_twice(changes: list[RowChange]) -> None:
    """Raise 422 where two lines change one cell: both are given for what it is now, so only one of them can hold."""
    first: dict[tuple[str, int, str], str] = {}
    for one in changes:
        for cell in one.cells:
            place = cell["sheet"], cell["row"], cell["field"]
            if place in first:
                both = f"“{first[place]}” and “{one.words}”" if first[place] != one.words else f"“{one.words}” twice"
                raise HTTPException(422, f"Two lines change the same cell, {both}: keep one of them.")
            first[place] = one.words


def _lines(form: FormData, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the lines in which something is filled in."""
    columns = [[str(value) for value in form.getlist(name)] for name in names]
    if len({len(column) for column in columns}) > 1:
        raise HTTPException(422, "The form is not complete: open it again.")
    yield from (line for line in zip(*columns, strict=True) if any(text.strip() for text in line))


def _figures(form: FormData, case: Offered) -> Iterator[RowChange]:
    for key, text in _lines(form, FIGURE):
        number = amount(text, 0.0, "a number of at least zero")
        if not key:
            raise HTTPException(422, f"A new value of {text[:40]} is given: choose the figure that it is for.")
        figure = _one(case.figures, key)
        if number is None:
            raise HTTPException(422, f"{figure.words}: give the new value.")
        title = figure.group.partition(",")[0] if figure.is_scaled else figure.group.rpartition(" (")[0]
        words = f"{title} of {figure.words}"
        if figure.is_whole:
            _whole(number, words)
        op, value = ("*=", number / 100) if figure.is_scaled else ("=", number)
        cell = _cell(figure.sheet, figure.row, figure.field, op, value)
        is_same = value == (1.0 if figure.is_scaled else figure.value)
        yield RowChange(f"{words}: {number:,g}{' %' if figure.is_scaled else ''}", (cell,), is_same=is_same)


def _lanes(form: FormData, case: Offered) -> Iterator[RowChange]:
    for key, change, text in _lines(form, LANE):
        if not key:
            raise HTTPException(422, "A change of a lane is given: choose the lane that it is for.")
        lane = _one(case.lanes, key)
        if not change:
            raise HTTPException(422, f"{lane.words}: choose what is to change.")
        words, field, value = _said(lane.words, change, text)
        cell = "no" if value is False else "yes" if value is True else value
        yield RowChange(f"{lane.words}: {words}", (_cell("lanes", lane.row, field, "=", cell),))


def _new_lanes(form: FormData, case: Offered) -> Iterator[RowChange]:
    for start, end, good, since, until, rule, text in _lines(form, NEW_LANE):
        if not (start or end):
            raise HTTPException(422, "A new rule of lanes needs a place: choose where from or where to.")
        values = _values(case.sources, start) | _values(case.targets, end) | _values(case.goods, good)
        values |= _window(case, since, until)
        if not rule:
            raise HTTPException(422, f"{lane_words(values)}: choose the rule.")
        words, field, value = _said(lane_words(values), rule, text)
        yield RowChange(f"{lane_words(values)}: {words}", row={"sheet": "lanes", "values": {**values, field: value}})


def _lifted(form: FormData, case: Offered) -> Iterator[RowChange]:
    for (key,) in _lines(form, LOCK):
        lock = _one(case.locks, key)
        free = (_cell("locks", lock.row, "min_phases", "=", ""), _cell("locks", lock.row, "max_phases", "=", ""))
        yield RowChange(f"lock lifted: {lock.words}", free)


def _new_locks(form: FormData, case: Offered) -> Iterator[RowChange]:
    for pair, since, until, low, high in _lines(form, NEW_LOCK):
        if not pair:
            raise HTTPException(422, "A new lock needs a node and its site: choose what is locked.")
        values = {**_one(case.pairs, pair).values, **_window(case, since, until)}
        bounds = [amount(text, 0.0, "a number of phases") for text in (low, high)]
        if bounds == [None, None]:
            raise HTTPException(422, f"{lock_words(values)}: give at least or at most how many phases start.")
        low_phases, high_phases = (_whole(bound, lock_words(values)) for bound in bounds)
        if low_phases is not None and high_phases is not None and low_phases > high_phases:
            raise HTTPException(
                422, f"{lock_words(values)}: at least {low_phases:g} and at most {high_phases:g} contradict each other."
            )
        names = ("min_phases", "max_phases")
        given = {name: bound for name, bound in zip(names, bounds, strict=True) if bound is not None}
        said = [
            f"{word} {bound:g}"
            for word, bound in zip(("at least", "at most"), bounds, strict=True)
            if bound is not None
        ]
        yield RowChange(
            f"{lock_words(values)}: {', '.join(said)}", row={"sheet": "locks", "values": {**values, **given}}
        )


def _said(lane: str, change: str, text: str) -> tuple[str, str, float | bool]:
    """Return a rule of a lane in words, its field and its value."""
    words, field, unit = _one(LANE_CHANGES, change)
    number = amount(text, 0.0, "a number of at least zero")
    if not unit:
        if number is not None:
            raise HTTPException(
                422, f"{lane}: “{words}” takes no amount. Clear it, or choose what it is the amount of."
            )
        return words, field, change == "open"
    if number is None:
        raise HTTPException(422, f"{lane}: give the {_AMOUNTS[change]} in {unit}.")
    return f"{words} {number:,g} {unit}", field, number


def _whole(number: float | None, words: str) -> float | None:
    """Return a number of things that cannot be divided. Raises 422 for a fraction."""
    if number is not None and not number.is_integer():
        raise HTTPException(422, f"{words}: {number:g} is not a whole number.")
    return number


def _window(case: Offered, since: str, until: str) -> dict[str, Cell]:
    for label in filter(None, (since, until)):
        if label not in case.periods:
            raise HTTPException(422, f"{label[:40]} is not a period of this case.")
    if since and until and case.periods.index(since) > case.periods.index(until):
        raise HTTPException(
            422, f"From {since} until {until} there is no period: choose a later end or an earlier start."
        )
    return {name: label for name, label in (("from_period", since), ("until_period", until)) if label}


def _values(names: Mapping[str, Name], key: str) -> dict[str, Cell]:
    return dict(_one(names, key).values) if key else {}


def _one(known: Mapping[str, T], key: str) -> T:
    if key not in known:
        raise HTTPException(422, f"{key[:60]} is not in this case: open the form again.")
    return known[key]


def _cell(sheet: str, row: int, field: str, op: str, value: Cell) -> dict[str, Any]:
    return {"sheet": sheet, "row": row, "field": field, "op": op, "value": value}
