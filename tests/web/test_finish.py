"""A solve that was stopped: its best plan so far is shown, and a complete plan gets its workbook."""

from pathlib import Path

from planner.report.contract.plan_json import from_text
from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import INTERIM, PLAN, PLAN_BOOK, State
from planner.web.store.store import Store
from planner.web.tasks import finish
from tests.cli.commands import ROOT
from tests.web.asking import Site, site

CASE = ROOT / "examples" / "conversion_or_new" / "case.xlsx"


def _forget(store: Store, run: str, *names: str) -> None:
    with store._database.writing() as db:
        for name in names:
            db.execute("DELETE FROM files WHERE run = ? AND name = ?", (run, name))


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
