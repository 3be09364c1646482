"""Questions and answers as plain data for other systems: arguments in, figures and intervals out."""

from collections.abc import Mapping
from typing import Any

from fastapi import HTTPException

from planner.web.studies.kinds import KINDS, Field, Kind, Misfit
from planner.workbook.text.words import nearest

_NEAR = 0.6
_LONGEST = 60


def kind_named(name: str) -> Kind:
    """Return what can be asked by its name. Raises 422 with the known names."""
    if name not in KINDS:
        near = nearest(name, list(KINDS), _NEAR)
        hint = f" Did you mean {near}?" if near else ""
        raise HTTPException(422, f"There is no study {name[:_LONGEST]}.{hint} Known: {', '.join(KINDS)}.")
    return KINDS[name]


def arguments_of(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a study from plain data. Raises 422 for unknown ones and for what they cannot mean."""
    fields = {field.argument: field for field in kind.fields}
    for name in given:
        if name not in fields:
            known = f"Known: {', '.join(fields)}." if fields else f"{kind.name} has none."
            raise HTTPException(422, f"There is no argument {name[:_LONGEST]}. {known}")
    try:
        return kind.arguments({name: _text(fields[name], value) for name, value in given.items()})
    except Misfit as error:
        raise HTTPException(422, str(error)) from error


def _text(field: Field, value: Any) -> str:
    """Return a value as it would be written into the form."""
    if isinstance(value, list):
        return ("\n" if field.is_long else ",").join(f"{one}" for one in value)
    return "" if value is None else f"{value}"


def answer_data(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer: a table is a list of rows by column, and an interval is {"low", "high"}, null for infinity."""
    return {
        "title": answer["title"],
        "sentences": answer["sentences"],
        "tables": {table["name"]: _rows(table) for table in answer["tables"]},
        "suggestions": [{"name": one["name"], "changes": one["changes"]} for one in answer["choices"]],
    }


def _rows(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    titles = [column["title"] for column in table["columns"]]
    return [dict(zip(titles, map(_cell, row), strict=True)) for row in table["rows"]]


def _cell(cell: Mapping[str, Any]) -> Any:
    if "high" in cell:
        return {"low": cell["value"], "high": cell["high"]}
    return cell["text"] if cell["value"] is None else cell["value"]
