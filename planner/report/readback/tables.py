"""A plan workbook back to its tables, without the case: the names and columns of the contract, periods as labels."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING
from pathlib import Path

import pandas as pd

from planner.report.contract.layout import LOCK_COLUMNS, PERIODS, RECORD_SHEETS, RUN_COLUMNS, SUMMARY_COLUMNS
from planner.report.readback.rows import SheetRows, open_sheets
from planner.report.readback.values import Misfit, finite, text, whole
from planner.workbook.faults.fault import Fault, InputFaults, fault
from planner.workbook.file.container import has_errors
from planner.workbook.text.values import Value

Cell = str | int | float
_Read = Callable[[Value], Cell]


def _loose(cell: Value) -> Cell:
    """Return a value of the summary or the run, which may be a number or text."""
    return cell if isinstance(cell, int | float) and not isinstance(cell, bool) else text(cell)


def _record_columns() -> Iterator[tuple[str, Mapping[str, _Read]]]:
    kinds: Mapping[type, _Read] = {str: text, int: whole, float: finite}
    for sheet in RECORD_SHEETS:
        yield sheet.name, {c.header: text if c.name in PERIODS else kinds[c.type] for c in sheet.columns}


OPTIONAL = {(sheet.name, c.header) for sheet in RECORD_SHEETS for c in sheet.columns if c.default is not MISSING}
"""Columns that a sheet lacks where they would say nothing."""
COLUMNS: Mapping[str, Mapping[str, _Read]] = {
    "summary": {column: _loose if column == "value" else text for column in SUMMARY_COLUMNS},
    "locks": {column: whole if column.endswith("_phases") else text for column in LOCK_COLUMNS},
    **dict(_record_columns()),
    "run": {column: _loose if column == "value" else text for column in RUN_COLUMNS},
}
"""How every column of every table is read, in the order of the workbook."""


def read_tables(path: Path | str) -> dict[str, pd.DataFrame]:
    """Return the tables of a plan workbook by name. Raises InputFaults with every fault at its cell."""
    faults: list[Fault] = []
    sheets = open_sheets(path, tuple(COLUMNS), faults)
    readers = {name: _readers(sheet) for name, sheet in sheets.items()}
    tables = {
        name: pd.DataFrame(list(_rows(sheets[name], of_sheet, faults)), columns=list(of_sheet))
        for name, of_sheet in readers.items()
    }
    if has_errors(tuple(faults)):
        raise InputFaults(tuple(faults))
    return tables


def _readers(sheet: SheetRows) -> Mapping[str, _Read]:
    """Return how the columns that a sheet has are read, and those that it must have."""
    readers = COLUMNS[sheet.name].items()
    return {column: read for column, read in readers if (sheet.name, column) not in OPTIONAL or column in sheet.header}


def _rows(sheet: SheetRows, readers: Mapping[str, _Read], faults: list[Fault]) -> Iterator[list[Cell]]:
    for row, columns, cells in sheet.select(tuple(readers), faults):
        values: list[Cell] = []
        for column, read, cell in zip(columns, readers.values(), cells, strict=True):
            try:
                values.append(read(cell))
            except Misfit as misfit:
                faults.append(
                    fault(misfit.code, sheet.name, row, column, found=cell, expected=misfit.expected, fix=misfit.fix)
                )
        if len(values) == len(readers):
            yield values
