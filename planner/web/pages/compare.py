"""Plans side by side: figures, what is built, what is covered, and differences to the first."""

import json
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from planner.web.handout.csv_files import answer_csv
from planner.web.handout.places import SEPARATOR
from planner.web.pages.page import show
from planner.web.services import Services, services
from planner.web.store.records import BESIDE, VIEW, Run

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
    moved: int = 0
    """Starts at another time than in the first plan, where the number is the same."""


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
        phases=_with_moves(_by_name([_phases(view) for view in views], 0), [_starts(view) for view in views]),
        years=_by_year([_column(view, "years", 0, 4) for view in views]),
        funds=_by_name([_column(view, "funds", 0, 2) for view in views], 1),
    )


@router.get("/compare/detail")
async def detail(request: Request, first: str, second: str) -> HTMLResponse:
    """Return what differs between two plans as a part of the page: it takes a worker the first time."""
    answer, runs = await differences(services(request), first, second)
    return show(request, "compare_detail.html", answer=answer, runs=runs, base=f"/compare/{first}/{second}")


@router.get("/compare/{first}/{second}/charts/{name}.json")
async def chart(request: Request, first: str, second: str, name: str) -> Response:
    """Return a chart of two plans."""
    answer, _ = await differences(services(request), first, second)
    if name not in answer["charts"]:
        raise HTTPException(404, "There is no such chart.")
    return Response(json.dumps(answer["charts"][name]["spec"]), media_type="application/json")


@router.get("/compare/{first}/{second}/tables/{name}.csv")
async def table(request: Request, first: str, second: str, name: str) -> Response:
    """Return a table of what differs."""
    answer, runs = await differences(services(request), first, second)
    return answer_csv(answer, name, f"{runs[0].title} and {runs[1].title}")


async def differences(serving: Services, first: str, second: str) -> tuple[dict[str, Any], list[Run]]:
    """Return what differs, from the store or from a worker. Raises 404 and 422."""
    stored = [await run_in_threadpool(serving.store.run, one) for one in (first, second)]
    runs = [run for run in stored if run is not None and run.has_plan]
    if len(runs) < 2:
        raise HTTPException(404, "One of these runs has no plan, or has been deleted.")
    name = BESIDE.format(first)
    content = await run_in_threadpool(serving.store.file, second, name)
    if content is None:
        done, last = await serving.lanes.heavy("beside", f"{first}{SEPARATOR}{second}")
        content = await run_in_threadpool(serving.store.file, second, name)
        if not done or content is None:
            raise HTTPException(422, f"These plans cannot be compared in detail. {last}".strip())
    return json.loads(content), runs


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


def _starts(view: dict[str, Any]) -> dict[str, list[str]]:
    """Return the period of every phase by site and node, in order."""
    periods: dict[str, list[str]] = {}
    for site, node, period, phases in view["starts"]:
        periods.setdefault(f"{site} · {node}", []).extend([period] * round(phases))
    return {place: sorted(of_place) for place, of_place in periods.items()}


def _with_moves(lines: list[Line], starts: list[dict[str, list[str]]]) -> list[Line]:
    """Return the lines with the number of starts that are at another time; where most are comes first."""
    with_moves = []
    for line in lines:
        cells = []
        for cell, of_plan in zip(line.cells, starts, strict=True):
            pairs = zip(starts[0].get(line.title, []), of_plan.get(line.title, []), strict=False)
            cells.append(replace(cell, moved=sum(before != after for before, after in pairs)))
        with_moves.append(replace(line, cells=tuple(cells)))
    return sorted(with_moves, key=lambda line: -max(abs(cell.difference or 0.0) + cell.moved for cell in line.cells))


def _column(view: dict[str, Any], table: str, name: int, value: int) -> dict[str, float]:
    return {row[name]: row[value] or 0.0 for row in view["tables"][table]["rows"]}
