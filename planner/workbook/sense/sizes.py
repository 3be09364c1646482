"""Sense of sizes: a value far from all others of its column, or from anything planned, has a wrong unit."""

from collections.abc import Iterator

from planner.case.checks.sense.sizes import outlier
from planner.workbook.contract.allowed import unit_shown
from planner.workbook.contract.columns import Column, Series, SeriesRow, Type
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, fault
from planner.workbook.read.references import Read
from planner.workbook.read.table import Table

Size = tuple[float, tuple[int, int]]
"""A value with its row and column."""


def size_faults(read: Read) -> Iterator[Fault]:
    """Return one warning a column at most, at the cell that stands out."""
    for table in read.values():
        if table.kind.series is not None:
            yield from _outlier(table, list(_series_sizes(table)), table.kind.series)
        for column in table.kind.columns():
            if column.type is Type.NUMBER and table.has(column.id):
                at = table.column(column.id)
                sizes = [
                    (abs(record.values[column.id]), (record.row, at))
                    for record in table.records
                    if record.values.get(column.id) and column.id not in record.broken
                ]
                yield from _outlier(table, sizes, column)


def _series_sizes(table: Table) -> Iterator[Size]:
    """The largest and the smallest value of every row, with their cells."""
    for record in table.records:
        if not isinstance(record.made, SeriesRow):
            continue
        values = record.made.values
        for pick in (max(values), min(filter(None, values), default=0.0)):
            if pick:
                yield pick, (record.row, table.header.periods[values.index(pick)] + 1)


def _outlier(table: Table, sizes: list[Size], column: Column | Series) -> Iterator[Fault]:
    shown = unit_shown(column)
    name = column.id if isinstance(column, Column) else ""
    stray = outlier(sizes, name, column.unit, shown)
    if stray is not None:
        fix = stray.fix or (f"check the value: this column is in {shown}" if shown else "")
        at = table.name, *stray.place
        yield fault(codes.WIDE_RANGE, *at, found=stray.value, expected=stray.expected, fix=fix)
