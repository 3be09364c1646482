"""The contract as plain data, printed from the declarations."""

from enum import StrEnum
from typing import Any

from planner.workbook.contract.columns import Column, Row
from planner.workbook.contract.schema import SHEETS
from planner.workbook.faults.codes import CODES, Code
from planner.workbook.faults.explained.every import EXPLANATIONS
from planner.workbook.faults.fault import SEVERITIES
from planner.workbook.read.settings import KEYS


def schema_json() -> dict[str, Any]:
    """Return the sheets with their fields, the keys of the settings sheet and the kinds of fault."""
    return {**sheets_json(), "faults": [code_json(code) for code in CODES.values()]}


def sheets_json() -> dict[str, Any]:
    """Return the sheets with their fields, and the keys of the settings sheet."""
    return {"sheets": [_sheet(kind) for kind in SHEETS], "settings": [_field(column) for column in KEYS.values()]}


def code_json(code: Code) -> dict[str, str]:
    """Return a kind of fault with its explanation. `mend` is the old name of `fix`, given for one more release."""
    explanation = EXPLANATIONS[code]
    return {
        "code": code.id,
        "severity": str(SEVERITIES[code.id[0]]),
        "meaning": code.meaning,
        "fix": code.fix,
        "mend": code.fix,
        "when": explanation.when,
        "example": explanation.example,
        "how": explanation.fix,
    }


def _sheet(kind: type[Row]) -> dict[str, Any]:
    series = kind.series
    return {
        "sheet": kind.sheet,
        "about": kind.about,
        "required": kind.required,
        "unique": list(kind.unique),
        "period_columns": None
        if series is None
        else {
            "title": series.title,
            "unit": series.unit,
            "doc": series.doc,
            "minimum": series.minimum,
            "acts": series.acts,
        },
        "fields": [_field(column) for column in kind.columns()],
    }


def _field(column: Column) -> dict[str, Any]:
    return {
        "id": column.id,
        "title": column.title,
        "type": str(column.type),
        "unit": column.unit,
        "required": column.required,
        "default": _plain(column.default),
        "minimum": column.minimum,
        "above": column.above,
        "maximum": column.maximum,
        "choices": list(column.choices),
        "refers_to": ".".join(column.refers_to) if column.refers_to else None,
        "or_refers_to": ".".join(column.or_refers_to) if column.or_refers_to else None,
        "acts": column.acts,
        "doc": column.doc,
    }


def _plain(default: object) -> object:
    if isinstance(default, StrEnum):
        return str(default)
    return list(default) if isinstance(default, tuple) else default
