"""A sheet that cannot be made is left out: the others stay, and what led to it leads to the sheet contents."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from openpyxl import Workbook

from planner.report.excel.links import Place
from planner.report.excel.sheets.money import Money
from planner.report.excel.sheets.schedule import Schedule
from planner.report.excel.sheets.supply_demand import Covered
from planner.report.excel.sheets.what_binds import Bound
from planner.report.excel.sheets.who_pays import Payers

NOWHERE = Place("contents", "A1")

_Trace = TypeVar("_Trace")


class _AnyRow(dict[tuple[str, str], Place]):
    """Every row of a sheet that is missing."""

    def __missing__(self, key: tuple[str, str]) -> Place:
        return NOWHERE


SCHEDULE = Schedule(NOWHERE, NOWHERE, _AnyRow())
COVERED = Covered(NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE)
MONEY = Money(NOWHERE, NOWHERE, NOWHERE, lambda: None)
PAYERS = Payers(NOWHERE, NOWHERE)
BOUND = Bound(NOWHERE, _AnyRow())


@dataclass(slots=True)
class Losses:
    """The errors by sheet. Where nothing may be lost, the first error ends the workbook."""

    accepted: bool = False
    errors: dict[str, Exception] = field(default_factory=dict)

    def add(self, book: Workbook, name: str, add: Callable[[], _Trace], instead: _Trace) -> _Trace:
        """Return what adding a sheet returns; without the sheet, what stands for it."""
        try:
            return add()
        except Exception as error:
            if not self.accepted:
                raise
            self.errors[name] = error
            if name in book.sheetnames:
                book.remove(book[name])
            return instead

    @property
    def note(self) -> str:
        """What is missing, as a sentence; empty if nothing is."""
        if not self.errors:
            return ""
        sheets = "sheets" if len(self.errors) > 1 else "sheet"
        return f"The plan workbook lacks its {sheets} {', '.join(self.errors)}, which could not be made."
