"""A process that does the solves of a study: jobs that print, hang, die, fail or cannot be pickled."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from planner import processes
from planner.plan.records import Status
from planner.solver.options import SolveOptions
from planner.study.solves import pool, worker
from planner.study.solves.job import Job
from planner.study.solves.pool import Pool
from planner.study.solves.worker import JobFailedError, Worker, WorkerDiedError
from tests.cases import tiny
from tests.processes import is_running
from tests.study.acts import Act, answer, die, exhaust, garble, hang, lock, shout, stop, unreadable


@pytest.fixture
def process() -> Iterator[Worker]:
    """A process for jobs."""
    one = Worker()
    yield one
    one.close()


def test_what_a_job_prints_is_no_result(process: Worker) -> None:
    assert process.do(Act(shout)) == "heard"
    first = process.do(Act(answer))
    assert process.do(Act(answer)) == first


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (garble, "what it sent is no message"),
        (unreadable, "what it sent is no message: ValueError"),
        (die, r"was ended by signal 9, as when memory runs out \(the last word\)"),
    ],
)
def test_a_process_that_is_lost_is_replaced(process: Worker, act: Callable[..., Any], words: str) -> None:
    with pytest.raises(WorkerDiedError, match=words):
        process.do(Act(act))
    assert process.do(Act(answer)) > 0


@pytest.mark.parametrize(
    ("act", "words"), [(exhaust, "it needs more memory than it may have"), (lock, "cannot pickle '_thread.lock'")]
)
def test_a_job_that_fails_says_why_and_is_not_repeated(process: Worker, act: Callable[..., Any], words: str) -> None:
    with pytest.raises(JobFailedError, match=words):
        process.do(Act(act))


def test_a_job_that_cannot_be_sent_says_why(process: Worker) -> None:
    with pytest.raises(JobFailedError, match="the job cannot be sent to its process"):
        process.do(Act(answer, arguments=(threading.Lock(),)))


def test_a_job_that_hangs_is_ended(process: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "OVERTIME_SECONDS", 3.0)
    pids: list[int] = []
    with pytest.raises(WorkerDiedError, match="had not ended 3 s after its time limit of 0 s, and was ended"):
        process.do(Act(hang), pids.append)
    assert not any(map(is_running, pids))


def test_a_job_stops_when_asked_and_is_ended_if_it_does_not(process: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = threading.Event()
    assert process.do(Act(stop), lambda _: cancel.set(), cancel) == "the best so far"
    monkeypatch.setattr(worker, "STOP_SECONDS", 0.5)
    with pytest.raises(WorkerDiedError, match=r"did not stop within 0\.5 s, and was ended"):
        process.do(Act(hang), cancel=cancel)


def test_a_job_that_nobody_wants_any_more_is_ended(process: Worker) -> None:
    pids: list[int] = []
    with pytest.raises(WorkerDiedError, match="not wanted"):
        process.do(Act(hang), pids.append, is_wanted=lambda: not pids)
    assert not is_running(pids[0])


def test_a_process_leaves_with_whoever_started_it(process: Worker) -> None:
    pids: list[int] = []

    def leave(pid: int) -> None:
        pids.append(pid)
        child = process._child
        assert child is not None
        assert child.process.stdin is not None
        child.process.stdin.close()  # as the system does when a process ends

    with pytest.raises(WorkerDiedError):
        process.do(Act(hang), leave)
    assert not is_running(pids[0])


def test_a_process_that_is_stopped_is_woken_up(process: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STOPPED_SECONDS", 0.1)
    os.kill(process.do(Act(answer)), signal.SIGSTOP)
    assert process.do(Act(answer)) > 0


def test_a_study_says_how_a_solve_was_lost(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pool, "ATTEMPTS", 2)
    monkeypatch.setattr(worker, "ATTEMPTS", 2)
    killed: Any = Act(die)
    job = Job("quick", tiny(), SolveOptions(threads=1))
    one = Pool(1)
    try:
        results = [solved for _, solved in one.run([killed, job], lambda _: None)]
    finally:
        one.close()
    assert [solved.status for solved in results] == [Status.ERROR, Status.OPTIMAL]
    assert results[0].note.startswith("its process failed 2 times; the last time it was ended by signal 9")
