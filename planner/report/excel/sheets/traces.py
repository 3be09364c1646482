"""The places on other sheets of the figures of the briefing."""

from dataclasses import dataclass

import pandas as pd
from openpyxl.utils import get_column_letter

from planner.report.contract.layout import SUMMARY_COLUMNS
from planner.report.excel.links import Place
from planner.report.excel.sheets.money import Money
from planner.report.excel.sheets.schedule import Schedule
from planner.report.excel.sheets.supply_demand import Covered
from planner.report.excel.sheets.what_binds import Bound
from planner.report.excel.sheets.who_pays import Payers


@dataclass(frozen=True, slots=True)
class Traces:
    """The places on each sheet, as reported by each."""

    schedule: Schedule
    capacity: Place
    covered: Covered
    money: Money
    payers: Payers
    bound: Bound
    gap: Place

    def pictured(self) -> dict[str, Place]:
        """Return the place of the numbers of each picture."""
        return {
            "map": self.payers.sites,
            "gantt": self.schedule.phases,
            "coverage": self.covered.stacks,
            "capacity": self.capacity,
            "cash": self.money.funds,
            "payers": self.payers.sites,
        }


def in_summary(summary: pd.DataFrame, key: str) -> Place:
    """Return the cell of the summary that holds a value."""
    row = summary["key"].tolist().index(key) + 2  # below the header
    return Place("summary", f"{get_column_letter(SUMMARY_COLUMNS.index('value') + 1)}{row}")
