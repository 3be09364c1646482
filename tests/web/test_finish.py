"""A solve that was stopped: its best plan so far is shown, and a complete plan gets its workbook."""

import json
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.plan.records import Status
from planner.report.contract.plan_json import from_text
from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import INTERIM, PLAN, PLAN_BOOK, VIEW, Asked, State
from planner.web.store.store import Store
from planner.web.tasks import check, finish, solve
from tests.cli.commands import FOUNDRY, ROOT
from tests.web.asking import ONE_CORE, Site, site
from tests.web.serving import PATIENCE_SECONDS

CASE = ROOT / "examples" / "conversion_or_new" / "case.xlsx"


def _forget(store: Store, run: str, *names: str) -> None:
    with store._database.writing() as db:
        for name in names:
            db.execute("DELETE FROM files WHERE run = ? AND name = ?", (run, name))


@pytest.mark.parametrize("has_plan", [True, False])
def test_a_solve_that_the_queue_stops_long_after_its_limit_was_not_cancelled_by_anybody(
    tmp_path: Path, has_plan: bool
) -> None:
    pages = site(tmp_path / "store")
    store = pages.store
    with FOUNDRY.open("rb") as file:
        run = store.add("foundry.xlsx", file, Asked(600.0))
    check.work(store, run, Lifeline())
    assert store.move(run, State.RUNNING, State.READY)
    lifeline = Lifeline(ONE_CORE)

    def stop() -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while store.file(run, INTERIM) is None and time.monotonic() < until:
            time.sleep(0.1)
        lifeline.stop.set()

    if has_plan:
        threading.Thread(target=stop, daemon=True).start()
    else:
        lifeline.stop.set()
    solve.work(store, run, lifeline)
    found = store.run(run)
    assert found is not None
    assert (found.state, found.status) == (State.ENDED, "feasible" if has_plan else "no_plan")
    assert "time limit had long passed" in found.message
    assert found.has_plan is has_plan
    if has_plan:  # nothing that is written of the plan says otherwise
        assert from_text(store.file(run, PLAN) or b"").outcome.status is Status.FEASIBLE
        assert json.loads(store.file(run, VIEW) or b"")["figures"]["status"] == "feasible"
        assert "cancelled" not in pages.get(f"/runs/{run}/plan").text.casefold()
        book = load_workbook(BytesIO(store.file(run, PLAN_BOOK) or b""))
        texts = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
        assert any("not proven optimal" in text for text in texts)
        assert [text for text in texts if "cancelled" in text.casefold()] == []


def _page(pages: Site, run: str) -> str:
    led = pages.get(f"/runs/{run}")
    assert led.headers["location"] == f"/runs/{run}/plan"
    return pages.get(f"/runs/{run}/plan").text


def test_a_plan_of_a_solve_that_was_stopped_is_shown_and_its_workbook_follows(tmp_path: Path) -> None:
    pages = site(tmp_path / "store")
    store, run = pages.store, pages.solved(CASE)
    # Stopped while the workbook was written: the plan is shown, and the workbook follows.
    _forget(store, run, PLAN_BOOK)
    assert "There is no plan workbook" in _page(pages, run)
    pages.app.state.services.jobs._unfinished.append(run)
    assert "The plan workbook is being written" in _page(pages, run)
    finish.work(store, run, Lifeline())
    found = store.run(run)
    assert found is not None
    assert (found.state, found.status, found.message) == (State.ENDED, "optimal", "")
    assert "Download the plan workbook" in _page(pages, run)
    # Stopped before: the best plan so far takes its place, and the run has not failed.
    plan = store.file(run, PLAN)
    assert plan is not None
    store.put(run, {INTERIM: plan})
    _forget(store, run, PLAN, PLAN_BOOK, "view.json", "charts.json", "facts.json")
    store.move(run, State.FAILED, State.ENDED, message="The solve exceeded its time limit and was stopped.", figures={})
    finish.work(store, run, Lifeline())
    found = store.run(run)
    assert found is not None
    assert found.state is State.INTERRUPTED
    assert found.message.endswith("and was stopped. This is the best plan found.")
    assert found.figures["objective"] == from_text(plan).outcome.objective
    assert PLAN_BOOK in found.files
    page = _page(pages, run)
    assert found.message in page
    assert "Go on from here" in page
