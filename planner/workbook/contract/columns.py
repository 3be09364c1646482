"""How a sheet is declared: typed rows with a title, unit, default and meaning for every column.

A sheet is a class derived from `Row`, a column is a pydantic field made by `column`. The reader, `planner schema`,
`planner template` and the fault messages all read these declarations and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from planner.case.calendar import Calendar


class Type(StrEnum):
    """What a cell holds."""

    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    WHOLE = "whole"
    PERIOD = "period"
    YES_NO = "yes_no"
    NAMES = "names"
    CHOICE = "choice"


def fraction(share_pct: float) -> float:
    """Return a share of a workbook as a case holds it."""
    return share_pct / 100.0


def per_cent(share: float) -> float:
    """Return a share of a case as a workbook holds it, so that `fraction` gives the same share again."""
    tidy = round(share * 100.0, 10)
    return tidy if fraction(tidy) == share else share * 100.0


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column. `refers_to` is (sheet, field) whose values the cell must be one of, or of `or_refers_to`.

    `acts` is true where the column can change the plan; other columns are for display only. A test checks each column.
    """

    id: str
    title: str
    type: Type
    unit: str
    required: bool
    default: object
    doc: str
    minimum: float | None
    above: float | None
    maximum: float | None
    choices: tuple[str, ...]
    refers_to: tuple[str, str] | None
    acts: bool = True
    or_refers_to: tuple[str, str] | None = None

    @property
    def targets(self) -> tuple[tuple[str, str], ...]:
        """Every (sheet, field) that may declare the names of the column."""
        return tuple(target for target in (self.refers_to, self.or_refers_to) if target is not None)

    def in_case(self, value: Any, calendar: Calendar | None) -> Any:
        """Return a value of the column in the units of a case: a fraction, an ordinal, a set of names."""
        if self.type is Type.PERIOD and calendar is not None:
            return calendar.ordinal(value)
        if self.type is Type.NAMES:
            return frozenset(value)
        return fraction(value) if self.id.endswith("_pct") else value


@dataclass(frozen=True, slots=True)
class Series:
    """The period columns of a sheet: one column per period label, values of one unit."""

    title: str
    unit: str
    doc: str
    minimum: float | None = 0.0
    acts: bool = True
    is_level: bool = False
    """A level holds throughout the period, such as capacity; other values are sums over it."""


def column(
    title: str,
    type: Type,  # noqa: A002  the field's own word
    doc: str,
    *,
    unit: str = "",
    default: object = PydanticUndefined,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    choices: type[StrEnum] | None = None,
    ref: str = "",
    or_ref: str = "",
    acts: bool = True,
) -> Any:
    """Declare a column. Without a default it is required. `ref` is "sheet.field"; `acts` is false for display only."""
    bounds = {name: bound for name, bound in (("ge", ge), ("gt", gt), ("le", le)) if bound is not None}
    extra = {
        "type": type.value,
        "unit": unit,
        "choices": [str(choice) for choice in choices] if choices else [],
        "targets": [target.split(".") for target in (ref, or_ref) if target],
        "bounds": bounds,
        "acts": acts,
    }
    arguments: dict[str, Any] = {"title": title, "description": doc, "json_schema_extra": extra, **bounds}
    return Field(**arguments) if default is PydanticUndefined else Field(default, **arguments)


class Row(BaseModel):
    """One fact of a workbook. Subclasses are the sheets of the contract."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)

    sheet: ClassVar[str]
    about: ClassVar[str]
    required: ClassVar[bool] = False
    unique: ClassVar[tuple[str, ...]] = ()
    series: ClassVar[Series | None] = None
    mistaken: ClassVar[tuple[tuple[str, ...], tuple[str, ...], str]] = ((), (), "")
    """Columns of another table that is often pasted here, fields that it lacks, and what to do."""

    source: str = column(
        "Source", Type.TEXT, "Where the figures of the row come from, with their confidence", default="", acts=False
    )
    note: str = column("Note", Type.TEXT, "Free text for the reader of the workbook", default="", acts=False)

    @classmethod
    @cache
    def columns(cls) -> tuple[Column, ...]:
        """Return the declared columns in order, `source` and `note` last."""
        columns = list(_columns(cls.model_fields))
        return tuple(sorted(columns, key=lambda c: c.id in ("source", "note")))


class SeriesRow(Row):
    """A row with one value per period of the horizon."""

    values: tuple[float, ...] = Field(json_schema_extra={"type": "series"})


def _columns(fields: dict[str, FieldInfo]) -> Iterator[Column]:
    for name, info in fields.items():
        extra = info.json_schema_extra
        if not isinstance(extra, dict) or extra.get("type") == "series":
            continue
        declared: dict[str, Any] = dict(extra)
        bounds = declared["bounds"]
        targets = [*((sheet, field) for sheet, field in declared["targets"]), None, None]
        yield Column(
            id=name,
            title=info.title or name,
            type=Type(declared["type"]),
            unit=declared["unit"],
            required=info.is_required(),
            default=None if info.is_required() else info.default,
            doc=info.description or "",
            minimum=bounds.get("ge"),
            above=bounds.get("gt"),
            maximum=bounds.get("le"),
            choices=tuple(declared["choices"]),
            refers_to=targets[0],
            acts=declared["acts"],
            or_refers_to=targets[1],
        )
