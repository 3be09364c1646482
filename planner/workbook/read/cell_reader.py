"""Reads cells and reports their faults with their addresses."""

from typing import Any

from planner.case.calendar import Calendar
from planner.workbook.contract.columns import Column
from planner.workbook.faults import codes
from planner.workbook.faults.codes import Code
from planner.workbook.faults.fault import fault
from planner.workbook.read.coerce import RejectedCell, coerce, expectation
from planner.workbook.read.header import Report
from planner.workbook.read.sheet_faults import FaultCounter
from planner.workbook.text.values import Value

# Shares that must sum to 100 show by their sum whether they are fractions.
_SUMMED = (("spends", "share_pct"), ("scenarios", "probability_pct"))


class CellReader:
    """Reads the cells of one sheet."""

    def __init__(self, sheet: str, name: str, calendar: Calendar | None, report: Report) -> None:
        self.sheet, self.name, self.calendar = sheet, name, calendar
        self._report, self._counter = report, FaultCounter(name, report)
        self._shown: set[int] = set()
        self._shown_otherwise: dict[Code, list[tuple[int, int, Value, str]]] = {}

    def report(self, code: Code, row: int, index: int, **says: Any) -> None:
        """Report a fault of the cell at a row and column index."""
        if self._counter.wants(code, row, index + 1):
            self._report(fault(code, self.name, row, index + 1, **says))

    def read(self, row: int, index: int, value: Value, column: Column) -> object:
        """Return the typed value of a cell that is not blank; None, which no cell gives, where it is rejected."""

        def note(code: Code, fix: str) -> None:
            if code is codes.FRACTION_FOR_PERCENT and (self.sheet, column.id) in _SUMMED:
                return
            if code is codes.PER_CENT_SHOWN:
                if index in self._shown:  # a column is formatted as a whole
                    return
                self._shown.add(index)
            if code in (codes.SHOWN_OTHERWISE, codes.UNIT_DIFFERS):
                self._shown_otherwise.setdefault(code, []).append((row, index, value, fix))
                return
            self.report(code, row, index, found=value, fix=fix)

        try:
            return coerce(value, column, self.calendar, note)
        except RejectedCell as rejected:
            expected = rejected.expected or expectation(column)
            self.report(rejected.code, row, index, found=value, expected=expected, fix=rejected.fix)
            return None

    def report_shown_otherwise(self) -> None:
        """Report once each the cells whose format shows another number than they store, or another unit."""
        for code, cells in self._shown_otherwise.items():
            row, index, value, fix = cells[0]
            more = len(cells) - 1
            alike = f"; {more:,} more cell{'s' if more > 1 else ''} of this sheet alike" if more else ""
            self.report(code, row, index, found=value, fix=f"{fix}{alike}")
