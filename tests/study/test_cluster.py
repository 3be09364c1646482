"""A real Dask scheduler and two workers, started by their command lines: the same answers, and none lost."""

import logging
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import closing
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import planner
from planner.case.records import Case, Fund
from planner.solver.options import SolveOptions
from planner.study.alternatives.alternatives import alternatives
from planner.study.answers.answer import Answer
from planner.study.calendar import calendar
from planner.study.compare.what_if import what_if
from planner.study.errors import ExecutorError
from planner.study.explain.explain import explain
from planner.study.frontier import frontier
from planner.study.scenarios.scenarios import scenarios
from planner.study.sensitivity.sensitivity import sensitivity
from planner.study.solves import reach, where
from planner.study.solves.cluster import Cluster
from planner.study.solves.live import _Watched
from planner.study.solves.session import StudyCancelled, StudyOptions
from planner.study.worth import worth
from tests.cases import pair, tiny
from tests.model.worlds import world
from tests.processes import is_running, wait_until
from tests.study.acts import Act, Unreadable, answer, hang
from tests.study.dask_cluster import DaskCluster, dask_cluster, free_port, kill

pytest.importorskip("distributed")
SOLVE = SolveOptions(gap=1e-9, time_limit_seconds=600)
FACTORS = (0.25, 0.5, 1)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A scheduler with two workers, of which one dies in the first test, and the scheduler in the last."""
    with dask_cluster(tmp_path_factory.mktemp("dask"), 2) as running:
        yield running


@pytest.mark.filterwarnings("ignore")
def test_many_futures_are_shared_out_with_the_same_answer(
    cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.study.futures.benders.recourse.SHARED_ROWS", 0)
    case = tiny(demand={("chip", "world"): (6.0,) * 4})
    there, here = (
        scenarios(case, StudyOptions(SOLVE, executor=name), sample=12, fresh=4)
        for name in (f"dask:{cluster.address}", "local:1")
    )
    assert there.sentences == here.sentences


def short() -> Case:
    """Money for one phase, where two are needed."""
    pairs = {("A", "N3"): pair("A", "N3", max_phases=9)}
    funds = {"purse": Fund("purse", (1.0, 0.0, 0.0, 0.0))}
    return tiny(demand={("chip", "world"): (0.0, 6.0, 6.0, 6.0)}, pairs=pairs, funds=funds)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "ask",
    [
        explain,
        worth,
        calendar,
        partial(what_if, edits=["budget[purse].2027Q1 = 2"]),
        partial(alternatives, within=0.5),
        sensitivity,
    ],
    ids=["explain", "worth", "calendar", "what_if", "alternatives", "sensitivity"],
)
def test_studies_give_the_same_answer_there(cluster: DaskCluster, ask: Callable[..., Answer]) -> None:
    """Text and every figure are those of this process."""
    there, here = (ask(short(), StudyOptions(SOLVE, executor=name)) for name in (f"dask:{cluster.address}", "local:1"))
    assert str(there) == str(here)
    assert there.to_json() == here.to_json()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_same_answers_and_a_killed_worker_loses_nothing(
    cluster: DaskCluster,
) -> None:
    here = frontier(world(19), StudyOptions(SOLVE, executor="local:2"), factors=FACTORS).to_json()
    there = StudyOptions(SOLVE, executor=f"dask:{cluster.address}")
    was_killed = False

    def kill_one(progress: planner.StudyProgress) -> None:
        nonlocal was_killed
        if progress.running and not was_killed:
            was_killed = True
            kill(cluster.workers[0])

    answer = frontier(world(19), there, factors=FACTORS, on_progress=kill_one).to_json()
    assert was_killed
    assert answer["sentences"] == here["sentences"]
    assert [row["status"] for row in answer["tables"]["frontier"]] == ["optimal"] * len(FACTORS)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("how", ["cancelled", "gone"])
def test_a_solve_ends_when_its_client_does_not_want_it(cluster: DaskCluster, tmp_path: Path, how: str) -> None:
    pids = tmp_path / "pids"
    act = Act(hang, arguments=(str(pids),))
    if how == "gone":
        code = (
            "import queue\nfrom planner.study.solves.cluster import Cluster\nfrom tests.study.acts import *\n"
            f"cluster, inbox = Cluster({cluster.address!r}), queue.SimpleQueue()\n"
            f"cluster.submit(Act(hang, arguments=({str(pids)!r},)), inbox)\ncluster.heard(inbox)"
        )
        client = subprocess.Popen([sys.executable, "-W", "ignore", "-c", code])
        wait_until(lambda: pids.exists() and bool(pids.read_text()))
        client.kill()
        client.wait()
    else:
        one = Cluster(cluster.address)
        jobs: Any = [act]
        run = one.run(jobs, lambda _: None)
        thread = threading.Thread(target=lambda: list(run))
        thread.start()
        wait_until(lambda: pids.exists() and bool(pids.read_text()))
        one.close()  # as a session does whose study is cancelled
        thread.join()
    wait_until(lambda: not is_running(int(pids.read_text())))


@pytest.mark.filterwarnings("ignore")
def test_a_study_that_is_cancelled_says_so(cluster: DaskCluster) -> None:
    cancel = threading.Event()
    there = StudyOptions(SOLVE, executor=f"dask:{cluster.address}")
    with pytest.raises(StudyCancelled, match="stopped after 0 of"):
        frontier(world(1), there, factors=FACTORS, on_progress=lambda _: cancel.set(), cancel=cancel)


@pytest.mark.filterwarnings("ignore")
def test_workers_that_cannot_read_a_job_are_an_error(cluster: DaskCluster) -> None:
    one = Cluster(cluster.address)
    job: Any = Act(answer, arguments=(Unreadable(),))
    try:
        with pytest.raises(ExecutorError, match=r"cannot solve .*: install the same version of fab-planner"):
            list(one.run([job], lambda _: None))
    finally:
        one.close()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("tcp://127.0.0.1:{port}", "nobody listens there"),
        ("127.0.0.1:{port}", "nobody listens there"),
        ("tcp://no-such-host.invalid:8786", "the name of the host is not known"),
        ("tcp://127.0.0.1:scheduler", "Port could not be cast"),
    ],
)
def test_a_wrong_address_is_an_error_at_once(address: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No client is asked, which would retry: a process of the planner has not even imported it."""
    monkeypatch.setattr(reach, "REFUSED_SECONDS", 0.3)
    with pytest.raises(ExecutorError, match=f"There is no Dask scheduler at .*{says}"):
        Cluster(address.format(port=free_port()))


