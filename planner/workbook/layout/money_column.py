"""A column that names the currency or unit of each row: it is not read, so rows in another one are wrong."""

from dataclasses import dataclass

from planner.workbook.layout.units_row import differs, is_unit
from planner.workbook.text.currencies import other_money, plain_money
from planner.workbook.text.values import RawSheet


@dataclass(frozen=True, slots=True)
class MoneyCell:
    """The first cell of a column that names another currency or unit than is due, and how many more do."""

    row: int
    text: str
    more: int
    due: str = "USD"

    @property
    def fix(self) -> str:
        """What to do about it."""
        alike = f"; {self.more:,} more row{'s' if self.more > 1 else ''} alike" if self.more else ""
        what, be = ("the money", "it is") if self.due == "USD" else ("the figures", "they are")
        return f"convert {what} of this row to {self.due} if {be} in {self.text}, then clear this cell{alike}"


def other_money_below(raw: RawSheet, header_row: int, index: int) -> MoneyCell | None:
    """Return the cells of a column that say nothing but another currency; nothing where there are none."""
    named = [(row, text) for row, text in _below(raw, header_row, index) if names_other_money(text)]
    return MoneyCell(*named[0], len(named) - 1) if named else None


def other_unit_below(raw: RawSheet, header_row: int, index: int, due: str, period_months: int) -> MoneyCell | None:
    """Return the cells of a column of units, of which one is not the unit due; nothing where there are none."""
    texts = _below(raw, header_row, index)
    if not due or not all(is_unit(text) for _, text in texts):
        return None
    named = [(row, text) for row, text in texts if plain_money(text) != "usd" and differs(text, due, period_months)]
    return MoneyCell(*named[0], len(named) - 1, due) if named else None


def _below(raw: RawSheet, header_row: int, index: int) -> list[tuple[int, str]]:
    below = ((row, cells[index]) for row, cells in raw.rows if row > header_row and index < len(cells))
    return [(row, cell.strip()) for row, cell in below if isinstance(cell, str) and cell.strip()]


def names_other_money(text: str) -> bool:
    """True for a text that is nothing but another currency than the US dollar, perhaps with its scale."""
    return bool(other_money(text)) and is_unit(text)
