"""What words on the pages mean: fault codes, how a solve ended, and the figures of a proof."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from planner.web.pages.page import show
from planner.workbook.faults.codes import CODES
from planner.workbook.faults.explained.every import EXPLANATIONS, find_code, near_codes

router = APIRouter(include_in_schema=False)
_WORDS = (
    ("optimal", "No plan is better: it is proven, up to the gap that was asked for."),
    (
        "stopped at a limit",
        "The time limit came first. The gap says how much better another plan could be.",
    ),
    ("cancelled", "Somebody stopped the solve. The best plan so far is kept."),
    (
        "infeasible",
        "It is proven that no plan keeps every rule. Ask “What stands in the way?” for what to change.",
    ),
    ("no plan found", "The time limit came before a first plan. There may be one: allow more time."),
    (
        "interrupted",
        "The server stopped during the solve. The best plan so far is kept; a new run goes on from it.",
    ),
    ("failed", "The solve crashed, or exceeded its memory or time. The message says which."),
    ("answered", "A question about a run has its answer."),
    ("objective", "What the solve makes as small as it can: cost, shortage penalty or lost profit, discounted."),
    ("bound", "No plan can have a smaller objective than this: it is proven."),
    ("gap", "The most that a better plan could gain: objective less bound, as a share of the objective."),
    ("audit", "A second program that has not seen the model recomputes every rule from the case and the plan."),
    ("binds", "A rule binds where it leaves no slack: only there can relaxing it help."),
    ("coverage", "Packages shipped as a share of those demanded, expected over the scenarios."),
    ("shortage", "Demand that is lost; what is served late is not short."),
)
"""In the order in which a reader meets them."""


@router.get("/words")
def words(request: Request) -> HTMLResponse:
    """Explain the words of the pages, and list the fault codes."""
    return show(request, "words.html", words=_WORDS, codes=CODES.values())


@router.get("/codes/{code}")
def code(request: Request, code: str) -> HTMLResponse:
    """Explain a fault code: when it is reported, an example, and how to fix it."""
    match = find_code(code[:20])
    if match is None:
        near = near_codes(code[:20])
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise HTTPException(404, f"There is no fault code {code[:20]}.{hint}")
    return show(request, "code.html", code=match, explanation=EXPLANATIONS[match])