@pytest.mark.filterwarnings("ignore")
def test_an_address_that_is_silent_is_an_error_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(where, "CONNECT_SECONDS", 2)
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        started_at = time.monotonic()
        with pytest.raises(ExecutorError, match=r"There is no Dask scheduler at .*nothing answers within 2 s"):
            Cluster(f"tcp://127.0.0.1:{silent.getsockname()[1]}")
        assert time.monotonic() - started_at < 25  # the library goes on for 30 s, and asks again


@pytest.mark.parametrize("name", ["locl", "local:0", "local:many", "ray:x"])
def test_an_unknown_executor_is_an_error(name: str) -> None:
    with pytest.raises(ExecutorError, match="write local, local:N or dask:ADDRESS"):
        frontier(world(1), StudyOptions(SOLVE, executor=name))


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_goes_away_is_an_error(
    cluster: DaskCluster, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said in one sentence: the library's own tracebacks are not shown."""
    one = Cluster(cluster.address)
    job: Any = Act(hang, arguments=(str(tmp_path / "pids"),))
    with pytest.raises(ExecutorError, match="went away"):
        list(one.run([job], lambda _: kill(cluster.scheduler)))
    one.close()
    assert [record.name for record in caplog.records if record.levelno >= logging.WARNING] == []
    wait_until(lambda: not (tmp_path / "pids").exists() or not is_running(int((tmp_path / "pids").read_text())))


class CancelledLate:
    """A future that says only with its result that it was cancelled."""

    status = "finished"

    def cancelled(self) -> bool:
        return False

    def result(self) -> Any:
        raise CancelledError("cancelled for reason: unknown")


def late(is_asked: bool) -> _Watched:
    """Return a watched job whose future has ended so, with or without a request to stop."""
    cluster, watched = object.__new__(Cluster), object.__new__(_Watched)
    cluster.address, cluster._is_closing, cluster.client = "tcp://x", False, SimpleNamespace(status="running")
    watched._cluster, watched._future, watched._cancel = cluster, CancelledLate(), threading.Event()
    watched._inbox, watched._is_over = queue.SimpleQueue(), threading.Event()
    watched._inbox.put(watched._future)
    if is_asked:
        watched._cancel.set()
    return watched


def test_a_job_that_was_cancelled_is_not_the_fault_of_its_workers() -> None:
    ignored: Any = lambda *_: None  # noqa: E731
    assert late(is_asked=True).follow(ignored, ignored, ignored) is None
    with pytest.raises(ExecutorError, match="went away"):
        late(is_asked=False).follow(ignored, ignored, ignored)
