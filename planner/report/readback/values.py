"""Cells of a plan sheet back to the values of a record."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from planner.case.calendar import example_label
from planner.case.records import Case
from planner.report.contract.layout import PERIODS, Field
from planner.workbook.faults import codes
from planner.workbook.faults.broken import BROKEN
from planner.workbook.faults.codes import Code
from planner.workbook.text.values import MOMENTS, Broken, Value, is_blank

Names = Mapping[str, frozenset[str]]
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Misfit(Exception):  # noqa: N818  never leaves the reader, which turns it into a fault
    """A cell that does not fit its column."""

    code: Code
    expected: str = ""
    fix: str = ""


def is_same(cell: Value, value: object) -> bool:
    """Say whether a cell holds a value, up to the digits that a spreadsheet program keeps."""
    try:
        if isinstance(value, int | float):
            shown = number(cell)
            return shown == value or math.isclose(shown, value, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
        return text(cell) == str(value)
    except Misfit:
        return False


def known_names(case: Case) -> Names:
    """Return the names that the case knows, by the field of a record that holds them."""
    regions, nodes = frozenset(case.regions), frozenset(case.nodes)
    blocs = frozenset(region.bloc for region in case.regions.values())
    return {
        "site": frozenset(case.sites),
        "node": nodes,
        "from_node": nodes,
        "fund": frozenset(case.funds),
        "incentive": frozenset(incentive.name for incentive in case.incentives),
        "scenario": frozenset(scenario.name for scenario in case.scenarios),
        "region": regions,
        "from_region": regions,
        "to_region": regions,
        "from_bloc": blocs,
        "to_bloc": blocs | frozenset(market.bloc for market in case.markets.values()),
        "product": frozenset(case.products),
        "part": frozenset(part.name for product in case.products.values() for part in product.parts),
        "market": frozenset(case.markets),
        "tier": frozenset({"", *(buyer.tier for scenario in case.scenarios for buyer in scenario.tiers)}),
        "compute_class": frozenset({"", *case.classes}),
        "to_market": frozenset(case.markets),
    }


def value(case: Case, names: Names, column: Field, cell: Value) -> str | int | float:
    """Return the value of a cell for a column. Raises Misfit."""
    if column.name in PERIODS:
        return _ordinal(case, cell)
    if column.type is str:
        return _name(names, column, cell)
    return finite(cell) if column.type is float else whole(cell)


def whole(cell: Value) -> int:
    """Return a whole number. Raises Misfit."""
    value = finite(cell)
    if value != int(value):
        raise Misfit(codes.NOT_WHOLE, "a whole number")
    return int(value)


def finite(cell: Value) -> float:
    """Return a number that is not infinite. Raises Misfit."""
    value = number(cell)
    if not math.isfinite(value):
        raise Misfit(codes.NOT_FINITE)
    return value


def number(cell: Value) -> float:
    """Return a number, which a workbook holds as text where it is infinite. Raises Misfit."""
    _usable(cell)
    if is_blank(cell):
        raise Misfit(codes.BLANK_REQUIRED, "a number")
    if isinstance(cell, bool):
        raise Misfit(codes.YES_NO_IN_NUMBER, "a number")
    if isinstance(cell, MOMENTS):
        raise Misfit(codes.NOT_A_NUMBER_CELL, "a number")
    try:
        value = float(str(cell))
    except ValueError:
        raise Misfit(codes.TEXT_IN_NUMBER, "a number") from None
    if math.isnan(value):
        raise Misfit(codes.NOT_FINITE)
    return value


def text(cell: Value) -> str:
    """Return a cell as text; a whole number, to which Excel converts a name such as 2027, has no decimal point.

    Raises Misfit.
    """
    _usable(cell)
    if isinstance(cell, MOMENTS):
        raise Misfit(codes.DATE_IN_TEXT)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _usable(cell: Value) -> None:
    if isinstance(cell, Broken):
        raise Misfit(BROKEN[cell.why])


def _ordinal(case: Case, cell: Value) -> int:
    calendar = case.calendar
    expected = f"a label such as {example_label(calendar.period_months)}, at most {calendar.label(calendar.last)}"
    if is_blank(cell):
        raise Misfit(codes.BLANK_REQUIRED, expected)
    try:
        ordinal = calendar.ordinal(text(cell))
    except ValueError:
        raise Misfit(codes.BAD_PERIOD_CELL, expected) from None
    if ordinal > calendar.last:
        raise Misfit(codes.BAD_PERIOD_CELL, expected, "the period lies beyond the horizon of the case")
    return ordinal


def _name(names: Names, column: Field, cell: Value) -> str:
    name = text(cell)
    known = names.get(column.name)
    if known is not None and name not in known:
        nearest = get_close_matches(name, known, n=1)
        fix = f"did you mean {nearest[0]}?" if nearest else "use the case that the plan was made for"
        raise Misfit(codes.UNKNOWN_NAME, f"a {column.header} of the case", fix)
    return name
