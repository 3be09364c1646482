"""The pages of `planner serve`: how long each takes on a large plan, long lists, and many browsers at one solve."""

import json
import os
import statistics
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from planner.web.queue.lifeline import Lifeline
from planner.web.store.projects import TABLES
from planner.web.store.records import CHARTS, FACTS, INPUT, PLAN, PLAN_BOOK, VIEW, Asked, State
from planner.web.store.store import Store
from planner.web.tasks import check
from tests.benchmarks.speed import Speed
from tests.cli.commands import ROOT, STARTER
from tests.web.asking import site
from tests.web.serving import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Request

VERSIONS, RUNS, BROWSERS, SAVES = 200, 500, 20, 10
_TIMES = 3
_PARTS = ("plan", "check", "progress", "what-if", "studies", "plan?year=2030")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was measured: calibrated seconds until it is shown, and all that was sent for it.

    `work_seconds` are the processor's, of the server and of the browser's page, which other processes do not prolong.
    """

    address: str
    seconds: float
    megabytes: float | None = None
    work_seconds: float | None = None

    def __str__(self) -> str:
        """Return a line of the report."""
        sent = "" if self.megabytes is None else f", {self.megabytes:.2f} MB"
        worked = "" if self.work_seconds is None else f" ({self.work_seconds:.2f} s of work)"
        return f"{self.address}: {self.seconds:.2f} s{worked}{sent}"


def measured(folder: Path, speed: Speed, solve_seconds: float, has_browser: bool) -> Iterator[str]:
    """Yield the lines of a report, as they come. A store of an earlier measurement is used again."""
    yield f"Lists of {VERSIONS} versions and {RUNS} runs:"
    yield from (f"  {page}" for page in long_lists(folder / "lists", speed.factor))
    with serving(folder / "plans") as server:
        run = _world(server, solve_seconds)
        yield "Pages of the world case:"
        pages = in_browser(server, run, speed.factor) if has_browser else from_server(server, run, speed.factor)
        yield from (f"  {page}" for page in pages)
        yield f"{BROWSERS} browsers at one solve, {SAVES} versions saved meanwhile:"
        yield f"  {together(server, has_browser)}"


def long_lists(folder: Path, factor: float) -> Iterator[Page]:
    """Yield every list of a store with many versions and runs, asked for in this process."""
    pages = site(folder)
    listed = pages.store.projects.listed("many")
    project = listed[0].project.id if listed else fill(pages.store)
    for address in (
        "/",
        "/projects",
        "/projects?q=many",
        f"/projects/{project}",
        f"/projects/{project}/state",
        f"/projects/{project}/difference?before=1&after={VERSIONS}",
        "/api/v1/runs?most=1000",
    ):
        yield Page(address.replace(project, "PROJECT"), _middle(partial(pages.get, address)) / factor)


def fill(store: Store) -> str:
    """Fill a store with the versions and runs of one project, and return its id."""
    book = STARTER.read_bytes()
    with (ROOT / "inputs" / "starter.xlsx").open("rb") as file:
        first = store.add("starter.xlsx", file, Asked())
    check.work(store, first, Lifeline())
    tables = store.file(first, TABLES) or b""
    grid = json.loads(tables)
    version = store.projects.add("many", "starter", "first", {TABLES: tables, INPUT: book})
    at = grid["sheets"]["budget"]["fields"].index(grid["periods"][0])
    for number in range(2, VERSIONS + 1):
        grid["sheets"]["budget"]["rows"][0][at] = number
        files = {TABLES: json.dumps(grid).encode()}
        version = store.projects.add_version(version.project, number - 1, "starter", "budget: 1 cell", files)
    figures = {"coverage_pct": 90.0, "capex_usd_bn": 5.0, "gap": 0.001}
    for number in range(RUNS):
        run = store.add("starter.xlsx", BytesIO(b"a workbook"), Asked(), state=State.READY, case_name="Starter")
        store.put(run, {VIEW: b"{}"})
        store.move(run, State.ENDED, State.READY, status="optimal", figures=figures)
        of = store.projects.version(version.project, 1 + number % VERSIONS)
        assert of is not None
        store.projects.link(run, of.id)
    return version.project


def from_server(server: Server, run: str, factor: float) -> Iterator[Page]:
    """Yield the pages of a plan as the server answers them, without a browser."""
    for part in _PARTS:
        address = f"/runs/{run}/{part}"
        size = len(server.ask(address).body)
        yield Page(address.replace(run, "RUN"), _middle(partial(server.ask, address)) / factor, size / 1e6)


def in_browser(server: Server, run: str, factor: float) -> Iterator[Page]:
    """Yield the pages of a plan in a real browser, until its first charts are drawn, with everything that was sent."""
    from tests.web.browsing import chromium

    twin = _twin(Store(server.store, create=False), run)
    addresses = {f"/runs/RUN/{part}": f"/runs/{run}/{part}" for part in _PARTS}
    addresses |= {"the case": _case(server, run), "two plans compared": f"/compare?run={run}&run={twin}"}
    with chromium() as browser:
        for shown, address in addresses.items():
            page = _page(browser, server, address)
            yield Page(shown, page.seconds / factor, page.megabytes, (page.work_seconds or 0.0) / factor)


def _twin(store: Store, run: str) -> str:
    """Return a run of the same plan, to compare it with."""
    names = (INPUT, PLAN, PLAN_BOOK, VIEW, CHARTS, FACTS)
    files = {name: content for name in names if (content := store.file(run, name))}
    twin = store.add("twin.xlsx", BytesIO(files.pop(INPUT)), Asked(), state=State.READY, case_name="Twin")
    store.put(twin, files)
    store.move(twin, State.ENDED, State.READY, status="optimal")
    return twin


def _page(browser: "Browser", server: Server, address: str) -> Page:
    """Open a page twice: everything that it needs is weighed, and then timed as it is on every visit but the first."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sizes: list[int] = []
    weigh = partial(_weigh, sizes)
    page.on("requestfinished", weigh)
    page.goto(server.url + address)
    page.wait_for_load_state("networkidle")
    page.remove_listener("requestfinished", weigh)  # of a page that is closed, a size is never known
    page.goto("about:blank")
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    worked, started = _work(session, server), time.perf_counter()
    page.goto(server.url + address)
    seconds, work = time.perf_counter() - started, _work(session, server) - worked
    context.close()
    return Page(address, seconds, sum(sizes) / 1e6, work)


