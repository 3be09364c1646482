"""Projects: versions are kept whatever happens beside them, found again by words, and compared cell by cell."""

import json
import sqlite3
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from planner.web.pages.page import held
from planner.web.queue.lifeline import Lifeline
from planner.web.store.projects import TABLES
from planner.web.store.records import INPUT, Asked, State
from planner.web.store.store import Store
from planner.web.tasks import check
from planner.workbook.file.saving import book_bytes
from tests.cli.commands import STARTER
from tests.web.asking import Site, site
from tests.web.hostile import instead, starter_with
from tests.web.serving import Answer, Server, form
from tests.workbook.books import save, sound

JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "store")


def test_two_versions_of_the_same_parent_are_both_kept(kept: Store) -> None:
    projects = kept.projects
    first = projects.add("World", "world.xlsx", "uploaded", {TABLES: b"{}", INPUT: b"book"})
    mine = projects.add_version(first.project, first.number, "world", "mine", {TABLES: b"1"})
    yours = projects.add_version(first.project, first.number, "world", "yours", {TABLES: b"2"}, "a note")
    assert [(one.number, one.parent, one.change, one.note) for one in projects.versions(first.project)] == [
        (3, 1, "yours", "a note"),
        (2, 1, "mine", ""),
        (1, 0, "uploaded", ""),
    ]
    assert (first.file_name, mine.file_name) == ("world.xlsx", "world_v2.xlsx")
    assert projects.version(first.project, 3) == yours
    assert (projects.file(first.id, INPUT), projects.file(mine.id, INPUT)) == (b"book", None)
    assert projects.version(first.project, 4) is None


def test_projects_are_found_by_words_of_name_tags_and_notes(kept: Store) -> None:
    one, other = (kept.projects.add(name, name, "", {}).project for name in ("World 100 %", "Starter"))
    kept.projects.change(one, tags="board draft_2")
    kept.projects.change(other, note="for the Board")

    def found(words: str, **more: bool) -> set[str]:
        return {listed.project.name for listed in kept.projects.listed(words, **more)}

    assert found("") == found("board") == {"World 100 %", "Starter"}
    assert found("BOARD world") == found("%") == found("draft_2") == {"World 100 %"}
    assert found("'; DROP TABLE projects") == set()
    kept.projects.change(one, archived=1.0)
    assert (found(""), found("", is_archived=True)) == ({"Starter"}, {"World 100 %"})


def test_runs_of_projects_are_not_forgotten_and_a_deleted_run_leaves_its_version(kept: Store) -> None:
    version = kept.projects.add("World", "world", "", {TABLES: b"{}"})
    runs = [kept.add(f"{n}.xlsx", BytesIO(b""), Asked()) for n in range(4)]
    for run in runs:
        kept.move(run, State.ENDED, State.CHECKING)
    state = kept.projects.state(version.project)
    kept.projects.link(runs[0], version.id)
    assert kept.projects.state(version.project) != state
    kept.forget_oldest(1)
    assert [run.id for run in kept.runs()] == [runs[3], runs[0]]
    assert kept.projects.of_run(runs[0]) == version
    kept.delete(runs[0])
    assert (kept.projects.runs(version.project), kept.projects.versions(version.project)) == ({}, [version])


def test_a_store_of_an_earlier_release_gets_projects_and_is_read_without_them(kept: Store) -> None:
    run = kept.add("a.xlsx", BytesIO(b"content"), Asked())
    with sqlite3.connect(kept.folder / "runs.sqlite3") as db:
        for table in ("run_versions", "version_files", "versions", "projects"):
            db.execute(f"DROP TABLE {table}")
    db.close()
    assert [one.id for one in kept.runs()] == [run]
    assert [one.id for one in Store(kept.folder).runs()] == [run]
    assert Store(kept.folder).projects.listed() == []


def _post(server: Server, path: str, body: dict[str, Any]) -> Answer:
    return server.ask(path, json.dumps(body).encode(), "POST", JSON)


def _upload(server: Server, path: str, content: bytes) -> str:
    kind, body = form("case.xlsx", content)
    answer = server.ask(path, body, "POST", {"content-type": kind})
    assert answer.status == 303, answer.text
    return answer.headers["location"].split("/")[2]


def _version(server: Server, run: str) -> str:
    answer = server.ask(f"/runs/{run}/edit", b"", "POST")
    assert answer.status == 303, answer.text
    return answer.headers["location"]


