"""Shared by all pages: templates and the format of figures."""

import time
from base64 import b64encode
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from planner import __version__
from planner.report.words.formats import percent_decimals
from planner.web.services import services
from planner.web.store.records import Run, State

STATES = {
    State.CHECKING: "being checked",
    State.FAULTY: "has errors",
    State.READY: "ready to solve",
    State.QUEUED: "queued",
    State.RUNNING: "solving",
    State.ENDED: "ended",
    State.INTERRUPTED: "interrupted",
    State.FAILED: "failed",
}
STATUSES = {
    "optimal": "optimal",
    "feasible": "stopped at a limit",
    "infeasible": "infeasible",
    "no_plan": "no plan found",
    "cancelled": "cancelled",
    "error": "error",
    "answered": "answered",
    "stopped": "stopped at a limit",
}


def show(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page."""
    serving = services(request)
    shared = {"version": __version__, "trouble": serving.jobs.trouble, "has_team": bool(serving.settings.users)}
    return serving.templates.TemplateResponse(request, template, {**shared, **values}, status_code=status)


def prepare(templates: Jinja2Templates) -> None:
    """Add the filters of the templates."""
    templates.env.filters |= {
        "number": number,
        "share": share,
        "plain": lambda value: f"{value:.6g}",
        "held": held,
        "ago": ago,
        "standing": standing,
        "status_line": status_line,
        "minutes": minutes,
        "size": size,
        "base64": lambda text: b64encode(text.encode()).decode(),
    }


def number(value: float | None, decimals: int = 1) -> str:
    """Return a number with separators of thousands, a dash where there is none; zero has no sign."""
    return "–" if value is None else f"{value:z,.{decimals}f}"


def share(value_pct: float | None) -> str:
    """Return a share in per cent; one below 100 never reads as 100."""
    return "–" if value_pct is None else f"{value_pct:z,.{max(1, percent_decimals(value_pct))}f}"


def held(value: float | str | None) -> str:
    """Return what a cell holds, a large number with separators of thousands; a year has none."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "" if value is None else str(value)
    return f"{value:,.12g}" if abs(value) >= 10_000 else f"{value:.12g}"


def minutes(seconds: float) -> str:
    """Return a time limit in minutes, or in seconds below one minute."""
    if seconds < 60:
        return f"{seconds:g} second{'' if seconds == 1 else 's'}"
    count = round(seconds / 60, 1)
    return f"{count:g} minute{'' if count == 1 else 's'}"


def size(content: bytes | int) -> str:
    """Return a size in kB or MB."""
    length = content if isinstance(content, int) else len(content)
    return f"{length / 1e6:.1f} MB" if length >= 1e6 else f"{max(1, round(length / 1e3))} kB"


def ago(moment: float) -> str:
    """Return how long ago something was."""
    seconds = int(time.time() - moment)
    if seconds < -60:
        return "later than now: the clock of the server has been set back"
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            count = seconds // length
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"


def standing(run: Run) -> str:
    """Return the state of a run in a few words."""
    if run.state is State.ENDED and run.status:
        return STATUSES.get(run.status, run.status)
    if run.state is State.RUNNING and run.cancel_asked:
        return "ending"
    return STATES[run.state]


def status_line(run: Run) -> str:
    """Return the state of a run with its message, without repeating a word."""
    word = standing(run).capitalize()
    if run.status == "cancelled" and run.has_plan and not run.message:
        return "Cancelled. The best plan so far is kept."
    if not run.message or run.message.casefold().startswith(word.casefold()):
        return run.message or word
    return f"{word}. {run.message}"
