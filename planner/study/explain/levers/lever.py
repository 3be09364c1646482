"""A lever: one rule of a case that somebody could relax, by an amount in the unit of its cell."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.workbook.edit.edits import CellEdit


class Kind(StrEnum):
    """What sort of rule a lever relaxes."""

    DATES = "dates"
    FLOOR = "floor"
    POWER = "power"
    DEPLOYMENT = "power in the markets"
    PHASES = "phases per pair"
    SHELLS = "shells"
    CONVERSIONS = "conversions"
    CREWS = "crews"
    TOOLS = "tools"
    MONEY = "money"
    FUND_RULES = "rules of funds"
    LANES = "lanes"
    PURCHASES = "purchases"
    LIMITS = "limits"
    LOCKS = "locks"
    CHANGES = "changes to the last plan"


@dataclass(frozen=True, eq=False)
class Lever:
    """A rule that may be relaxed by 0 to `max_amount`, at which it holds nothing back; `edits` does so in the workbook.

    `size` is what an amount is compared with, such as the budget that it adds to. `in_rows`: an amount moves right-hand
    sides of the model in proportion and nothing else that matters. `later`: the same lever in later periods, for what
    is carried over from period to period.
    """

    kind: Kind
    name: str
    who: str
    max_amount: float
    size: float
    edits: Callable[[float], tuple[CellEdit, ...]]
    is_whole: bool = False
    in_rows: bool = False
    later: "tuple[Lever, ...]" = ()

    def rounded(self, amount: float) -> float:
        """Return an amount that a cell can hold, no smaller: whole, or of three digits, at most `max_amount`."""
        if amount <= 0:
            return 0.0
        step = 1.0 if self.is_whole else 10.0 ** (math.floor(math.log10(amount)) - 2)
        steps = math.ceil(amount / step - 1e-4)
        return min(self.max_amount, float(f"{steps * step:.12g}"))


Amounts = Mapping[Lever, float]
"""By how much each lever is relaxed."""


def at_most(levers: tuple[Lever, ...]) -> Amounts:
    """Return the amounts that lift every rule."""
    return {lever: lever.max_amount for lever in levers}


def edits_of(amounts: Amounts) -> tuple[CellEdit, ...]:
    """Return the edits of several levers together."""
    return tuple(edit for lever, amount in amounts.items() if amount > 0 for edit in lever.edits(amount))


def share_of(amounts: Amounts) -> float:
    """Return how large a change is: the sum of the amounts, each compared with what it adds to."""
    return sum(amount / lever.size for lever, amount in amounts.items())
