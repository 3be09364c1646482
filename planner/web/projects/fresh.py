"""The form of a new case: what to take from the library, and the money by year."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from planner.web import versions
from planner.web.pages.page import show
from planner.web.services import services
from planner.workbook.contract.goods import MarketRow, ProductRow
from planner.workbook.contract.places import NodeRow
from planner.workbook.grid.fresh import FreshError, Wish, fresh, growing, left_out, library, sites_by_region
from planner.workbook.template.likeness import Choice, consistent, typical_sites

router = APIRouter(prefix="/projects", include_in_schema=False)
_SITES, _PRODUCTS = 4, 3
"""How many are chosen until the planner chooses others."""
_USD_BN_A_YEAR, _DEMAND_PCT, _YEARS = 10.0, 60.0, 10
_MAX_USD_BN = 1e9


@router.get("/new")
def ask(request: Request) -> HTMLResponse:
    """Show the form."""
    tables = library()
    calendar, sites = tables.calendar, typical_sites(tables, _SITES)
    there = consistent(tables, Choice(frozenset(sites)))[ProductRow]
    makeable = [row.product for row in tables.of(ProductRow) if row in there]
    return show(
        request,
        "case/new.html",
        regions=sites_by_region(),
        chosen={*sites, *growing(makeable, _PRODUCTS)},
        nodes=tables.of(NodeRow),
        products=[row.product for row in tables.of(ProductRow)],
        markets=[row.market for row in tables.of(MarketRow)],
        quarters=calendar.labels()[: calendar.periods - calendar.periods_per_year],
        years=sorted({calendar.year(t) for t in calendar.horizon}),
        usd_bn=_USD_BN_A_YEAR,
        demand_pct=_DEMAND_PCT,
        max_years=_YEARS,
    )


@router.post("/new")
async def make(request: Request) -> Response:
    """Make the case as the first version of a new project, and redirect to it."""
    serving = services(request)
    form = await request.form()
    wish = await run_in_threadpool(_wish, form)
    try:
        grid = await serving.lanes.read_tables(fresh, wish)
    except FreshError as error:
        raise HTTPException(422, str(error)) from error
    gone = await serving.lanes.read_tables(left_out, wish)
    change = "new, with values from the library" + (
        f"; left out, as not made or asked for there: {', '.join(gone)}" * bool(gone)
    )
    version = await run_in_threadpool(versions.add_first, serving, wish.name, grid, change)
    return RedirectResponse(f"/projects/{version.project}/versions/{version.number}#sheet=demand", 303)


def _wish(form: FormData) -> Wish:
    """Return what a form asks for. Raises 422 where it cannot be."""
    calendar = library().calendar
    name = str(form.get("name", "")).strip()[:120] or "New case"
    first = str(form.get("first_period", calendar.label(0)))
    if first not in calendar.labels():
        raise HTTPException(422, f"{first[:20]} is not a quarter of the library.")
    left = calendar.periods - calendar.labels().index(first)
    periods = int(_amount(form, "years", 5, 1, _YEARS) * calendar.periods_per_year)
    named: dict[str, Any] = {
        part: frozenset(str(value) for value in form.getlist(part))
        for part in ("sites", "nodes", "products", "markets")
    }
    if not all(named.values()):
        missing = ", ".join(part for part, values in named.items() if not values)
        raise HTTPException(422, f"Choose at least one of each: {missing} are missing.")
    years = {calendar.year(t) for t in calendar.horizon}
    usd_bn = {year: _amount(form, f"usd_bn_{year}", 0.0, 0.0, _MAX_USD_BN) for year in years}
    share_pct = _amount(form, "demand_share_pct", _DEMAND_PCT, 0.0, 1000.0)
    return Wish(
        name, first, min(periods, left), Choice(**named, has_capacity="has_capacity" in form), usd_bn, share_pct
    )


def _amount(form: FormData, field: str, default: float, minimum: float, maximum: float) -> float:
    text = str(form.get(field, "")).strip()
    try:
        value = float(text.replace(",", "")) if text else default
    except ValueError:
        value = float("nan")
    if not minimum <= value <= maximum:
        raise HTTPException(422, f"{text[:40]} is not a number from {minimum:g} to {maximum:g}.")
    return value
