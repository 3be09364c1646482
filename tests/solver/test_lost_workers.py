"""A worker that is killed, stopped, mute or mad costs only its part: the plan is found, and the note says why."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from planner import processes
from planner.pipeline import Result, solve
from planner.plan.records import Status
from planner.solver.events import Progress
from planner.solver.messages import process
from planner.solver.messages.outbox import Outbox
from planner.solver.messages.process import Inbox, Worker
from planner.solver.messages.wire import Done, FeasiblePoint, ReferencePoint, Task, receive, send
from planner.solver.options import SolveOptions
from planner.solver.portfolio import crew, portfolio
from tests.cases import tiny
from tests.model.worlds import world

TWO = SolveOptions(gap=1e-7, threads=2, time_limit_seconds=600.0)
Start = Callable[[Worker, int], None]


def with_workers(on_start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have something happen to each worker once it has started; it is counted by its role."""
    started: dict[str, int] = {}

    class Watched(Worker):
        def __init__(self, task: Task, inbox: Inbox) -> None:
            super().__init__(task, inbox)
            started[self.role] = started.get(self.role, 0) + 1
            on_start(self, started[self.role])

    monkeypatch.setattr(crew, "Worker", Watched)
    monkeypatch.setattr(process, "Worker", Watched)


def optimal(result: Result) -> bool:
    return result.status is Status.OPTIMAL and result.audit is not None and result.audit.clean


@pytest.mark.parametrize(
    ("role", "words"), [("prove", "The process that proves"), ("improve", "The process that searches for plans")]
)
def test_a_worker_that_is_killed_is_started_again(role: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(worker: Worker, count: int) -> None:
        if worker.role == role and count < crew.MAX_STARTS:
            worker.process.kill()

    with_workers(kill, monkeypatch)
    # A tight gap keeps both at work until the proof is complete.
    result = solve(world(3), TWO)
    assert optimal(result)
    assert result.note == f"{words} was ended by signal 9; it was started again."
    assert result.plan.run["message"] == result.note


def test_a_worker_that_is_killed_in_the_middle_of_a_solve_is_started_again_from_the_best_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proving: list[Worker] = []

    def keep(worker: Worker, count: int) -> None:
        if worker.role == "prove":
            proving.append(worker)

    def at_first_bound(progress: Progress) -> None:
        if np.isfinite(progress.bound) and np.isfinite(progress.incumbent) and len(proving) == 1:
            proving[0].process.kill()

    with_workers(keep, monkeypatch)
    result = solve(world(3), replace(TWO, gap=0.0), on_progress=at_first_bound)
    assert optimal(result)
    # The proof may have been complete by then.
    assert result.note in (
        "",
        "The process that proves was ended by signal 9; it was started again from the best plan.",
    )


@pytest.mark.skipif(not processes.CAN_LOOK, reason="the system does not say")
@pytest.mark.parametrize("role", ["prove", "polish"])
def test_a_worker_that_is_stopped_is_woken_up(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(worker: Worker, count: int) -> None:
        if worker.role == role:
            os.kill(worker.process.pid, signal.SIGSTOP)

    monkeypatch.setattr(processes, "STOPPED_SECONDS", 0.1)
    with_workers(stop, monkeypatch)
    result = solve(tiny(), TWO)
    assert optimal(result)
    assert ("had been stopped from outside and was woken up" in result.note) == (role == "prove")


def test_without_a_proof_the_search_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    cancel, given_up = threading.Event(), threading.Event()

    def kill(worker: Worker, count: int) -> None:
        if worker.role == "prove":
            worker.process.kill()

    class Watched(crew.Crew):
        def replace_dead(self, *args: Any, **kwargs: Any) -> bool:
            again = super().replace_dead(*args, **kwargs)
            if not again:
                given_up.set()
            return again

    def when_alone(progress: Progress) -> None:
        if given_up.is_set() and np.isfinite(progress.incumbent):
            cancel.set()

    with_workers(kill, monkeypatch)
    monkeypatch.setattr(portfolio, "Crew", Watched)
    result = solve(tiny(), TWO, on_progress=when_alone, cancel=cancel)
    assert result.status is Status.CANCELLED
    assert result.audit is not None
    assert result.audit.clean
    assert result.note == "The process that proves was ended by signal 9, for the 4th time; it was not started again."


@pytest.mark.parametrize("kills", [1, 2])
def test_a_polish_that_is_killed_is_done_again(kills: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(worker: Worker, count: int) -> None:
        if worker.role == "polish" and count <= kills:
            worker.process.kill()

    with_workers(kill, monkeypatch)
    result = solve(tiny(), replace(TWO, threads=1))
    assert optimal(result)
    assert ("The process that polishes the plan failed twice" in result.note) == (kills == 2)


def test_a_worker_that_cannot_be_started_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    original, asked = subprocess.Popen, []

    def popen(*args: Any, **kwargs: Any) -> Any:
        asked.append(args)
        if len(asked) == 2:  # the search for plans
            raise OSError(12, "Cannot allocate memory")
        return original(*args, **kwargs)

    monkeypatch.setattr(subprocess, "Popen", popen)
    result = solve(tiny(), TWO)
    assert optimal(result)
    assert "The process that searches for plans could not be started" in result.note


def test_a_worker_that_does_not_read_blocks_nobody_and_then_reads_the_newest() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as read, os.fdopen(writing, "wb") as write:
        outbox = Outbox(write)
        large = np.zeros(100_000)  # more than a pipe holds
        for number in range(50):
            outbox.put(FeasiblePoint(float(number), large))
            outbox.put(ReferencePoint(large))
        outbox.put(Done("optimal"))
        heard = []
        while not isinstance(message := receive(read), Done):
            heard.append(message)
        outbox.close()
    points = [message.objective for message in heard if isinstance(message, FeasiblePoint)]
    assert points[-1] == 49.0
    assert len(points) <= 3


def test_a_message_of_another_type_is_refused(tmp_path: Any) -> None:
    with (tmp_path / "frames").open("wb") as file:
        send(file, "no message")  # type: ignore[arg-type]
    with (tmp_path / "frames").open("rb") as file, pytest.raises(Exception, match="of the type str"):
        receive(file)
