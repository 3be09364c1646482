"""Plans side by side: figures, what is built, what is covered, and differences to the first."""

import json
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from planner.web.pages.page import show
from planner.web.services import Services, services
from planner.web.store.records import VIEW

router = APIRouter(include_in_schema=False)
MAX_PLANS = 6
_FIGURES = (
    ("objective", "Objective", "discounted bn USD", 2, -1),
    ("bound", "Bound", "discounted bn USD", 2, 0),
    ("coverage_pct", "Demand covered", "%", 2, 1),
    ("shortage_kunits", "Shortage", "kunits", 0, -1),
    ("capex_usd_bn", "Capex before credits", "bn USD", 1, 0),
    ("credits_usd_bn", "Credits", "bn USD", 1, 0),
    ("budget_usd_bn", "Budget", "bn USD", 1, 0),
    ("drawn_usd_bn", "Drawn", "bn USD", 1, 0),
    ("phases", "Phases", "", 0, 0),
    ("sites", "Sites with new phases", "", 0, 0),
)
"""Field, title, unit, decimals, and whether more is better (1), worse (-1) or neither (0)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, its difference to the first plan's, and whether that is for the better."""

    value: float | None
    difference: float | None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a comparison."""

    title: str
    unit: str
    decimals: int
    cells: tuple[Cell, ...]


@router.get("/compare")
def compare(request: Request, run: Annotated[list[str] | None, Query()] = None) -> HTMLResponse:
    """Show two plans or more, the oldest first."""
    serving = services(request)
    ids = list(dict.fromkeys(run or []))[:MAX_PLANS]
    if len(ids) < 2:
        raise HTTPException(422, "Choose at least two plans to compare.")
    # The oldest run is the reference; a list of runs gives the newest first.
    runs = sorted(
        (stored for one in ids if (stored := serving.store.run(one)) is not None), key=lambda stored: stored.created
    )
    if len(runs) < len(ids):
        raise HTTPException(404, "One of these runs has been deleted.")
    views = [_view(serving, stored.id) for stored in runs]
    figures = [
        _line(title, unit, decimals, better, _of(views, field)) for field, title, unit, decimals, better in _FIGURES
    ]
    return show(
        request,
        "compare.html",
        runs=runs,
        plans=views,
        figures=figures,
        phases=_by_name([_phases(view) for view in views], 0),
        years=_by_year([_column(view, "years", 0, 4) for view in views]),
        funds=_by_name([_column(view, "funds", 0, 2) for view in views], 1),
    )


def _view(serving: Services, run: str) -> dict[str, Any]:
    content = serving.store.file(run, VIEW)
    if content is None:
        raise HTTPException(404, "One of these runs has no plan.")
    view: dict[str, Any] = json.loads(content)
    return view


def _of(views: list[dict[str, Any]], field: str) -> list[float | None]:
    return [view["figures"].get(field) for view in views]


def _line(title: str, unit: str, decimals: int, better: int, values: list[float | None]) -> Line:
    first = values[0]
    cells = []
    for place, value in enumerate(values):
        difference = None if place == 0 or value is None or first is None else value - first
        if difference is not None and abs(difference) < 0.5 * 10.0**-decimals:
            difference = 0.0
        tone = "" if not difference or not better else "better" if difference * better > 0 else "worse"
        cells.append(Cell(value, difference, tone))
    return Line(title, unit, decimals, tuple(cells))


def _by_year(tables: list[dict[str, float]]) -> list[Line]:
    """Return a line for every year of any of the plans; a plan that ends earlier has a blank."""
    years = sorted({year for table in tables for year in table})
    return [_line(year, "", 1, 1, [table.get(year) for table in tables]) for year in years]


def _by_name(tables: list[dict[str, float]], decimals: int) -> list[Line]:
    """Return a line for every name; where the plans differ most comes first."""
    names = dict.fromkeys(name for table in tables for name in table)
    lines = [_line(name, "", decimals, 0, [table.get(name, 0.0) for table in tables]) for name in names]
    return sorted(lines, key=lambda line: -max(abs(cell.difference or 0.0) for cell in line.cells))


def _phases(view: dict[str, Any]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for site, node, _, phases in view["starts"]:
        sums[f"{site} · {node}"] = sums.get(f"{site} · {node}", 0.0) + phases
    return sums


def _column(view: dict[str, Any], table: str, name: int, value: int) -> dict[str, float]:
    return {row[name]: row[value] or 0.0 for row in view["tables"][table]["rows"]}
