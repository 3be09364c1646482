"""A server whose runs are solved by the workers of a real Dask scheduler."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.web.store.store import Store
from tests.cli.commands import FOUNDRY, STARTER, planner
from tests.processes import wait_until
from tests.study.dask_cluster import DaskCluster, dask_cluster, free_port, kill
from tests.web.serving import Server, serving

Client = pytest.importorskip("distributed").Client
LONG = "?time_limit=600"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A scheduler with two workers, which die in the last test."""
    with dask_cluster(tmp_path_factory.mktemp("dask"), 2) as running:
        yield running


@pytest.fixture(scope="module")
def server(cluster: DaskCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that solves there."""
    with serving(tmp_path_factory.mktemp("served") / "store", "--executor", f"dask:{cluster.address}") as running:
        yield running


def _post(server: Server, workbook: Path, query: str = "") -> str:
    run: str = server.post_workbook(workbook.read_bytes(), workbook.name, query).json["id"]
    return run


def _solving(address: str) -> list[int]:
    """Return the processes of the workers that have something to do."""
    with Client(address, timeout=60, set_as_default=False) as client:
        busy = [place for place, keys in client.processing().items() if keys]
        return list(client.run(os.getpid, workers=busy).values()) if busy else []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_runs_are_solved_side_by_side_and_outlive_their_worker(server: Server, cluster: DaskCluster) -> None:
    store = Store(server.store)
    long = _post(server, FOUNDRY, LONG)
    wait_until(lambda: store.file(long, "interim.json") is not None)
    (pid,) = _solving(cluster.address)
    assert any(event.kind == "progress" and event.body["incumbent"] for event in store.events(long))
    quick = server.wait(_post(server, STARTER), "ended")
    assert quick["status"] == "optimal"
    assert server.ask(f"/api/v1/runs/{quick['id']}/plan").json["audit"]["clean"]
    assert server.run(long)["state"] == "running"
    kill(next(worker for worker in cluster.workers if worker.pid == pid))
    before = store.events(long)[-1].number
    wait_until(lambda: any(event.kind == "progress" for event in store.events(long, before + 1)))
    assert server.ask(f"/api/v1/runs/{long}/cancel", b"", "POST").status == 202
    cancelled = server.wait(long, "ended")
    assert cancelled["status"] == "cancelled"
    assert server.ask(f"/api/v1/runs/{long}/files/plan.xlsx").status == 200


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_runs_end_with_their_scheduler_in_words(server: Server, cluster: DaskCluster) -> None:
    store = Store(server.store)
    run = _post(server, FOUNDRY, LONG)
    wait_until(lambda: store.file(run, "interim.json") is not None)
    waiting = _post(server, STARTER)
    wait_until(lambda: any("waiting for a free worker" in str(event.body) for event in store.events(waiting)))
    kill(cluster.scheduler)
    lost = "Nothing is lost: when the cluster is back, solve the run again from its check page."
    assert "Dask scheduler at" in server.wait(run, "interrupted")["message"]
    wait_until(lambda: server.run(run)["message"].endswith(f"{lost} This is the best plan found."))
    for one in (waiting, _post(server, STARTER)):
        message = server.wait(one, "failed")["message"]
        assert "Dask scheduler at" in message
        assert message.endswith(lost)


def test_a_wrong_address_is_an_error_at_the_start(tmp_path: Path) -> None:
    serve = ("serve", "--port", "0", "--no-browser", "--store", tmp_path / "store", "--executor")
    asked = planner(*serve, f"dask:tcp://127.0.0.1:{free_port()}", folder=tmp_path, charts=True)
    assert asked.code == 2
    assert "There is no Dask scheduler at" in asked.words
    assert "write local, local:N or dask:ADDRESS" in planner(*serve, "ray:8", folder=tmp_path, charts=True).words