def _work(session: "CDPSession", server: Server) -> float:
    """Return the processor's seconds of a page and of the server to date."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return float(metrics["TaskDuration"]) + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _weigh(sizes: list[int], asked: "Request") -> None:
    sizes.append(asked.sizes()["responseBodySize"])


def together(server: Server, has_browser: bool = False) -> str:
    """Watch one solve from many connections while versions of another case are saved; return what each has seen.

    One more is a real browser, which has to end at the plan.
    """
    from tests.web.browsing import chromium

    if not has_browser:
        return _together(server, lambda _: None, lambda: "")
    with chromium() as browser:
        page = browser.new_page()
        at_plan = partial(page.wait_for_url, "**/plan", timeout=60_000)
        return _together(
            server,
            lambda run: page.goto(f"{server.url}/runs/{run}/progress"),
            lambda: at_plan() or "; a real browser is at the plan",
        )


def _together(server: Server, begin: Callable[[str], object], end: Callable[[], str]) -> str:
    project, number = _editable(server)
    tables = server.ask(f"/projects/{project}/versions/{number}/tables.json").json
    run = server.post_workbook((ROOT / "inputs" / "national_programme.xlsx").read_bytes(), query="?time_limit=30").json
    seen: list[list[str]] = [[] for _ in range(BROWSERS)]
    threads = [threading.Thread(target=_follow, args=(server.url, run["id"], lines)) for lines in seen]
    for thread in threads:
        thread.start()
    begin(run["id"])
    sheet = tables["sheets"]["budget"]
    at = sheet["fields"].index(tables["periods"][0])
    for amount in range(1, SAVES + 1):
        sheet["rows"][0][at] = 100 + amount
        body = json.dumps({"periods": tables["periods"], "sheets": {"budget": sheet}, "note": ""}).encode()
        address = f"/projects/{project}/versions/{number}/save"
        saved = server.ask(address, body, "POST", {"content-type": "application/json"})
        assert saved.status == 200, saved.text
    server.wait(run["id"], "ended", "failed", seconds=300)
    for thread in threads:
        thread.join(60)
    stored = [str(event.number) for event in Store(server.store, create=False).events(run["id"])]
    complete = sum(lines == stored for lines in seen)
    newest = server.ask(f"/projects/{project}/state").json["newest"]
    seen_by = f"{complete} of {BROWSERS} have seen all {len(stored)} events; versions up to {newest} are stored"
    return seen_by + end()


def _editable(server: Server) -> tuple[str, int]:
    """Return project and version of the starter, made where there is none."""
    run = server.post_workbook(STARTER.read_bytes(), "starter.xlsx", "?solve=false").json["id"]
    at = _case(server, run).split("/")
    return at[2], int(at[4])


def _case(server: Server, run: str) -> str:
    """Return the address of the version that a run is of, made where it is of none."""
    return server.ask(f"/runs/{run}/edit", urlencode({}).encode(), "POST").headers["location"]


def _follow(url: str, run: str, lines: list[str]) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{url}/api/v1/runs/{run}/events", timeout=300) as stream:
        lines += [line[4:].decode().strip() for line in stream if line.startswith(b"id: ")]


def _world(server: Server, solve_seconds: float) -> str:
    """Return a run of the world case with a plan, solved where there is none yet."""
    for run in server.ask("/api/v1/runs?most=1000").json:
        if run["title"] == "world.xlsx" and run["links"].get("plan"):
            return str(run["id"])
    content = (ROOT / "inputs" / "world.xlsx").read_bytes()
    run = server.post_workbook(content, "world.xlsx", f"?time_limit={solve_seconds:g}&gap=0.005").json
    server.wait(run["id"], "ended", seconds=solve_seconds + 600)
    return str(run["id"])


def _middle(asked: Callable[[], object]) -> float:
    """Return the median of the seconds that a request takes."""
    taken = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        asked()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