def test_a_corrected_workbook_is_the_next_version_and_two_people_lose_nothing(server: Server) -> None:
    faulty = starter_with({"xl/worksheets/sheet6.xml": instead(b"Kaohsiung", b"Kaosiung")})
    first = _version(server, _upload(server, "/upload", faulty))
    project = first.rpartition("/versions/")[0]
    assert f'action="{project}/upload"' in server.ask(f"/runs/{_run_of(server, first)}/check").text
    second = _version(server, _upload(server, f"{project}/upload", STARTER.read_bytes()))
    assert second == f"{project}/versions/2"
    # The check of a page sees the change; the saved version names what was saved meanwhile.
    tables = server.ask(f"{second}/tables.json").json
    budget = tables["sheets"]["budget"]
    place = budget["fields"].index("2027Q1")

    def with_budget(value: object) -> dict[str, Any]:
        rows = [[*row[:place], value, *row[place + 1 :]] for row in budget["rows"]]
        return {"periods": tables["periods"], "sheets": {"budget": {**budget, "rows": rows}}, "note": "tried"}

    found = _post(server, f"{second}/check", with_budget("many")).json
    assert [(one["code"], one["row"], one["field"]) for one in found["faults"] if one["severity"] == "error"] == [
        ("E401", 0, "2027Q1")
    ]
    saved = [_post(server, f"{second}/save", with_budget(value)).json for value in (3, 4)]
    assert saved == [
        {"number": 3, "change": "budget: 1 cell", "beside": []},
        {"number": 4, "change": "budget: 1 cell", "beside": [3]},
    ]
    assert "Nothing differs from version 2" in _post(server, f"{second}/save", {"sheets": {}}).text
    assert _post(server, f"{second}/save", {"sheets": {"budget": 3}}).status == 422
    page = server.ask(f"{project}/difference?before=3&after=4").text
    assert "2027Q1" in page
    assert "budget: 1 cell" in page
    assert [held(value) for value in (1234567.5, 2026, "a", None)] == ["1,234,567.5", "2026", "a", ""]
    assert "site_nodes" in server.ask(f"{project}/difference?before=1&after=2").text
    assert "made from" not in server.ask(project).text
    # The project is renamed, archived and deleted with its runs.
    change = server.ask(f"{project}/change", b"name=Board+case&tags=board,+draft&note=why", "POST", FORM)
    assert change.status == 303
    assert "Board case" in server.ask("/projects?q=draft").text
    assert server.ask(f"{project}/delete", b"", "POST").status == 409
    server.ask(f"{project}/archive", b"", "POST")
    assert server.ask(f"{project}/delete", b"", "POST").status == 303
    assert server.ask(project).status == 404
    assert server.ask(second).status == 404


def test_a_fault_leads_to_its_cell_in_the_version_that_has_it(tmp_path: Path) -> None:
    """The page of a version has no blank columns: 2027Q2 is column F of the workbook and another one there."""
    sheets = sound()
    sheets["capacity"] = [["site", "node", "uses_tools", "note", "2027Q1", "2027Q2", "2027Q3", "2027Q4"], []]
    sheets["capacity"].append(["A", "N3", None, None, 1, "many", 1, 1])
    pages, files = site(tmp_path / "store"), []
    for name in ("case", "changed"):
        sheets["settings"][1] = ["case_name", name]
        files.append(save(tmp_path / f"{name}.xlsx", sheets).read_bytes())
    first, second = (pages.store.add("case.xlsx", BytesIO(content), Site.asked()) for content in files)
    version = pages.store.projects.add("case", "case.xlsx", "uploaded", {TABLES: b"{}", INPUT: files[0]})
    for run in (first, second):
        check.work(pages.store, run, Lifeline())
        pages.store.projects.link(run, version.id)
    address = f"/projects/{version.project}/versions/1"
    own, other = (pages.get(f"/runs/{run}/check").text for run in (first, second))
    assert f'<a href="{address}#sheet=capacity&amp;row=2&amp;column=2027Q2"><code>F3</code></a>' in own
    assert f'· <a href="{address}">version 1</a> of' in own
    # A what-if is of the version of its parent, which lacks the change.
    assert "<code>F3</code>" in other
    assert f"{address}#" not in other
    assert f'· from <a href="{address}">version 1</a> of' in other


def _run_of(server: Server, version: str) -> str:
    found: str = server.ask(version).text.partition('href="/runs/')[2].partition('"')[0]
    return found


def test_a_plan_in_the_place_of_a_case_is_one_fault(server: Server) -> None:
    book = Workbook()
    for name in ("summary", "openings", "starts", "wafers"):
        book.create_sheet(name).append(["site", "node"])
    answer = server.post_workbook(book_bytes(book), "starter_plan.xlsx").json
    (fault,) = server.ask(f"/api/v1/runs/{answer['id']}/faults").json["faults"]
    assert fault["meaning"] in server.ask(f"/runs/{answer['id']}/check").text
    assert server.ask(f"/runs/{answer['id']}/edit", b"", "POST").status == 422
