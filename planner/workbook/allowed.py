"""What may stand in the cells of a column, in the words of header comments, prompts and the dictionary."""

from planner.workbook.columns import Column, Type


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
    return f"a name from the sheet {column.refers_to[0]}{several}" if column.refers_to else f"a name{several}"


def bounds(column: Column) -> str:
    """Return the bounds of a number, empty where it has none."""
    low = f"from {column.minimum:g}" if column.minimum is not None else ""
    low = f"above {column.above:g}" if column.above is not None else low
    high = f"to {column.maximum:g}" if column.maximum is not None else ""
    if low and not high and column.minimum is not None:
        low = f"of at least {column.minimum:g}"
    return "".join(f" {part}" for part in (low, high) if part)


def taken(column: Column) -> str:
    """Return what a blank cell stands for."""
    if column.default in (None, "", ()):
        return "blank"
    if isinstance(column.default, bool):
        return "yes" if column.default else "no"
    return f"{column.default:g}" if isinstance(column.default, float) else str(column.default)
