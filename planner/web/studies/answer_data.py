"""An answer as data of its page: cells with the text that is shown and the number that they are sorted by."""

import math
import re
from typing import Any

from planner.report.contract.plain_json import finite
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval, words
from planner.study.answers.table import Cell, Table
from planner.study.answers.text import cell_text
from planner.web.studies.page_words import on_page
from planner.workbook.edit.choice import Choice
from planner.workbook.edit.edits import AddedRow, CellEdit, Edit

_DECIMALS = 2
_YEAR = "year"
"""The title of a column whose numbers have no separators of thousands."""


def data_of(answer: Answer) -> dict[str, Any]:
    """Return everything that the page, the tables as files and the choices need."""
    data: dict[str, Any] = finite(
        {
            "question": answer.question,
            "title": answer.title,
            "sentences": [on_page(sentence) for sentence in answer.sentences],
            "tables": [_table(table) for table in answer.tables],
            "charts": {one.name: {"words": one.words, "spec": one.chart} for one in answer.pictures},
            "choices": [_choice(one) for one in answer.choices],
        }
    )
    return data


def _table(table: Table) -> dict[str, Any]:
    columns = [
        {"title": title, "is_number": bool(table.rows) and all(not isinstance(row[at], str) for row in table.rows)}
        for at, title in enumerate(table.columns)
    ]
    decimals = [_decimals_of(table.formats.get(title, "")) for title in table.columns]
    rows = [
        [
            {"text": f"{value}", "value": value} if title == _YEAR and isinstance(value, int) else _cell(value, places)
            for title, value, places in zip(table.columns, row, decimals, strict=True)
        ]
        for row in table.rows
    ]
    return {"name": table.name, "title": table.title, "note": on_page(table.note), "columns": columns, "rows": rows}


def _decimals_of(format_: str) -> int:
    digits = re.search(r"\.(0+)", format_)
    return len(digits[1]) if digits else 0 if format_ in ("0", "#,##0") else _DECIMALS


def _cell(value: Cell, decimals: int) -> dict[str, Any]:
    """Return the text of a cell, and its value: a number, or the two ends of an interval."""
    if isinstance(value, Interval):
        return {"text": words(value, decimals), "value": value.low, "high": value.high}
    if isinstance(value, float) and math.isfinite(value):
        return {"text": f"{value:z,.{decimals}f}", "value": value}
    if isinstance(value, int) and not isinstance(value, bool):
        return {"text": f"{value:,}", "value": value}
    return {"text": cell_text(value), "value": None}


def _choice(one: Choice) -> dict[str, Any]:
    return {"name": one.name, "changes": list(one.changes), "edits": [edit_data(edit) for edit in one.edits]}


def edit_data(edit: Edit) -> dict[str, Any]:
    """Return an edit as plain data."""
    if isinstance(edit, AddedRow):
        return {"sheet": edit.sheet, "values": dict(edit.values)}
    return {
        "sheet": edit.sheet,
        "key": list(edit.key),
        "field": edit.field,
        "old": edit.old,
        "new": edit.new,
        "row": edit.row,
    }


def edit_of(data: dict[str, Any]) -> Edit:
    """Return an edit from plain data."""
    if "values" in data:
        return AddedRow(data["sheet"], {field: _value(value) for field, value in data["values"].items()})
    return CellEdit(
        data["sheet"], tuple(data["key"]), data["field"], _value(data["old"]), _value(data["new"]), data["row"]
    )


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
