"""Every page of the world case is light: everything that a browser fetches for it is below two megabytes."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from planner.audit import audit
from planner.plan.records import Plan
from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import Asked, State
from planner.web.store.store import Store
from planner.web.tasks import check
from planner.web.tasks.results import put_view
from tests.cli.commands import WORLD
from tests.inputs.conftest import plan_of
from tests.inputs.measures import case_of
from tests.web.serving import Server

__all__ = ["plan_of"]
MAX_BYTES = 2_000_000
_FETCHED = re.compile(r"(?:<script[^>]* src|<link[^>]* href|<img[^>]* src|data-chart|data-part)=\"([^\"]+)\"")
_IMPORTED = re.compile(r"(?:from|import\()\s*\"(\./[^\"]+)\"")


def _solved(server: Server, plan: Plan) -> str:
    """Return a run of the world case with a plan, as a worker stores it."""
    store, case = Store(server.store, create=False), case_of("world.xlsx")
    with WORLD.open("rb") as file:
        run = store.add("world.xlsx", file, Asked(60.0))
    check.work(store, run, Lifeline())
    figures = put_view(store, run, case, plan, audit(case, plan))
    assert store.move(run, State.ENDED, State.READY, status=plan.outcome.status, figures=figures)
    return run


def _sent(server: Server, path: str, seen: set[str]) -> Iterator[int]:
    """Yield the bytes of a page, and of all that it fetches, as they are sent."""
    if path in seen:
        return
    seen.add(path)
    answer = server.ask(path, headers={"accept-encoding": "gzip", "accept": "text/html, */*"})
    assert answer.status == 200, path
    yield len(answer.body)
    plain = gzip.decompress(answer.body) if answer.headers.get("content-encoding") == "gzip" else answer.body
    kind = answer.headers["content-type"]
    if "html" in kind:
        further = _FETCHED.findall(plain.decode())
    elif "javascript" in kind and "/static/" in path:
        further = [f"{path.rpartition('/')[0]}/{name.removeprefix('./')}" for name in _IMPORTED.findall(plain.decode())]
    else:
        further = []
    for one in further:
        if not one.startswith(("data:", "#")):
            yield from _sent(server, one.replace("&amp;", "&"), seen)


def test_every_page_of_the_world_case_is_below_two_megabytes(server: Server, plan_of: Callable[[str], Plan]) -> None:
    run, twin = (_solved(server, plan_of("world.xlsx")) for _ in range(2))
    project = Path(server.ask(f"/runs/{run}/edit", b"", "POST").headers["location"])
    pages = [f"/runs/{run}/{part}" for part in ("plan", "plan?year=2030", "check", "progress", "what-if", "studies")]
    pages += [f"/compare?run={run}&run={twin}", str(project), str(project.parent.parent), "/", "/projects", "/words"]
    weights: dict[str, int] = {}
    for page in pages:
        seen: set[str] = set()
        weights[page] = sum(_sent(server, page, seen))
        if "plan" in page:
            assert sum("/charts/" in path for path in seen) >= 6, "the charts are weighed too"
            assert "/vega.js" in seen
            assert "/static/tooltip.js" in seen
    weights[str(project)] += len(server.ask(f"{project}/tables.json").body)
    assert {page: weight for page, weight in weights.items() if weight >= MAX_BYTES} == {}
