"""Sense of sizes: a value far from all others of its column, or from anything planned, has a wrong unit."""

import math
from collections.abc import Iterator

from planner.workbook.contract.allowed import unit_shown
from planner.workbook.contract.columns import Column, Series, SeriesRow, Type
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, fault
from planner.workbook.read.table import Table
from planner.workbook.sense.scene import Scene

_WIDE = 1e8
_ABSURD = {"usd_bn": 1e7, "kwspm": 1e5, "kunits": 1e8, "usd": 1e11, "usd/wafer": 1e8, "tools": 1e7}

Sized = tuple[float, int, int]


def size_faults(scene: Scene) -> Iterator[Fault]:
    """Return one warning a column at most, at the cell that stands out."""
    for table in scene.read.values():
        if table.kind.series is not None:
            yield from _outlier(table, list(_series_sizes(table)), table.kind.series)
        for column in table.kind.columns():
            if column.type is Type.NUMBER and table.has(column.id):
                at = table.column(column.id)
                sizes = [
                    (abs(record.values[column.id]), record.row, at)
                    for record in table.records
                    if record.values.get(column.id) and column.id not in record.broken
                ]
                yield from _outlier(table, sizes, column)


def _series_sizes(table: Table) -> Iterator[Sized]:
    """The largest and the smallest value of every row, with their cells."""
    for record in table.records:
        if not isinstance(record.made, SeriesRow):
            continue
        values = record.made.values
        for pick in (max(values), min(filter(None, values), default=0.0)):
            if pick:
                yield pick, record.row, table.header.periods[values.index(pick)] + 1


def _outlier(table: Table, sizes: list[Sized], column: Column | Series) -> Iterator[Fault]:
    if not sizes:
        return
    unit, shown = column.unit, unit_shown(column)
    sizes.sort()
    smallest, largest = sizes[0], sizes[-1]
    middle = math.log(sizes[len(sizes) // 2][0])
    if largest[0] >= _ABSURD.get(unit, math.inf):
        expected = f"less than {_ABSURD[unit]:g} {shown}"
        at = table.name, largest[1], largest[2]
        yield fault(codes.WIDE_RANGE, *at, found=f"{largest[0]:g}", expected=expected, fix=_check(shown))
    elif largest[0] >= _WIDE * smallest[0]:
        far = largest if math.log(largest[0]) - middle > middle - math.log(smallest[0]) else smallest
        other = smallest if far is largest else largest
        found = f"{far[0]:g}, beside {other[0]:g}"
        yield fault(codes.WIDE_RANGE, table.name, far[1], far[2], found=found, fix=_check(shown))


def _check(unit: str) -> str:
    return f"check the value: this column is in {unit}" if unit else ""
