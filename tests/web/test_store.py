"""The store keeps runs, files and events, and changes a run's state in one step or not at all."""

import sqlite3
from io import BytesIO
from pathlib import Path

import pytest

from planner.cli.commands.runs import runs
from planner.web.store.records import DATABASE, INPUT, VIEW, Asked, State
from planner.web.store.store import Store


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "store")


def test_what_is_added_is_found_again_by_another_process(kept: Store) -> None:
    run = kept.add("a.xlsx", BytesIO(b"content"), Asked(5.0, 0.01, 7), parent="p", change="c")
    again = Store(kept.folder)
    found = again.run(run)
    assert found is not None
    assert (found.title, found.state, found.asked) == ("a.xlsx", State.CHECKING, Asked(5.0, 0.01, 7))
    assert (found.parent, found.change, found.files) == ("p", "c", (INPUT,))
    assert again.file(run, INPUT) == b"content"
    assert again.run("none") is None
    assert again.file(run, "none") is None


def test_readers_do_not_wait_for_a_writer(kept: Store) -> None:
    run = kept.add("a.xlsx", BytesIO(b""), Asked())
    writer = sqlite3.connect(kept.folder / DATABASE, isolation_level=None)
    assert writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE runs SET title = 'b'")
    found = kept.run(run)
    assert found is not None
    assert found.title == "a.xlsx"
    writer.execute("ROLLBACK")
    writer.close()


def test_a_state_changes_only_from_where_it_may(kept: Store) -> None:
    run = kept.add("a.xlsx", BytesIO(b""), Asked())
    assert kept.move(run, State.READY, State.CHECKING, case_name="case")
    assert not kept.move(run, State.READY, State.CHECKING)
    assert kept.move(run, State.QUEUED, State.READY)
    assert not kept.move(run, State.RUNNING, State.READY, State.CHECKING)
    assert [event.body["state"] for event in kept.events(run)] == ["ready", "queued"]


def test_events_are_numbered_within_a_run(kept: Store) -> None:
    one, other = (kept.add(name, BytesIO(b""), Asked()) for name in "ab")
    for line in "xyz":
        kept.add_event(one, "log", {"line": line})
        kept.add_event(other, "log", {"line": line})
    assert [(event.number, event.body["line"]) for event in kept.events(one, after=1)] == [(2, "y"), (3, "z")]


def test_a_cancel_is_asked_for_once_and_only_of_what_is_under_way(kept: Store) -> None:
    run = kept.add("a.xlsx", BytesIO(b""), Asked())
    assert not kept.ask_to_cancel(run)
    kept.move(run, State.QUEUED, State.CHECKING)
    assert kept.ask_to_cancel(run)
    assert not kept.ask_to_cancel(run)


def test_a_run_under_way_is_not_deleted_and_one_that_is_over_goes_with_its_files(kept: Store) -> None:
    run = kept.add("a.xlsx", BytesIO(b""), Asked())
    assert not kept.delete(run)
    kept.move(run, State.ENDED, State.CHECKING)
    (kept.work / f"{run}-x").mkdir()
    assert kept.delete(run)
    assert kept.file(run, INPUT) is None
    assert kept.events(run) == []
    assert list(kept.work.iterdir()) == []


def test_the_command_line_calls_an_interrupted_run_so_though_it_has_a_plan(
    kept: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    run = kept.add("a.xlsx", BytesIO(b""), Asked())
    kept.move(run, State.INTERRUPTED, State.CHECKING, status="cancelled")
    runs(kept.folder)
    told = capsys.readouterr().out
    assert "interrupted" in told
    assert "cancelled" not in told


def test_only_the_newest_runs_that_are_over_are_kept(kept: Store) -> None:
    runs = [kept.add(f"{n}.xlsx", BytesIO(b""), Asked()) for n in range(4)]
    for run in runs[1:]:
        kept.move(run, State.ENDED, State.CHECKING)
    kept.forget_oldest(2)
    assert [run.id for run in kept.runs()] == [runs[3], runs[2], runs[0]]


def test_runs_without_a_plan_do_not_push_out_those_with_one(kept: Store) -> None:
    planned = kept.add("planned.xlsx", BytesIO(b""), Asked())
    kept.put(planned, {VIEW: b"{}"})
    others = [kept.add(f"{n}.xlsx", BytesIO(b""), Asked()) for n in range(3)]
    for run in (planned, *others):
        kept.move(run, State.ENDED, State.CHECKING)
    kept.forget_oldest(1)
    assert [run.id for run in kept.runs()] == [others[2], planned]


def test_a_file_is_given_away_in_pieces(kept: Store) -> None:
    content = bytes(range(256)) * 10_000
    run = kept.add("a.xlsx", BytesIO(content), Asked())
    pieces = list(kept.pieces(run, INPUT))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= 1_000_000
    assert kept.length(run, INPUT) == len(content)
    assert kept.length(run, "none") is None


def test_files_are_kept_all_or_none(kept: Store) -> None:
    run = kept.add("a.xlsx", BytesIO(b""), Asked())
    with pytest.raises(sqlite3.Error):
        kept.put(run, {"one": b"1", "two": object()})  # type: ignore[dict-item]
    assert kept.file(run, "one") is None
