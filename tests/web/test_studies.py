"""Studies from the page: asked, answered with what comes in between, handed out, and a suggestion applied."""

import json
import re
from pathlib import Path

import pytest
from fastapi import HTTPException
from openpyxl import load_workbook

from planner.cli.commands.runs import runs as list_runs
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval
from planner.study.answers.table import Table
from planner.study.errors import QuestionError
from planner.web.pages.studies import as_asked
from planner.web.pages.what_if import SCALES, in_words, scaled
from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import ANSWER, CHANGE, CHARTS, INPUT, STUDY, VIEW, State
from planner.web.studies.answer_data import data_of, edit_data, edit_of
from planner.web.studies.kinds import KINDS, Misfit
from planner.web.tasks import beside, change, pictures
from planner.web.tasks import study as work
from planner.workbook.edit.edits import AddedRow, CellEdit
from planner.workbook.reader import read_case
from tests.cli.commands import ROOT
from tests.web.asking import ONE_CORE, Site, site

CASE = ROOT / "examples" / "scanner_shortage" / "case.xlsx"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The application."""
    return site(tmp_path_factory.mktemp("pages") / "store")


@pytest.fixture(scope="module")
def solved(pages: Site) -> str:
    """A run that is solved."""
    return pages.solved(CASE)


@pytest.fixture(scope="module")
def answered(pages: Site, solved: str) -> str:
    """A study that is answered."""
    reply = pages.post(f"/runs/{solved}/studies", kind="worth", minutes="10", questions="2")
    assert reply.status == 303, reply.text
    study = reply.headers["location"].rpartition("/")[2]
    assert pages.store.move(study, State.RUNNING, State.QUEUED)
    work.work(pages.store, study, Lifeline(ONE_CORE))
    return study


def test_a_question_waits_in_the_queue_as_a_study_of_its_run(
    pages: Site, solved: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = pages.post(f"/runs/{solved}/studies", kind="frontier", minutes="2", vary="budget[*].*", factors="0.5, 1")
    study = pages.store.run(reply.headers["location"].rpartition("/")[2])
    assert study is not None
    assert (study.state, study.parent, study.is_study) == (State.QUEUED, solved, True)
    assert study.asked.time_limit_seconds == 120
    asked = json.loads(pages.store.file(study.id, STUDY) or b"")
    assert asked == {"kind": "frontier", "arguments": {"vary": "budget[*].*", "factors": [0.5, 1.0]}}
    assert "What would more or less money do?" in pages.get(f"/runs/{solved}/studies").text
    # Lists of runs hold cases, not questions about them.
    assert study.id not in pages.get("/").text
    assert study.id not in pages.get("/api/v1/runs").text
    capsys.readouterr()
    list_runs(pages.store.folder, as_json=True)
    listed = capsys.readouterr().out
    assert solved in listed
    assert study.id not in listed


def test_a_part_of_a_period_or_question_is_refused() -> None:
    assert KINDS["calendar"].arguments({"periods": "3", "delays": "1, 2.0"}) == {"periods": 3, "delays": (1, 2)}
    for kind, form in (
        ("calendar", {"delays": "1,2.9"}),
        ("calendar", {"periods": "2.9"}),
        ("worth", {"questions": "2.9"}),
    ):
        with pytest.raises(Misfit, match=r"2\.9 is not a whole number from 1 to 1000"):
            KINDS[kind].arguments(form)


def test_what_cannot_be_asked_is_refused_in_one_sentence(pages: Site, solved: str) -> None:
    reply = pages.post(f"/runs/{solved}/studies", kind="frontier", factors="0.5, much")
    assert reply.status == 422
    assert "much is not a number from 0 to 1000." in reply.text
    assert "There is no such question." in pages.post(f"/runs/{solved}/studies", kind="weather").text
    with pytest.raises(Misfit, match="First period that may change is missing"):
        KINDS["replan"].arguments({})
    (within, first) = KINDS["alternatives"].fields
    assert [as_asked(within, within.parse("2.5")), as_asked(first, first.parse("4"))] == ["2.5", "4"]
    assert KINDS["replan"].arguments({"now": "2028Q1", "edits": " a \n\nb"})["edits"] == ("a", "b")
    assert KINDS["alternatives"].arguments({"within": "2%"}) == {"within": 0.02}


def test_the_plan_of_the_page_is_asked_about_and_each_solve_is_reported(
    pages: Site, solved: str, answered: str
) -> None:
    events = pages.store.events(answered)
    ended = [event.body["name"] for event in events if event.kind == "solved"]
    assert ended[0] == "as it stands"
    assert len(ended) == 3
    # The first is the plan of the run, which was not solved again.
    assert len(list((pages.store.folder / "solves" / solved).glob("*.json.gz"))) == 3
    last = [event.body for event in events if event.kind == "study"][-1]
    assert (last["done"], last["total"]) == (3, 3)
    stored = pages.store.run(answered)
    assert stored is not None
    assert (stored.state, stored.status) == (State.ENDED, "answered")


@pytest.mark.parametrize(
    ("is_cancelled", "status", "says"),
    [
        (False, "stopped", "Stopped at a limit. The time limit had long passed on a busy machine, so the study was"),
        (True, "cancelled", "Cancelled. What was solved is kept"),
    ],
)
def test_a_study_that_is_stopped_was_cancelled_by_somebody_or_had_exceeded_its_limit(
    pages: Site, solved: str, is_cancelled: bool, status: str, says: str
) -> None:
    reply = pages.post(f"/runs/{solved}/studies", kind="frontier", minutes="1", factors="0.37")
    study = reply.headers["location"].rpartition("/")[2]
    assert pages.store.move(study, State.RUNNING, State.QUEUED)
    if is_cancelled:
        assert pages.store.ask_to_cancel(study)
    lifeline = Lifeline(ONE_CORE)
    lifeline.stop.set()
    work.work(pages.store, study, lifeline)
    stored = pages.store.run(study)
    assert stored is not None
    assert (stored.state, stored.status) == (State.ENDED, status)
    assert says in pages.get(f"/studies/{study}").text


def test_the_answer_is_a_page_a_workbook_and_tables_as_files(pages: Site, answered: str) -> None:
    page = pages.get(f"/studies/{answered}").text
    assert "As it stands the plan covers" in page
    assert "Apply and solve" in page
    assert "--" not in re.sub(r"<[^>]+>", "", page), "options of commands are of no use on a page"
    book = pages.get(f"/studies/{answered}/answer.xlsx")
    assert book.headers["content-disposition"].startswith('attachment; filename="case_worth.xlsx"')
    assert book.body.startswith(b"PK")
    lines = pages.get(f"/studies/{answered}/tables/worth.csv").text.splitlines()
    assert lines[0].startswith('\ufeffquestion,"saves [bn USD], low","saves [bn USD], high",coverage [%]')
    assert len(lines) == 3
    assert pages.get(f"/studies/{answered}/tables/none.csv").status == 404


def test_a_suggestion_is_applied_to_the_workbook_of_its_run(
    pages: Site, solved: str, answered: str, tmp_path: Path
) -> None:
    choice = json.loads(pages.store.file(answered, ANSWER) or b"")["choices"][0]
    content = pages.store.file(solved, INPUT)
    assert content is not None
    copy = tmp_path / "case.xlsx"
    copy.write_bytes(content)
    with copy.open("rb") as file:
        run = pages.store.add("case.xlsx", file, Site.asked(), parent=solved, change=choice["name"])
    pages.store.put(run, {CHANGE: json.dumps({"edits": choice["edits"]}).encode()})
    change.work(pages.store, run, Lifeline())
    copy.write_bytes(pages.store.file(run, INPUT) or b"")
    sheet, cell = re.findall(r"\((\w+)!(\w+)\)", choice["changes"][0])[0]
    before = load_workbook(CASE)[sheet][cell].value
    assert load_workbook(copy)[sheet][cell].value == choice["edits"][0]["new"] != before
    changed = pages.solved(copy, parent=solved, change=choice["name"])
    beside.work(pages.store, f"{solved}-{changed}", Lifeline())
    detail = pages.get(f"/compare/detail?first={solved}&second={changed}").text
    assert f"differs on {sheet}." in detail or f"differ on {sheet}." in detail
    figures = re.findall(r"<td>([^<]*)</td>", detail.partition('id="table-figures"')[2])
    assert "capex" in figures
    assert not [words for words in figures if "usd" in words or "fraction" in words]
    for title in ("Inputs, cell by cell", "What the objective is made of"):
        assert title in detail
    for chart in ("gantt", "coverage", "cash"):
        assert pages.get(f"/compare/{solved}/{changed}/charts/{chart}.json").status == 200
    assert pages.get(f"/compare/{solved}/{changed}/tables/inputs.csv").text.count("\n") == 1 + len(choice["edits"])


def test_a_plan_is_one_file_that_needs_nothing_else(pages: Site, solved: str) -> None:
    pictures.work(pages.store, solved, Lifeline())
    reply = pages.get(f"/runs/{solved}/handout.html")
    assert reply.headers["content-disposition"].startswith('attachment; filename="case_plan.html"')
    assert reply.text.count("data:image/svg+xml;base64,") >= 4
    assert "http" not in re.sub(r"data:[^\"]+|http-equiv", "", reply.text)
    assert "<script" not in reply.text
    assert pages.get(f"/runs/{solved}/charts/gantt.png").body.startswith(b"\x89PNG")
    assert pages.get(f"/runs/{solved}/charts/gantt.svg").text.startswith("<svg")
    assert pages.get(f"/runs/{solved}/charts/none.svg").status == 404
    assert pages.get(f"/runs/{solved}/tables/built.csv").text.startswith("\ufeffSite,Region,Node,Phases")


def test_the_map_of_sites_is_drawn_as_it_is_in_a_period(pages: Site, solved: str) -> None:
    place = {"mark": "text", "data": {"values": [{}]}, "encoding": {"text": {"value": {"expr": "'standing at ' + at"}}}}
    spec = {**place, "params": [{"name": "at", "value": 9}], "title": {"text": "Sites over time"}}
    charts = json.loads(pages.store.file(solved, CHARTS) or b"{}")
    pages.store.put(solved, {CHARTS: json.dumps({**charts, "sites": {"words": "", "spec": spec}}).encode()})
    labels = json.loads(pages.store.file(solved, VIEW) or b"{}")["periods"]
    for asked, at in ((labels[1], 1), ("never", len(labels) - 1)):
        pictures.work(pages.store, f"{solved}@{labels[at]}", Lifeline())
        drawn = pages.get(f"/runs/{solved}/charts/sites.svg?period={asked}").text
        assert f"Sites over time: {labels[at]}" in drawn
        assert f"standing at {at}" in drawn
        assert pages.get(f"/runs/{solved}/charts/sites.png?period={asked}").body.startswith(b"\x89PNG")


def test_edits_written_by_hand_are_made_or_refused_with_a_sentence(pages: Site, solved: str, tmp_path: Path) -> None:
    with CASE.open("rb") as file:
        run = pages.store.add("case.xlsx", file, Site.asked(), parent=solved, change="x")
    pages.store.put(run, {CHANGE: json.dumps({"texts": ["demand[*].* *= 2"]}).encode()})
    change.work(pages.store, run, Lifeline())
    (tmp_path / "case.xlsx").write_bytes(pages.store.file(run, INPUT) or b"")
    before, after = (
        sum(sum(kunits) for kunits in read_case(path).scenarios[0].demand_kunits.values())
        for path in (CASE, tmp_path / "case.xlsx")
    )
    assert after == pytest.approx(2 * before)
    pages.store.put(run, {CHANGE: json.dumps({"texts": ["demnd[*].* *= 2"]}).encode()})
    with pytest.raises(Exception, match="demnd"):
        change.work(pages.store, run, Lifeline())


def test_what_is_scaled_in_the_form_of_a_what_if_is_an_edit_of_the_workbook(pages: Site, solved: str) -> None:
    page = pages.get(f"/runs/{solved}/what-if").text
    assert all(f'name="{name}"' in page for name in (*SCALES, "minutes", "gap_pct", "name", "edits"))
    assert "&amp;#10;" not in page, "examples stand on lines of their own"
    fields = {name: "150" if scale.unit == "%" else "1" for name, scale in SCALES.items()}
    edits = scaled(fields)
    assert edits[0] == "demand[*].* *= 1.5"
    assert in_words(fields)[:2] == ["all demand at 150 %", "lead time of every node +1 [periods]"]
    assert scaled({name: "100" if scale.unit == "%" else "0" for name, scale in SCALES.items()}) == []
    with pytest.raises(HTTPException, match="much is not a number"):
        scaled({"demand_pct": "much"})
    with CASE.open("rb") as file:
        run = pages.store.add("case.xlsx", file, Site.asked(), parent=solved, change="x")
    pages.store.put(run, {CHANGE: json.dumps({"texts": edits}).encode()})
    change.work(pages.store, run, Lifeline())
    assert pages.store.file(run, INPUT) != pages.store.file(solved, INPUT)


def test_a_year_has_no_separator_of_thousands() -> None:
    table = Table("causes", "What is short", ("year", "phases"), ((2027, 2027),))
    (data,) = data_of(Answer("explain", "Why", (), (table,)))["tables"]
    assert [cell["text"] for cell in data["rows"][0]] == ["2027", "2,027"]


def test_edits_and_intervals_survive_as_data() -> None:
    edits = (
        CellEdit("site_nodes", ("Phoenix AZ", "N3"), "lead_periods", 2, 1, 3),
        AddedRow("locks", {"site": "Phoenix AZ", "max_phases": 0.0}),
    )
    assert tuple(edit_of(json.loads(json.dumps(edit_data(edit)))) for edit in edits) == edits
    table = Table(
        "t", "T", ("what", "saves [bn USD]", "n"), (("a", Interval(1.0, 2.5), 3), ("b", Interval(0.0, 0.0), 4))
    )
    rows = data_of(Answer("worth", "T", ("said",), (table,)))["tables"][0]["rows"]
    assert rows[0] == [
        {"text": "a", "value": None},
        {"text": "1.00 to 2.50", "value": 1.0, "high": 2.5},
        {"text": "3", "value": 3},
    ]


def test_a_run_is_deleted_with_its_studies(pages: Site) -> None:
    with CASE.open("rb") as file:
        run = pages.store.add("case.xlsx", file, Site.asked(), state=State.READY, sha256="0", case_name="case")
    study = pages.post(f"/runs/{run}/studies", kind="explain").headers["location"].rpartition("/")[2]
    assert pages.store.move(study, State.ENDED, State.QUEUED)
    assert pages.store.delete(run)
    assert pages.store.run(study) is None


def test_a_what_if_whose_bound_is_not_proven_keeps_its_plan_as_it_is(
    pages: Site, solved: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise QuestionError("No bound is proven yet")

    monkeypatch.setattr("planner.web.tasks.solve.differences", lambda *_: 1)
    monkeypatch.setattr("planner.web.tasks.solve.nearest", unknown)
    run = pages.store.run(pages.solved(CASE, parent=solved, change="nothing"))
    assert run is not None
    assert (run.state, run.has_plan) == (State.ENDED, True)
    lines = [event.body["line"] for event in pages.store.events(run.id) if event.kind == "log"]
    assert "looking for the plan within the gap that is nearest to the original one" in lines
