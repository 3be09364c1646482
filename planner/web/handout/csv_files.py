"""Tables as CSV files, an interval gives two columns."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import HTTPException, Response

from planner.web.store.names import disposition

_BOM = "\ufeff"
"""Without it, spreadsheet programs take the file for one in the old code page of the machine."""


def plan_csv(view: dict[str, Any], name: str, title: str) -> Response:
    """Return a table of a plan. Raises 404 for one that it does not have."""
    table = view["tables"].get(name)
    if table is None:
        raise HTTPException(404, "There is no such table.")
    return _file([column["title"] for column in table["columns"]], table["rows"], title, name)


def answer_csv(answer: dict[str, Any], name: str, title: str) -> Response:
    """Return a table of an answer. Raises 404 for one that it does not have."""
    table = next((table for table in answer["tables"] if table["name"] == name), None)
    if table is None:
        raise HTTPException(404, "There is no such table.")
    spread = [any("high" in row[at] for row in table["rows"]) for at in range(len(table["columns"]))]
    heads: list[str] = []
    for column, is_spread in zip(table["columns"], spread, strict=True):
        heads += [f"{column['title']}, {end}" for end in ("low", "high")] if is_spread else [column["title"]]
    rows = (
        [value for cell, wide in zip(row, spread, strict=True) for value in _values(cell, wide)]
        for row in table["rows"]
    )
    return _file(heads, rows, title, name)


def _values(cell: dict[str, Any], is_spread: bool) -> list[Any]:
    if is_spread:
        return [cell["value"], cell.get("high", cell["value"])]
    return [cell["text"] if cell["value"] is None else cell["value"]]


def _file(heads: Sequence[str], rows: Iterable[Sequence[Any]], title: str, name: str) -> Response:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([_safe(value) for value in row] for row in rows)
    headers = {"content-disposition": disposition(title, f"_{name}.csv")}
    return Response(_BOM + text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _safe(value: Any) -> Any:
    """Return a cell without the noise of binary fractions, and that no spreadsheet program takes for a formula."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") and len(value) > 1 else value
