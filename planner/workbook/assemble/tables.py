"""The typed rows of a sound workbook, by kind of row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from planner.case.calendar import Calendar
from planner.workbook.contract.columns import Row
from planner.workbook.contract.means import SettingValues

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything a workbook says, row by row, every name resolved."""

    settings: SettingValues
    calendar: Calendar
    rows: Mapping[type[Row], tuple[Row, ...]]

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the rows of a kind in the workbook's order; none where the sheet is absent."""
        return cast(tuple[R, ...], self.rows.get(kind, ()))
