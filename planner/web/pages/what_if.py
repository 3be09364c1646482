"""What if: a budget, a site or any other cell changed, and solved again as a new run."""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse

from planner.web import actions
from planner.web.changes.amounts import amount
from planner.web.changes.lines import LANE_CHANGES, row_changes
from planner.web.changes.offered import Figure, Offered, offered
from planner.web.pages.page import show
from planner.web.services import Services, run_of, services
from planner.web.store.projects import TABLES
from planner.web.store.records import CHECK, VIEW, Asked, Run
from planner.web.studies.kinds import edit_lines
from planner.workbook.grid.records import Grid, from_text

router = APIRouter(prefix="/runs", include_in_schema=False)
StoredRun = Annotated[Run, Depends(run_of)]
_LONGEST_NAME = 120
_NO_CHANGE = (
    "No change was given: change a budget, a figure, a lane or a lock, keep or forbid a site or a node, or write "
    "an edit."
)


class Scale(NamedTuple):
    """A field of the form that changes many cells: its words and unit, its edit, and the change in words."""

    words: str
    unit: str
    edit: str
    change: str

    @property
    def unchanged(self) -> float:
        """The amount that changes nothing."""
        return 100.0 if self.unit == "%" else 0.0


SCALES = {
    "demand_pct": Scale("All demand, of what it is", "%", "demand[*].* *= {share:g}", "all demand at {amount:g} %"),
    "lead_periods": Scale(
        "Lead time of every node, longer by",
        "periods",
        "site_nodes[*].lead_periods += {amount:g}",
        "lead time of every node {amount:+g} [periods]",
    ),
    "capex_pct": Scale(
        "Cost of every phase, of what it is",
        "%",
        "nodes[*].phase_capex_usd_bn *= {share:g}",
        "every phase at {amount:g} % of its cost",
    ),
    "penalty_pct": Scale(
        "Penalty on every shortage, of what it is",
        "%",
        "products[*].shortage_penalty_usd *= {share:g}",
        "every shortage penalty at {amount:g} %",
    ),
}
_CLOSED = "site_nodes[*,{}].max_phases = 0"
"""The edit after which nothing new of a node is built."""
_EXAMPLES = ("demand[*].* *= 1.1", "site_nodes[*].lead_periods += 1", "settings.objective = coverage_first")


@router.get("/{run}/what-if")
def ask(request: Request, run: StoredRun) -> HTMLResponse:
    """Show what can be changed."""
    view, check = _known(services(request), run)
    built: dict[str, int] = {}
    for site, _, _, phases in view["starts"]:
        built[site] = built.get(site, 0) + phases
    max_seconds = services(request).settings.solve_seconds
    case = _offered(services(request), run)
    return show(
        request,
        "what_if.html",
        run=run,
        check=check,
        built=built,
        nodes=_nodes(view),
        examples=_EXAMPLES,
        scales=SCALES,
        case=case,
        groups=_grouped(case),
        lane_changes=LANE_CHANGES,
        max_seconds=max_seconds,
    )


@router.post("/{run}/what-if")
async def solve(request: Request, run: StoredRun) -> Response:
    """Make a run of the changed workbook, queue it, and redirect to it."""
    serving = services(request)
    view, check = _known(serving, run)
    form = await request.form()
    budgets = {}
    for place, fund in enumerate(check["funds"]):
        wanted = amount(str(form.get(f"fund_{place}", "")), 0.0, "an amount in bn USD")
        if wanted is not None and abs(wanted - fund["usd_bn"]) > 5e-4:
            budgets[fund["fund"]] = wanted
    chosen = {site["site"]: str(form.get(f"site_{place}", "free")) for place, site in enumerate(check["sites"])}
    forbid = [site for site, choice in chosen.items() if choice == "forbid"]
    keep = [site for site, choice in chosen.items() if choice == "keep"]
    closed = [node for place, node in enumerate(_nodes(view)) if form.get(f"node_{place}") == "forbid"]
    rows = row_changes(form, await run_in_threadpool(_offered, serving, run))
    texts = (*scaled(form), *map(_CLOSED.format, closed), *edit_lines(str(form.get("edits", ""))))
    change = {"budgets_usd_bn": budgets, "forbid": forbid, "keep": keep, "starts": view["starts"], "texts": texts}
    change |= {"cells": [cell for one in rows for cell in one.cells], "rows": [one.row for one in rows if one.row]}
    words = [f"budget of {fund}: {usd_bn:,.1f} bn USD" for fund, usd_bn in budgets.items()]
    words += [f"nothing new at {site}" for site in forbid] + [f"{site} as planned" for site in keep]
    words += [f"nothing new of {node}" for node in closed]
    words += [*in_words(form), *(one.words for one in rows), *edit_lines(str(form.get("edits", "")))]
    if not words:
        raise HTTPException(422, _NO_CHANGE)
    asked = _asked(serving, run, form)
    name = str(form.get("name", "")).strip()[:_LONGEST_NAME]
    new_run = await actions.changed(
        serving, run, change, f"{name}: {'; '.join(words)}" if name else "; ".join(words), asked
    )
    return RedirectResponse(f"/runs/{new_run.id}", 303)


def _nodes(view: dict[str, Any]) -> list[str]:
    """Return the nodes of a plan."""
    return [row[0] for row in view["tables"]["usage"]["rows"]]


def _known(serving: Services, run: Run) -> tuple[dict[str, Any], dict[str, Any]]:
    view, check = serving.store.file(run.id, VIEW), serving.store.file(run.id, CHECK)
    if view is None or check is None:
        raise HTTPException(404, "This run has no plan to start from.")
    return json.loads(view), json.loads(check)


def _offered(serving: Services, run: Run) -> Offered:
    """Return what the case of a run offers; nothing where the page cannot show its tables."""
    tables = serving.store.file(run.id, TABLES)
    return offered(from_text(tables) if tables else Grid((), {}))


def _grouped(case: Offered) -> list[dict[str, Any]]:
    """Return the figures of a case by what they are, in the order of the sheets."""
    groups: dict[str, list[Figure]] = {}
    for figure in case.figures.values():
        groups.setdefault(figure.group, []).append(figure)
    return [{"name": name, "figures": figures} for name, figures in groups.items()]


def scaled(form: Mapping[str, Any]) -> list[str]:
    """Return the edits of the fields that are filled in."""
    return [scale.edit.format(share=amount / 100, amount=amount) for scale, amount in _filled(form)]


def in_words(form: Mapping[str, Any]) -> list[str]:
    """Return the changes of the fields that are filled in, in words."""
    return [scale.change.format(amount=amount) for scale, amount in _filled(form)]


def _filled(form: Mapping[str, Any]) -> Iterator[tuple[Scale, float]]:
    for name, scale in SCALES.items():
        number = amount(str(form.get(name, "")))
        if number is not None and number != scale.unchanged:
            yield scale, number


def _asked(serving: Services, run: Run, form: Mapping[str, Any]) -> Asked:
    """Return the limits of the new solve: those of the form, else those of the plan's own."""
    minutes, gap_pct = (amount(str(form.get(name, ""))) for name in ("minutes", "gap_pct"))
    seconds = run.asked.time_limit_seconds if minutes is None else 60 * minutes
    return actions.asked_within(serving, seconds, run.asked.gap if gap_pct is None else gap_pct / 100, run.asked.seed)
