"""Reports the faults of one sheet: up to a thousand of a kind, then once that there are more."""

from collections import Counter

from planner.workbook.faults import codes
from planner.workbook.faults.codes import Code
from planner.workbook.faults.fault import fault
from planner.workbook.read.header import Report

MAX_PER_KIND = 1000
"""More than anyone reads; a sheet pasted wrongly may hold a million."""


class FaultCounter:
    """Counts the faults of a sheet by kind, so that no work is spent on faults that nobody reads."""

    def __init__(self, name: str, report: Report) -> None:
        self.name, self._report = name, report
        self._counts: Counter[str] = Counter()

    def wants(self, code: Code, row: int, column: int) -> bool:
        """True where a fault of this kind is still to be reported; row and column count from 1."""
        self._counts[code.id] += 1
        if self._counts[code.id] == MAX_PER_KIND + 1:
            text = f"more than {MAX_PER_KIND} of {code.id}: {code.meaning}"
            self._report(fault(codes.MORE_ALIKE, self.name, row, column, found=text))
        return self._counts[code.id] <= MAX_PER_KIND
