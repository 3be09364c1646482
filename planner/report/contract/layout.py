"""The plan sheets of the contract that hold one record of the plan per row: their names, columns and types.

`tables` writes by these declarations and `read` reads by them, so that the two cannot drift apart.
"""

from collections.abc import Collection, Iterable
from dataclasses import MISSING, dataclass, fields
from typing import Any, get_type_hints

from planner.plan.records import (
    BanPrice,
    Binding,
    Capacity,
    Converted,
    Credit,
    Draw,
    Opening,
    Packages,
    PartFlow,
    PartStock,
    PhaseUse,
    Purchased,
    Retired,
    ShellStart,
    Shipment,
    Shortage,
    Start,
    Wafers,
)

PERIODS = frozenset({"period", "start_period", "from_period", "until_period"})
"""Fields that hold an ordinal in the record and a period label in the sheet."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: the header in the sheet, the field of the record and the type of its value.

    A sheet in which every record has the default lacks the column; without a default, no sheet does.
    """

    header: str
    name: str
    type: type
    default: Any = MISSING


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """One sheet of records: the sheet carries the name of the plan's own field.

    An optional sheet is there only where it has rows.
    """

    name: str
    record: type
    columns: tuple[Field, ...]
    is_optional: bool = False

    def shown(self, records: Collection[Any]) -> tuple[Field, ...]:
        """Return the columns that say something of these records."""
        return tuple(
            column
            for column in self.columns
            if column.default is MISSING or any(getattr(one, column.name) != column.default for one in records)
        )

    def under(self, headers: Iterable[str]) -> tuple[Field, ...]:
        """Return the columns of a sheet with these headers, and those that it must have."""
        there = set(headers)
        return tuple(column for column in self.columns if column.default is MISSING or column.header in there)


def _sheet(name: str, record: type[Any], *, is_optional: bool = False, **headers: str) -> RecordSheet:
    types = get_type_hints(record)
    columns = tuple(Field(headers.get(f.name, f.name), f.name, types[f.name], f.default) for f in fields(record))
    return RecordSheet(name, record, columns, is_optional)


RECORD_SHEETS: tuple[RecordSheet, ...] = (
    _sheet("openings", Opening),
    _sheet("shells_built", ShellStart, is_optional=True),
    _sheet("starts", Start),
    _sheet("converted", Converted, node="to_node"),
    _sheet("retired", Retired, is_optional=True),
    _sheet("draws", Draw),
    _sheet("credits", Credit),
    _sheet("wafers", Wafers),
    _sheet("phase_use", PhaseUse, is_optional=True),
    _sheet("flows", PartFlow),
    _sheet("purchased", Purchased, is_optional=True),
    _sheet("part_stock", PartStock, is_optional=True),
    _sheet("packages", Packages),
    _sheet("shipments", Shipment, compute_class="class"),
    _sheet("shortage", Shortage),
    _sheet("capacity", Capacity),
    _sheet("binding", Binding),
    _sheet("bans", BanPrice),
)

OPTIONAL_SHEETS = frozenset(sheet.name for sheet in RECORD_SHEETS if sheet.is_optional)
"""The sheets that a plan workbook may lack."""
SCHEDULE_SHEETS = ("openings", "shells_built", "starts", "converted", "retired")
"""The sheets of the decisions from which everything else follows."""
LOCK_COLUMNS = ("site", "node", "from_node", "from_period", "until_period", "min_phases", "max_phases")
ALL = "*"
"""As site and node of a lock: every pair that no other row names."""
SUMMARY_COLUMNS = ("key", "value", "unit")
RUN_COLUMNS = ("key", "value")
COST_PREFIX = "cost."
"""Prefix of the summary keys of the cost lines of the objective."""
RETURNS_PREFIX = "returns."
"""Prefix of the summary keys of what a fund, or all new fabs, get back: the name and one of these follow."""
NPV, IRR, PAID_BACK = "npv_usd_bn", "irr_pct", "paid_back"
FIRST_PREFIX = "first_stage."
UNAVOIDABLE = "unavoidable_usd_bn"
"""Prefix of the summary keys of the first objective, where there are two."""
