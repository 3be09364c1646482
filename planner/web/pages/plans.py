"""The page of a plan, whole or for a region, site, node, product, market, fund or year, and its charts."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from planner.web.pages.page import show
from planner.web.services import Services, run_of, services
from planner.web.store.records import ANSWER, CHARTS, CHECK, FACTS, VIEW, Run
from planner.web.store.store import Store
from planner.web.versions import known_version
from planner.web.view.choice import Choice, Chosen, choice_of, options
from planner.web.view.narrowed import tables, why
from planner.web.view.narrowed_charts import chart as narrowed_chart
from planner.web.view.narrowed_tiles import beyond, tiles

router = APIRouter(prefix="/runs", include_in_schema=False)
StoredRun = Annotated[Run, Depends(run_of)]
_LINKED = {
    "Site": "site", "Region": "region", "Node": "node", "Product": "product", "Market": "market", "Fund": "fund",
    "Year": "year",
}  # fmt: skip
"""Columns whose cells lead to the page of what they name."""


@router.get("/{run}/plan")
def plan(request: Request, run: StoredRun) -> HTMLResponse:
    """Show the plan, as far as it is chosen."""
    serving = services(request)
    store = serving.store
    view, charts = store.file(run.id, VIEW), json.loads(store.file(run.id, CHARTS) or b"{}")
    if view is None:
        raise HTTPException(404, "This run has no plan.")
    data = json.loads(view)
    chosen = chosen_of(services(request), run, dict(request.query_params))
    if chosen is not None:
        data["tables"], data["tiles"] = tables(data, chosen), tiles(data, chosen)
    words = {name: chart["words"] for name, chart in charts.items()}
    others = [other for other in store.runs(100) if other.has_plan and other.id != run.id]
    others.sort(key=lambda other: (other.id != run.parent, other.case_name != run.case_name))
    check = json.loads(store.file(run.id, CHECK) or b"{}")
    causes = _causes(store, run, chosen.choice) if chosen else []
    at, is_own = known_version(serving, run)
    return show(
        request,
        "plan.html",
        run=run,
        plan=data,
        words=words,
        others=others[:50],
        check=check,
        at=at,
        is_own=is_own,
        choice=chosen.choice if chosen else Choice(),
        options=options(chosen.facts) if chosen else {},
        linked=_LINKED,
        why=why(chosen) if chosen and chosen.choice else [],
        beyond=beyond(chosen) if chosen else [],
        opened_at=_opened_at(
            data["periods"],
            charts,
            chosen.choice.year if chosen else "",
            request.query_params.get("period", ""),
        ),
        causes=causes,
        is_being_written=run.is_live or serving.jobs.is_finishing(run.id),
    )


def _opened_at(periods: list[str], charts: dict[str, Any], year: str, period: str) -> int:
    """Return the place of the period in the address; else the end of the chosen year, or where construction begins."""
    last = len(periods) - 1
    if period in periods and period.startswith(year):
        return periods.index(period)
    if year:
        return max((at for at, label in enumerate(periods) if label.startswith(year)), default=last)
    begins: int = charts["sites"]["spec"]["params"][0]["value"] if "sites" in charts else last
    return begins


@router.get("/{run}/charts/{name}.json")
def chart(request: Request, run: StoredRun, name: str) -> Response:
    """Return a chart for the page, as far as it is chosen."""
    charts = json.loads(services(request).store.file(run.id, CHARTS) or b"{}")
    if name not in charts:
        raise HTTPException(404, "There is no such chart.")
    spec = charts[name]["spec"]
    chosen = chosen_of(services(request), run, dict(request.query_params))
    if chosen is not None:
        spec = narrowed_chart(spec, name, chosen)
    headers = {"cache-control": "private, max-age=3600"}
    return Response(json.dumps(spec), media_type="application/json", headers=headers)


def chosen_of(serving: Services, run: Run, query: dict[str, str]) -> Chosen | None:
    """Return what a query chooses of a plan; nothing for a plan that was stored without its facts."""
    content = serving.store.file(run.id, FACTS)
    if content is None:
        return None
    facts = json.loads(content)
    return Chosen(facts, choice_of(query, facts))


def _causes(store: Store, run: Run, choice: Choice) -> list[list[str]]:
    """Return product, market, year, shortage, cause and bottleneck of what is chosen, where that has been asked."""
    for study in store.studies(run.id):
        if ANSWER not in study.files:
            continue
        answer = json.loads(store.file(study.id, ANSWER) or b"{}")
        table = next((one for one in answer.get("tables", ()) if one["name"] == "causes"), None)
        if table is not None:
            return _chosen_causes(table, choice)
    return []


def _chosen_causes(table: dict[str, Any], choice: Choice) -> list[list[str]]:
    titles = [column["title"] for column in table["columns"]]
    shown = [titles.index(name) for name in ("product", "market", "year", "short [kunits]", "cause", "bottleneck")]
    rows = [
        [row[at]["text"].replace(",", "") if at == shown[2] else row[at]["text"] for at in shown]
        for row in table["rows"]
    ]
    wanted = (choice.product, choice.market, choice.year)
    return [row for row in rows if all(name in ("", text) for name, text in zip(wanted, row[:3], strict=True))]
