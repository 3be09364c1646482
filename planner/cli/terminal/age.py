"""The age of figures on a terminal and as plain data."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from rich.text import Text

if TYPE_CHECKING:  # studies take long to import
    from planner.study.sensitivity.age import Ages, Dated
    from planner.study.sensitivity.decisions import Decision

_SHOWN = 3
"""Rows of a sheet, and of a decision, that a terminal lists."""


def age_text(ages: "Ages", decisions: "tuple[Decision, ...] | None") -> Text:
    """Return what is old, what has no date, and what the first decisions rest on."""
    lines = [*_old(ages)]
    if decisions is not None:
        lines += ["", *_first(decisions)]
    return Text("\n".join(lines))


def age_record(ages: "Ages", decisions: "tuple[Decision, ...] | None") -> dict[str, Any]:
    """Return everything for programs; `first_year` is null without a plan."""
    return {
        "today": ages.today.isoformat(),
        "rows": len(ages.rows),
        "older_than_a_year": [_row(row) for row in ages.old],
        "without_a_date": [_row(row) for row in ages.undated],
        "first_year": None if decisions is None else [_decision(one) for one in decisions],
    }


def _old(ages: "Ages") -> Iterator[str]:
    old, undated = len(ages.old), len(ages.undated)
    yield (
        f"Age of figures on {ages.today}: of {len(ages.rows)} rows with a source, {old} "
        f"{'is' if old == 1 else 'are'} older than a year, and {undated} {'names' if undated == 1 else 'name'} no date."
    )
    by_sheet = sorted(ages.old, key=attrgetter("sheet"))
    for sheet, of_sheet in groupby(by_sheet, key=attrgetter("sheet")):
        rows = list(of_sheet)
        yield f"  {sheet}: {len(rows)}"
        yield from (f"    {_where(row)}: newest date {row.newest}" for row in rows[:_SHOWN])
        if len(rows) > _SHOWN:
            yield f"    and {len(rows) - _SHOWN} more"
    if old:
        yield "Look for newer figures, and write the new date into the column source."


def _first(decisions: "tuple[Decision, ...]") -> Iterator[str]:
    if not decisions:
        yield "The plan starts nothing in its first year."
        return
    yield "What the plan starts in its first year, and the rows of low confidence about it:"
    for one in decisions:
        yield f"  {_what(one)}: {len(one.rests_on)} {'row' if len(one.rests_on) == 1 else 'rows'}"
        yield from (f"    {cell or sheet} ({key})" for sheet, cell, key in one.rests_on[:_SHOWN])
        if len(one.rests_on) > _SHOWN:
            yield f"    and {len(one.rests_on) - _SHOWN} more"
    yield "planner sensitivity --vary CELLS says whether another value would change the plan."


def _what(one: "Decision") -> str:
    if not one.node:
        return f"{one.count} {'shell' if one.count == 1 else 'shells'} at {one.site}"
    if one.from_node:
        return f"{one.count} {'lump' if one.count == 1 else 'lumps'} of {one.from_node} to {one.node} at {one.site}"
    return f"{one.count} {'phase' if one.count == 1 else 'phases'} of {one.node} at {one.site}"


def _where(row: "Dated") -> str:
    return f"{row.cell or row.sheet} ({row.about})"


def _row(row: "Dated") -> dict[str, Any]:
    newest = row.newest.isoformat() if row.newest else None
    return {
        "sheet": row.sheet, "cell": row.cell, "row": row.about, "newest": newest, "confidence": row.confidence,
        "source": row.source,
    }  # fmt: skip


def _decision(one: "Decision") -> dict[str, Any]:
    rows = [{"sheet": sheet, "cell": cell, "row": key} for sheet, cell, key in one.rests_on]
    return {"site": one.site, "node": one.node, "from_node": one.from_node, "count": one.count, "rests_on": rows}
