"""The values of a row's period columns."""

from collections.abc import Callable

from planner.workbook.contract.columns import Column, Series, Type
from planner.workbook.faults import codes
from planner.workbook.faults.fault import address
from planner.workbook.read.cell_reader import CellReader
from planner.workbook.read.coerce import bound_fix, expectation
from planner.workbook.text.numerals import DUST
from planner.workbook.text.values import Value, is_blank

_NUMBERS = {int, float}


def read_series(
    reader: CellReader,
    series: Series,
    indices: list[int],
    row: int,
    cells: tuple[Value, ...],
    is_merged: Callable[[int], bool],
) -> tuple[float, ...] | None:
    """Return one number for each column, a blank counting as 0; nothing where a cell is at fault."""
    size = len(cells)
    values = [cells[index] if index < size else None for index in indices]
    if set(map(type, values)) <= _NUMBERS:
        numbers = tuple(map(float, values))  # type: ignore[arg-type]
        # Neither holds where one is not a number; what rounding leaves of a zero is read below.
        if min(filter(None, numbers), default=1.0) > DUST and sum(numbers) < 1e300:
            return numbers
    return _one_by_one(reader, series, indices, row, values, is_merged)


def _one_by_one(
    reader: CellReader,
    series: Series,
    indices: list[int],
    row: int,
    values: list[Value],
    is_merged: Callable[[int], bool],
) -> tuple[float, ...] | None:
    column = Column("", series.title, Type.NUMBER, series.unit, True, None, "", series.minimum, None, None, (), None)
    numbers: list[float] = []
    blanks: list[int] = []
    for index, value in zip(indices, values, strict=True):
        if is_blank(value):
            numbers.append(0.0)
            if not is_merged(index):
                blanks.append(index)
            continue
        number = reader.read(row, index, value, column)
        if not isinstance(number, float):
            continue
        if series.minimum is not None and number < series.minimum:
            reader.report(
                codes.TOO_SMALL, row, index, found=value, expected=expectation(column), fix=bound_fix(column, True)
            )
            continue
        numbers.append(number)
    if blanks:
        names = [address("x", row, index + 1)[2:] for index in blanks]
        listed = ", ".join(names[:5]) + (f", ... {names[-1]}" if len(names) > 5 else "")
        reader.report(codes.BLANK_PERIODS, row, blanks[0], found=f"blank: {listed}")
    return tuple(numbers) if len(numbers) == len(indices) else None
