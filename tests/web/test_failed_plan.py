"""A plan that cannot be extracted leaves its schedule in the run store."""

from pathlib import Path
from typing import NoReturn

import pytest

from planner.report.readback.plan_workbook import read_schedule
from planner.report.words.verdict import SCHEDULE_ALONE
from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import PLAN_BOOK, Asked, State
from planner.web.store.store import Store
from planner.web.tasks import solve
from planner.workbook.reader import read_case
from tests.cli.commands import ROOT

CASE = ROOT / "examples" / "conversion_or_new" / "case.xlsx"


def broken(*arguments: object) -> NoReturn:
    raise KeyError("a bug")


def test_the_schedule_of_a_plan_that_cannot_be_extracted_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.pipeline.extract", broken)
    store = Store(tmp_path / "store")
    with CASE.open("rb") as file:
        run = store.add("case.xlsx", file, Asked())
    assert store.move(run, State.RUNNING, State.CHECKING)
    solve.work(store, run, Lifeline())
    ended, book = store.run(run), store.file(run, PLAN_BOOK)
    assert ended is not None
    assert (ended.state, ended.status, ended.has_plan) == (State.ENDED, "error", False)
    assert ended.message == f"{SCHEDULE_ALONE} KeyError: 'a bug'"
    assert book is not None
    (tmp_path / "schedule.xlsx").write_bytes(book)
    schedule, unknown = read_schedule(tmp_path / "schedule.xlsx", read_case(CASE))
    assert schedule.converted
    assert unknown == 0
