"""Solves in the queue: one at a time, cancelled, killed, out of memory, and left behind by a server that ended."""

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.report.readback.tables import read_tables
from planner.web.queue.jobs import Jobs
from planner.web.queue.lanes import Lanes
from planner.web.settings import Settings
from planner.web.store.lasting import LastingStore
from planner.web.store.records import Asked, State
from planner.web.store.store import Store
from tests.cli.commands import FOUNDRY, STARTER, WORLD, environment, planner
from tests.forks.starting import forked
from tests.web.serving import PATIENCE_SECONDS, Server, serving, workers

LONG = "?time_limit=600"


def _begin(server: Server) -> str:
    """Post a case that has a plan in seconds and no proof in minutes, and return when it has a plan so far."""
    run: str = server.post_workbook(FOUNDRY.read_bytes(), "foundry.xlsx", LONG).json["id"]
    store, until = Store(server.store), time.monotonic() + PATIENCE_SECONDS
    while store.file(run, "interim.json") is None:
        assert time.monotonic() < until, "no plan in time"
        time.sleep(0.2)
    return run


def _kill(pids: list[int]) -> None:
    """Kill processes, of which some may have ended by themselves in the meantime."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _plan(server: Server, run: str, folder: Path) -> dict[str, object]:
    path = folder / f"{run}.xlsx"
    path.write_bytes(server.ask(f"/api/v1/runs/{run}/files/plan.xlsx").body)
    return {key: value for key, value, _ in read_tables(path)["summary"].itertuples(index=False)}


@pytest.mark.slow
def test_a_server_that_is_killed_loses_only_the_remaining_time(store: Path, tmp_path: Path) -> None:
    with serving(store) as server:
        done = server.post_workbook(STARTER.read_bytes()).json["id"]
        server.wait(done, "ended")
        run = _begin(server)
        queued = server.post_workbook(STARTER.read_bytes(), "next.xlsx").json["id"]
        assert server.run(queued)["state"] == "queued"
        server.kill()
    with serving(store) as server:
        assert server.run(done)["status"] == "optimal"
        found = server.run(run)
        assert found["state"] == "interrupted"
        assert "server stopped" in found["message"]
        assert server.wait(queued, "ended")["status"] == "optimal"
        until = time.monotonic() + PATIENCE_SECONDS
        while "plan_workbook" not in server.run(run)["links"]:
            assert time.monotonic() < until
            time.sleep(0.2)
        told = _plan(server, run, tmp_path)
        assert float(str(told["objective"])) < -100
        assert server.ask(f"/runs/{run}/plan").status == 200
        assert server.ask(f"/api/v1/runs/{run}/plan").json["audit"]["clean"]


@pytest.mark.slow
def test_a_solve_that_ends_with_its_server_before_a_plan_is_no_cancel(store: Path) -> None:
    with serving(store) as server:
        run = server.post_workbook(WORLD.read_bytes()).json["id"]
        server.wait(run, "running")
        server.kill()
    with serving(store) as server:
        until = time.monotonic() + PATIENCE_SECONDS
        while "before a plan was found" not in server.run(run)["message"]:
            assert time.monotonic() < until
            time.sleep(0.2)
        assert server.run(run)["message"].startswith("The server stopped")
        assert server.run(run)["state"] == "interrupted"


@pytest.mark.slow
def test_what_was_found_before_a_power_cut_is_made_into_a_plan(store: Path, tmp_path: Path) -> None:
    with serving(store) as server:
        run = _begin(server)
        at_work = workers(server)
        assert at_work
        server.kill()
        _kill(at_work)
    assert Store(store).file(run, "plan.json") is None
    with serving(store) as server:
        until = time.monotonic() + PATIENCE_SECONDS
        while "plan_workbook" not in server.run(run)["links"]:
            assert time.monotonic() < until
            time.sleep(0.2)
        assert server.run(run)["state"] == "interrupted"
        assert _plan(server, run, tmp_path)["status"] == "feasible"
        assert server.ask(f"/api/v1/runs/{run}/plan").json["audit"]["clean"]


@pytest.mark.slow
def test_a_cancelled_solve_keeps_its_best_plan_and_one_in_the_queue_need_not_wait_for_its_turn(
    store: Path, tmp_path: Path
) -> None:
    with serving(store) as server:
        run = _begin(server)
        waiting = server.post_workbook(STARTER.read_bytes(), query=LONG).json["id"]
        assert "1 run ahead of this one" in server.ask(f"/runs/{waiting}/progress").text
        assert server.ask(f"/api/v1/runs/{waiting}/cancel", b"", "POST").status == 202
        assert server.wait(waiting, "ended")["message"] == "Cancelled before it started."
        page = server.ask(f"/runs/{waiting}/progress").text
        assert page.count("Cancelled before it started.") == 1
        assert "Cancelled Cancelled" not in page
        assert server.run(run)["state"] == "running"
        assert server.ask(f"/api/v1/runs/{run}", method="DELETE").status == 409
        assert server.ask(f"/api/v1/runs/{run}/cancel", b"", "POST").status == 202
        ended = server.wait(run, "ended")
        assert ended["status"] == "cancelled"
        assert _plan(server, run, tmp_path)["status"] == "cancelled"
        assert server.ask(f"/api/v1/runs/{run}/cancel", b"", "POST").status == 409


@pytest.mark.slow
def test_a_worker_that_is_killed_leaves_its_best_plan_and_the_queue_goes_on(store: Path) -> None:
    with serving(store) as server:
        run = _begin(server)
        following = server.post_workbook(STARTER.read_bytes()).json["id"]
        _kill(workers(server))
        assert "crashed" in server.wait(run, "failed", "interrupted")["message"]
        assert server.wait(following, "ended")["status"] == "optimal"
        assert server.ask(f"/api/v1/runs/{run}/plan").json["audit"]["clean"]


def _with_as_many_sites(times: int) -> bytes:
    """Return the world case with copies of its sites, as many in all."""
    book, content = load_workbook(WORLD), BytesIO()
    for name in ("sites", "site_nodes"):
        sheet = book[name]
        rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]
        for number in range(2, times + 1):
            for row in rows:
                sheet.append([f"{row[0]} {number}", *row[1:]])
    book.save(content)
    return content.getvalue()


def test_a_solve_that_needs_more_memory_than_it_may_fails_alone(store: Path) -> None:
    with serving(store, "--memory-mb", "256", afresh=True) as server:
        run = server.post_workbook(_with_as_many_sites(4), query=LONG).json["id"]
        assert "memory" in server.wait(run, "failed", "ended")["message"].lower()
        assert server.ask("/").status == 200


def test_two_servers_do_not_share_a_store(store: Path, tmp_path: Path) -> None:
    with serving(store):
        second = planner("serve", "--port", "0", "--no-browser", "--store", store, folder=tmp_path, charts=True)
    assert second.code == 2
    assert "Another planner serve is using" in second.words


def test_a_server_that_is_interrupted_ends_with_a_word(store: Path) -> None:
    with serving(store) as server:
        server.stop()
        assert server.process.returncode == 0
        assert server.process.stderr is not None
        told = server.process.stderr.read()
        assert "The server has stopped" in told
        assert "Traceback" not in told


def test_the_oldest_runs_are_forgotten(store: Path) -> None:
    with serving(store, "--keep", "2") as server:
        runs = [server.post_workbook(STARTER.read_bytes(), query="?solve=false").json["id"] for _ in range(3)]
        assert [run["id"] for run in server.ask("/api/v1/runs").json] == runs[:0:-1]


def test_the_command_line_lists_the_same_runs(server: Server, tmp_path: Path) -> None:
    run = server.post_workbook(STARTER.read_bytes(), "starter.xlsx").json["id"]
    server.wait(run, "ended")
    listed = planner("runs", "--store", server.store, "--json", folder=tmp_path).answer["runs"]
    assert listed[0]["id"] == run
    assert listed[0]["status"] == "optimal"
    assert listed[0]["figures"]["coverage_pct"] == server.run(run)["figures"]["coverage_pct"]
    assert run in planner("runs", "--store", server.store, folder=tmp_path).out
    assert planner("runs", "--store", tmp_path / "none", folder=tmp_path).code == 2


@pytest.mark.slow
def test_a_solve_that_does_not_stop_when_asked_is_killed_after_a_while(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", forked(environment(charts=True), charts=True))
    kept = LastingStore(store)
    settings = Settings(store, grace_seconds=2.0)
    jobs = Jobs(kept, settings)
    jobs.start()
    try:
        run = kept.add("foundry.xlsx", BytesIO(FOUNDRY.read_bytes()), Asked(600.0))
        asyncio.run(Lanes(jobs, settings).check(run))
        assert kept.move(run, State.QUEUED, State.READY)
        until = time.monotonic() + PATIENCE_SECONDS
        while kept.file(run, "interim.json") is None:
            assert time.monotonic() < until
            time.sleep(0.2)
        (worker,) = jobs._running
        worker.process.send_signal(signal.SIGSTOP)
        assert kept.ask_to_cancel(run)
        while (found := kept.run(run)) is not None and not (found.state is State.INTERRUPTED and found.has_plan):
            assert found.state is not State.FAILED, "it has a plan so far"
            assert time.monotonic() < until
            time.sleep(0.2)
        assert found is not None
        assert "did not stop on request" in found.message
        assert worker.process.returncode == -signal.SIGKILL
    finally:
        jobs.end()
