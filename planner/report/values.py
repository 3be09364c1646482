"""Cells of a plan sheet back to the values of a record; a cell that does not fit is told as a ValueError."""

import math
from collections.abc import Mapping
from difflib import get_close_matches

from planner.case.records import Case
from planner.report.layout import PERIODS, Field
from planner.report.rows import Cell

Names = Mapping[str, frozenset[str]]


def known_names(case: Case) -> Names:
    """Return the names that the case knows, by the field of a record that holds them."""
    regions = frozenset(case.regions)
    return {
        "site": frozenset(case.sites),
        "node": frozenset(case.nodes),
        "from_node": frozenset(case.nodes),
        "fund": frozenset(case.funds),
        "incentive": frozenset(incentive.name for incentive in case.incentives),
        "scenario": frozenset(scenario.name for scenario in case.scenarios),
        "region": regions,
        "from_region": regions,
        "to_region": regions,
        "product": frozenset(case.products),
        "part": frozenset(part.name for product in case.products.values() for part in product.parts),
        "market": frozenset(case.markets),
    }


def value(case: Case, names: Names, column: Field, cell: Cell) -> str | int | float:
    """Return the value of a cell for a column. Raises ValueError with what was expected."""
    if column.name in PERIODS:
        return _ordinal(case, cell)
    if column.type is str:
        return _name(names, column, cell)
    found = number(cell)
    if not math.isfinite(found):
        raise ValueError(f"{cell!r} is not a finite number")
    if column.type is float:
        return found
    if found != int(found):
        raise ValueError(f"{cell!r} is not a whole number")
    return int(found)


def number(cell: Cell) -> float:
    """Return a number, which a workbook holds as text where it is infinite. Raises ValueError."""
    if isinstance(cell, bool) or cell is None:
        raise ValueError(f"{'blank' if cell is None else cell}, expected a number")
    try:
        return float(cell)
    except (TypeError, ValueError):
        raise ValueError(f"{cell!r} is not a number") from None


def text(cell: Cell) -> str:
    """Return a cell as text; a whole number, which Excel makes of a name such as 2027, without its decimal point."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _ordinal(case: Case, cell: Cell) -> int:
    ordinal = case.calendar.ordinal(text(cell))
    if ordinal > case.calendar.last:
        raise ValueError(
            f"{text(cell)} lies beyond the horizon, which ends with {case.calendar.label(case.calendar.last)}"
        )
    return ordinal


def _name(names: Names, column: Field, cell: Cell) -> str:
    name = text(cell)
    if column.name in names and name not in names[column.name]:
        nearest = get_close_matches(name, names[column.name], n=1)
        raise ValueError(
            f"{name!r} is no {column.header} of the case" + (f"; did you mean {nearest[0]!r}?" if nearest else "")
        )
    return name
