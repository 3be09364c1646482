"""The allowed contents of a column, as worded in header comments, prompts and the dictionary."""

import re

from planner.workbook.contract.columns import Column, Series, Type

_UNIT_IN_TITLE = re.compile(r"\[(.+)\]$")


def allowed(column: Column) -> str:
    """Return what a cell of the column may hold."""
    several = ", several separated by ;" if column.type is Type.NAMES else ""
    if column.choices:
        return f"one of {', '.join(column.choices)}{several}"
    match column.type:
        case Type.NUMBER | Type.PERCENT:
            return f"a number{bounds(column)}"
        case Type.WHOLE:
            return f"a whole number{bounds(column)}"
        case Type.PERIOD:
            return "the label of a period"
        case Type.YES_NO:
            return "yes or no"
        case Type.TEXT:
            return "text"
    sheets = " or ".join(sheet for sheet, _ in column.targets)
    return f"a name from the sheet {sheets}{several}" if sheets else f"a name{several}"


def unit_shown(column: Column | Series) -> str:
    """Return the unit as the sheet's header shows it; that of a header without one in the same spelling."""
    match = _UNIT_IN_TITLE.search(column.title)
    return match[1] if match else column.unit.replace("usd_bn", "USD bn").replace("usd", "USD")


def bounds(column: Column) -> str:
    """Return the bounds of the numbers of a column, empty where it has none."""
    return span(column.minimum, column.above, column.maximum)


def span(minimum: float | None, above: float | None = None, maximum: float | None = None) -> str:
    """Return bounds in words that follow "a number", empty where there are none."""
    if above is not None:
        return f" above {above:g}" + (f" to {maximum:g}" if maximum is not None else "")
    if minimum is not None and maximum is not None:
        return f" from {minimum:g} to {maximum:g}"
    if minimum is not None:
        return f" of at least {minimum:g}"
    return f" of at most {maximum:g}" if maximum is not None else ""


def default_text(column: Column) -> str:
    """Return the default of a blank cell."""
    if column.default in (None, "", ()):
        return "blank"
    if isinstance(column.default, bool):
        return "yes" if column.default else "no"
    return f"{column.default:g}" if isinstance(column.default, float) else str(column.default)
