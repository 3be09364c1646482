"""Faults: what is wrong in a workbook, where, and how to fix it."""

from dataclasses import asdict, dataclass
from datetime import datetime, time

from openpyxl.utils import get_column_letter

from planner.case.checks.problem import SEVERITIES as SEVERITIES
from planner.case.checks.problem import Severity as Severity
from planner.workbook.faults.codes import Code
from planner.workbook.text.values import Displayed, InUnit, PerCent
from planner.workbook.text.words import tidy, visible

_LONGEST_FOUND = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `cell` is Sheet!A1, empty for faults of the file."""

    severity: Severity
    code: str
    meaning: str
    sheet: str = ""
    cell: str = ""
    found: str = ""
    expected: str = ""
    fix: str = ""

    def __str__(self) -> str:
        where = f"{self.cell or self.sheet}: " if self.sheet else ""
        value = f", found {shorten(self.found)}" if self.found else ""
        expected = f", expected {self.expected}" if self.expected else ""
        return f"{self.severity} {self.code} {where}{self.meaning}{value}{expected}; {self.fix}"

    def to_json(self) -> dict[str, str]:
        """Return the fault as plain text fields. `mend` is the old name of `fix`, given for one more release."""
        fields = {name: str(value) for name, value in asdict(self).items()}
        return {**fields, "mend": self.fix}


class InputFaults(ValueError):  # noqa: N818  named for its contents
    """The workbook cannot be planned. `faults` holds every fault found, errors and lesser ones."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        errors = [fault for fault in faults if fault.severity is Severity.ERROR]
        super().__init__("\n".join(str(fault) for fault in errors))


def fault(
    code: Code,
    sheet: str = "",
    row: int = 0,
    column: int = 0,
    *,
    found: object = "",
    expected: str = "",
    fix: str = "",
) -> Fault:
    """Make a fault of a kind. Row and column count from 1; 0 means no cell."""
    cell = address(sheet, row, column) if row and column else ""
    return Fault(SEVERITIES[code.id[0]], code.id, code.meaning, sheet, cell, _seen(found), expected, fix or code.fix)


def address(sheet: str, row: int, column: int) -> str:
    """Return Sheet!A1, with the sheet quoted where its name is not plain."""
    name = tidy(visible(sheet)) if not sheet.isprintable() else sheet
    quoted = name if name.replace("_", "").isalnum() else "'" + name.replace("'", "''") + "'"
    return f"{quoted}!{get_column_letter(column)}{row}"


def show(value: object) -> str:
    """Return a found value as text, as a sheet would show it: whole numbers without a point, dates without a time."""
    if value is None:
        return ""
    if isinstance(value, PerCent):
        return f"{value * 100.0:.10g}%"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return " ".join(str(value).split())


def _seen(value: object) -> str:
    """Return a found value so that stray spaces and invisible characters are seen."""
    if isinstance(value, str) and (value != tidy(value) or not value.isprintable()):
        return repr(value)
    if isinstance(value, InUnit):
        return f"{show(value)}, shown with {value.unit}"
    return value.words if isinstance(value, Displayed) else show(value)


def shorten(text: str, longest: int = _LONGEST_FOUND) -> str:
    """Return the text, cut where it would not fit a line."""
    return text if len(text) <= longest else text[: longest - 3] + "..."
