"""How checks refer to values and places: of a case in memory here; a source such as a workbook has its own words."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from planner.case.calendar import Calendar
from planner.case.checks.draft.records import Budget, ClassProduct, MachineUse, Material
from planner.case.checks.problem import Ref
from planner.case.records import (
    Committed,
    Conversion,
    Deployment,
    Measure,
    Pair,
    PlannedStart,
    Purchase,
    Shell,
    UnderWay,
)

SHARE_MEASURES = (Measure.OUTPUT_SHARE, Measure.CAPEX_SHARE, Measure.SERVICE, Measure.SUPPLY_SHARE)

_LONGEST_LIST = 6
_LISTS: dict[type, str] = {
    Pair: "pairs",
    Shell: "shells",
    Conversion: "conversions",
    Committed: "committed",
    UnderWay: "under_way",
    Material: "the parts of the product",
    Purchase: "purchases",
    Budget: "the budget of the fund",
    MachineUse: "the uses of the tool",
    ClassProduct: "the members of the class",
    PlannedStart: "last_plan",
    Deployment: "deployment",
}


def plain(value: object) -> str:
    """Return a value as text, whole numbers without a point."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    return str(value)


def some(names: Iterable[str], between: str = " and ") -> str:
    """Return names as a sentence can hold them: of many, the first ones and how many more there are."""
    listed = list(names)
    if len(listed) <= _LONGEST_LIST:
        return between.join(listed)
    return f"{', '.join(listed[: _LONGEST_LIST - 1])} and {len(listed) - _LONGEST_LIST + 1} more"


class Words:
    """The words for a case in memory."""

    row = "record"
    """What a record is called."""

    def share(self, fraction: float) -> str:
        """Return a share as it would be entered."""
        return plain(fraction)

    def bound(self, measure: Measure, value: float) -> str:
        """Return a bound of a limit as it would be entered."""
        return self.share(value) if measure in SHARE_MEASURES else plain(value)

    def other_unit(self, total: float, tolerance: float) -> str:
        """Return how to fix shares whose sum is that of another unit; empty where it is not."""
        return "give fractions: divide every share by 100" if abs(total - 100.0) <= 100.0 * tolerance else ""

    def period(self, calendar: Calendar, ordinal: int) -> str:
        """Return a period as it would be entered."""
        return f"{ordinal} ({calendar.label(ordinal)})"

    def cell(self, ref: Ref, field: str, period: int | None = None) -> str:
        """Return the address of a field, or of one period of it."""
        return f"{ref}.{field}" if period is None else f"{ref}.{field}[{period}]"

    def listing(self, kind: type) -> str:
        """Return where records of a kind are listed, such as "in pairs"."""
        return f"in {_LISTS[kind]}"

    def one_of(self, *kinds: type) -> str:
        """Return one record of some kinds by the place where it is listed, such as "a record in pairs"."""
        return f"a record in {' or '.join(_LISTS[kind] for kind in kinds)}"

    def is_default(self, ref: Ref, record: Any, name: str) -> bool:
        """Say whether a field was left at its default."""
        return any(one.name == name and one.default == getattr(record, name) for one in fields(record))
