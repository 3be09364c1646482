"""The thread of the queue outlives every error, and no change of state is lost while the store cannot be written."""

import asyncio
import errno
import os
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from planner.web.http import stream
from planner.web.queue import jobs as queue
from planner.web.queue.children import Child
from planner.web.queue.jobs import Jobs
from planner.web.queue.lifeline import Lifeline
from planner.web.services import Services
from planner.web.settings import Settings
from planner.web.store.lasting import LastingStore
from planner.web.store.records import DATABASE, INTERIM, PLAN, VIEW, Asked, Run, State
from planner.web.store.store import Store
from planner.web.store.trouble import trouble_of
from planner.web.tasks import storing
from planner.web.tasks.storing import Events, store_when_possible
from tests.web.asking import site


def _database_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("planted")
    error.sqlite_errorcode = code
    return error


ERRORS = {
    "full database": _database_error(sqlite3.SQLITE_FULL),
    "full disk": OSError(errno.ENOSPC, "planted"),
    "locked": _database_error(sqlite3.SQLITE_BUSY),
    "read-only": _database_error(sqlite3.SQLITE_READONLY),
    "no descriptors": OSError(errno.EMFILE, "planted"),
    "no threads": RuntimeError("can't start new thread"),
    "unforeseen": ZeroDivisionError("planted"),
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LastingStore:
    """An empty store, for a queue of little patience whose workers fail at once."""
    monkeypatch.setattr(queue, "_FIRST_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(queue, "_LONGEST_PAUSE_SECONDS", 0.1)
    monkeypatch.setattr(queue, "start", _failing_worker)
    return LastingStore(tmp_path / "store")


def _failing_worker(store: Path, task: str, run: str, *_: int, script: str = "exit 1") -> Child:
    process = subprocess.Popen(["sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return Child(task, run, process, tempfile.TemporaryFile(), time.monotonic())


@contextmanager
def _working(store: LastingStore) -> Iterator[Jobs]:
    jobs = Jobs(store, Settings(store.folder))
    jobs.start()
    try:
        yield jobs
    finally:
        jobs.end()


@contextmanager
def _unwritable(store: LastingStore, error: Exception) -> Iterator[None]:
    """Make every write of a store fail."""

    @contextmanager
    def writing() -> Iterator[sqlite3.Connection]:
        raise error
        yield

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store._database, "writing", writing)
        yield


def _add(store: Store, state: State) -> str:
    run = store.add("a.xlsx", BytesIO(b""), Asked())
    store.move(run, state, State.CHECKING)
    return run


def _until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 280
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def _state(store: Store, run: str) -> State:
    found = store.run(run)
    assert found is not None
    return found.state


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
def test_an_end_that_cannot_be_stored_is_kept_and_the_queue_goes_on(
    store: LastingStore, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    started: list[Child] = []

    def start(*task: Any) -> Child:
        started.append(_failing_worker(*task, script="read told; exit 1"))
        return started[-1]

    monkeypatch.setattr(queue, "start", start)
    first, second = _add(store, State.QUEUED), _add(store, State.QUEUED)
    with _working(store) as jobs:
        _until(lambda: _state(store, first) is State.RUNNING and bool(started))
        with _unwritable(store, error):
            started[0].ask_to_stop()
            _until(lambda: _state(store, first) is State.FAILED)
            assert _state(Store(store.folder), first) is State.RUNNING
            _until(lambda: jobs.trouble == trouble_of(error, store.folder))
            assert _state(store, second) is State.QUEUED
        _until(lambda: len(started) == 2)
        started[1].ask_to_stop()
        _until(lambda: {_state(Store(store.folder), run) for run in (first, second)} == {State.FAILED})
        _until(lambda: jobs.trouble is None)


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
def test_a_worker_that_cannot_be_started_is_started_later(
    store: LastingStore, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    tries: list[str] = []

    def start(folder: Path, task: str, run: str, *_: int) -> Child:
        tries.append(run)
        if len(tries) < 3:
            raise error
        return _failing_worker(folder, task, run)

    monkeypatch.setattr(queue, "start", start)
    run = _add(store, State.QUEUED)
    with _working(store):
        _until(lambda: _state(Store(store.folder), run) is State.FAILED)
    assert tries == [run] * 3


def test_a_server_that_starts_on_a_full_disk_shows_what_was_interrupted(store: LastingStore) -> None:
    run, checked = _add(Store(store.folder), State.RUNNING), _add(Store(store.folder), State.CHECKING)
    with _unwritable(store, ERRORS["full database"]), _working(store):
        assert [run.state for run in store.runs(9, State.INTERRUPTED)] == [State.INTERRUPTED]
        assert store.runs(9, State.RUNNING) == []
        assert _state(store, checked) is State.FAILED
    with _working(store):
        _until(lambda: _state(Store(store.folder), run) is State.INTERRUPTED)


def test_a_worker_that_is_stopped_while_it_writes_the_workbook_leaves_a_complete_plan(
    store: LastingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks: list[str] = []

    def start(folder: Path, task: str, run: str, *_: int) -> Child:
        tasks.append(task)
        return _failing_worker(folder, task, run)

    monkeypatch.setattr(queue, "start", start)
    run, hopeless = _add(store, State.QUEUED), _add(store, State.QUEUED)
    store.put(run, {PLAN: b"{}", VIEW: b'{"figures": {"status": "optimal", "coverage_pct": 90.0}}'})
    with _working(store):
        _until(lambda: _state(Store(store.folder), hopeless) is State.FAILED and "finish" in tasks)
    found = Store(store.folder).run(run)
    assert found is not None
    assert (found.state, found.status, found.message) == (State.ENDED, "optimal", "")
    assert found.figures["coverage_pct"] == 90.0
    assert sorted(tasks) == ["finish", "solve", "solve"]


def test_the_time_limit_counts_anew_with_each_stage_of_a_worker(store: LastingStore) -> None:
    child = _failing_worker(store.folder, "solve", "a", script="printf '>'; read told; printf '.'; read told")
    begun_at = child.stage_at
    _until(lambda: not child.is_waiting() and child.stage_at > begun_at)
    stage_at = child.stage_at
    child.ask_to_stop()
    _until(child.is_waiting)
    assert child.stage_at == stage_at
    child.kill()
    child.process.wait()
    child.close()


def test_two_changes_in_a_row_that_cannot_be_stored_are_stored_as_one(store: LastingStore) -> None:
    run = _add(store, State.RUNNING)
    store.plan_change(run, State.QUEUED, State.RUNNING)
    store.plan_change(run, State.ENDED, State.QUEUED, message="cancelled")
    assert _state(store, run) is State.ENDED
    store.store_changes()
    assert _state(Store(store.folder), run) is State.ENDED


def test_a_result_waits_for_space(store: LastingStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "_RETRY_SECONDS", 0.0)
    reading, writing = os.pipe()
    errors = [ERRORS["full database"], ERRORS["full disk"], ERRORS["locked"]]

    def write() -> str:
        if errors:
            raise errors.pop()
        return "stored"

    assert store_when_possible(store, Lifeline(_report=writing), write) == "stored"
    assert os.read(reading, 9) == b"..."
    os.close(reading)
    os.close(writing)
    with pytest.raises(ZeroDivisionError):
        store_when_possible(store, Lifeline(), lambda: 1 / 0)


def test_events_wait_for_space_in_their_order(store: LastingStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "_RETRY_SECONDS", 0.0)
    run = store.add("a.xlsx", BytesIO(b""), Asked())
    events = Events(store, run)
    with _unwritable(store, ERRORS["full database"]):
        events.add("log", {"line": "a"})
        events.add("log", {"line": "b"})
    events.add("log", {"line": "c"})
    assert [event.body["line"] for event in store.events(run)] == ["a", "b", "c"]


def test_who_watches_a_solve_misses_nothing_and_asks_for_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_TICK_SECONDS", 0.0)
    services: Services = site(tmp_path / "store").app.state.services
    store, looks, stored = services.store, [0], LastingStore.run
    run = _add(store, State.RUNNING)

    def look(self: LastingStore, one: str) -> Run | None:
        looks[0] += 1
        return stored(self, one)

    monkeypatch.setattr(LastingStore, "run", look)

    async def watch() -> AsyncIterator[str]:
        async for lines in stream.events(services, run, 0):
            yield lines.splitlines()[0]
            if "event: over" in lines:
                return
            number = int(lines.splitlines()[0].removeprefix("id: "))
            if number < 30:
                store.add_event(run, "log", {"line": "x"})
            elif number == 30:
                store.add_event(run, "log", {"line": "the last"})
                store.move(run, State.ENDED, State.RUNNING)

    async def seen() -> list[str]:
        return [line async for line in watch()]

    assert asyncio.run(seen()) == [*(f"id: {number}" for number in range(1, 33)), "event: over"]
    assert looks[0] < 12


def test_a_clock_that_is_set_back_changes_no_order(store: LastingStore, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1000, 0, -100))
    monkeypatch.setattr(time, "time", lambda: float(next(clock)))
    runs = [_add(store, State.QUEUED) for _ in range(3)]
    assert [run.id for run in store.runs(9, State.QUEUED)] == runs[::-1]
    store.move(runs[0], State.RUNNING, State.QUEUED, started=500.0)
    store.move(runs[0], State.ENDED, State.RUNNING, ended=400.0)
    found = store.run(runs[0])
    assert found is not None
    assert found.ended == found.started
    for run in runs[1:]:
        store.move(run, State.ENDED, State.QUEUED)
    store.forget_oldest(1)
    assert [run.id for run in store.runs()] == runs[2:]


def test_a_database_that_is_none_is_reported_as_damaged(store: LastingStore) -> None:
    for content in (b"", b"no database" * 1000):
        (store.folder / DATABASE).write_bytes(content)
        with pytest.raises(sqlite3.Error) as caught:
            store.runs()
        trouble: Any = trouble_of(caught.value, store.folder)
        assert trouble.status == 503
        assert "is damaged" in trouble.sentence
    (store.folder / DATABASE).unlink()
    with pytest.raises(sqlite3.Error) as caught:
        store.runs()
    trouble = trouble_of(caught.value, store.folder)
    assert trouble.sentence.startswith("The run store is missing: put ")
    assert not (store.folder / DATABASE).exists()


@pytest.mark.parametrize("has_plan_so_far", [True, False])
def test_a_solve_far_beyond_its_limit_is_asked_to_stop_first_and_has_not_failed_with_a_plan_so_far(
    store: LastingStore, monkeypatch: pytest.MonkeyPatch, has_plan_so_far: bool
) -> None:
    noted = store.folder / "noted"
    script = f"read -r word; echo $word > {noted}.new; mv {noted}.new {noted}; sleep 600"
    monkeypatch.setattr(queue, "start", partial(_failing_worker, script=script))
    kill = Child.kill

    def kill_late(child: Child) -> None:
        """Kill a worker that has noted the word, however long that takes here: it is what the test looks at."""
        _until(noted.exists)
        kill(child)

    monkeypatch.setattr(Child, "kill", kill_late)
    jobs = Jobs(store, Settings(store.folder, grace_seconds=0.3))
    monkeypatch.setattr(jobs, "_finish_next", lambda: None)
    run = store.add("case.xlsx", BytesIO(b"a workbook"), Asked(0.1), state=State.QUEUED)
    if has_plan_so_far:
        store.put(run, {INTERIM: b"{}"})
    jobs.start()
    try:
        _until(lambda: (stored := store.run(run)) is not None and not stored.is_live)
        found = store.run(run)
        assert found is not None
        assert noted.read_text() == "stop\n"
        assert found.state is (State.INTERRUPTED if has_plan_so_far else State.FAILED)
        assert found.message == "The solve exceeded its time limit and was stopped."
        # The page of its progress waits for the plan that is being finished.
        known: Any = SimpleNamespace(jobs=jobs)
        assert stream._is_over(known, found) is not has_plan_so_far
    finally:
        jobs.end()
