"""Sheets of a plan workbook as rows under their headers; missing ones are faults."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.report.contract.layout import IF_ANY
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, fault
from planner.workbook.file.book import open_book
from planner.workbook.file.identity import case_for_plan, is_case
from planner.workbook.layout.sheet_names import contract_name
from planner.workbook.text.values import RawSheet, Value, is_blank

_FIX = "use a workbook written by planner solve"


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet's header in lower case and the rows below it, numbered as in the workbook."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Value, ...]], ...]

    def select(
        self, wanted: Sequence[str], faults: list[Fault]
    ) -> Iterator[tuple[int, tuple[int, ...], tuple[Value, ...]]]:
        """Yield row number, column numbers and values of the wanted columns for every row that is not blank."""
        missing = [name for name in wanted if name not in self.header]
        if missing:
            headers = ", ".join(name for name in self.header if name)
            faults += [
                fault(codes.COLUMN_MISSING, self.name, found=headers, expected=f"a column {name}", fix=_FIX)
                for name in missing
            ]
            return
        places = tuple(self.header.index(name) for name in wanted)
        columns = tuple(place + 1 for place in places)
        for number, row in self.rows:
            cells = tuple(row[place] if place < len(row) else None for place in places)
            if not all(is_blank(cell) for cell in cells):
                yield number, columns, cells


def open_sheets(path: Path | str, wanted: Sequence[str], faults: list[Fault]) -> dict[str, SheetRows]:
    """Return the wanted sheets that the workbook has; those that it lacks, and an unreadable file, are faults."""
    book = open_book(Path(path))
    faults += book.faults
    if is_case(book.sheets):
        faults.append(case_for_plan())
        return {}
    raw = {contract_name(sheet.name, wanted) or sheet.name.strip().casefold(): sheet for sheet in book.sheets}
    if raw and not any(name in raw for name in wanted):
        expected = f"the sheets {', '.join(wanted)}"
        faults.append(fault(codes.SHEET_MISSING, found=", ".join(raw), expected=expected, fix=_FIX))
    elif raw:
        needed = (name for name in wanted if name not in IF_ANY)
        faults += [fault(codes.SHEET_MISSING, name, fix=_FIX) for name in needed if name not in raw]
    return {name: _under_header(name, raw[name]) for name in wanted if name in raw}


def _under_header(name: str, sheet: RawSheet) -> SheetRows:
    first = next((cells for number, cells in sheet.rows if number == 1), ())
    header = tuple("" if is_blank(cell) else str(cell).strip().casefold() for cell in first)
    return SheetRows(name, header, tuple(row for row in sheet.rows if row[0] > 1))
