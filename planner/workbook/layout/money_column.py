"""A column that names the currency of each row: it is not read, so the money of rows in another one is wrong."""

from dataclasses import dataclass

from planner.workbook.layout.units_row import is_unit
from planner.workbook.text.currencies import other_money
from planner.workbook.text.values import RawSheet


@dataclass(frozen=True, slots=True)
class MoneyCell:
    """The first cell of a column that names another currency than the US dollar, and how many more do."""

    row: int
    text: str
    more: int

    @property
    def fix(self) -> str:
        """What to do about it."""
        alike = f"; {self.more:,} more row{'s' if self.more > 1 else ''} alike" if self.more else ""
        return f"convert the money of this row to USD if it is in {self.text}, then clear this cell{alike}"


def other_money_below(raw: RawSheet, header_row: int, index: int) -> MoneyCell | None:
    """Return the cells of a column that say nothing but another currency; nothing where there are none."""
    below = [(row, cells[index]) for row, cells in raw.rows if row > header_row and index < len(cells)]
    named = [(row, cell.strip()) for row, cell in below if isinstance(cell, str) and names_other_money(cell)]
    return MoneyCell(*named[0], len(named) - 1) if named else None


def names_other_money(text: str) -> bool:
    """True for a text that is nothing but another currency than the US dollar, perhaps with its scale."""
    return bool(other_money(text)) and is_unit(text)
