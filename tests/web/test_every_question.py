"""Questions with a plan, a future or several players: asked on the page and over HTTP, answered, and shown."""

import ast
import re
from pathlib import Path

import pytest

from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import State
from planner.web.studies.kinds import KINDS
from planner.web.studies.page_words import on_page
from planner.web.tasks import study as work
from tests.cli.commands import ROOT
from tests.web.asking import ONE_CORE, Site, site

_NAMES = re.compile(r"(?<![\w-])--[a-z]|\bplanner [a-z]+")
STUDIES = ROOT / "planner" / "study"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The application."""
    return site(tmp_path_factory.mktemp("pages") / "store")


@pytest.fixture(scope="module")
def waiting(pages: Site) -> str:
    """A run that is solved: demand that may grow."""
    return pages.solved(ROOT / "examples" / "wait_for_demand" / "case.xlsx")


def _answered(pages: Site, study: str) -> str:
    """Answer a queued study, and return the text of its page."""
    assert pages.store.move(study, State.RUNNING, State.QUEUED)
    work.work(pages.store, study, Lifeline(ONE_CORE))
    page = pages.get(f"/studies/{study}").text
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "--" not in text, "options of commands are of no use on a page"
    return text


def _asked(pages: Site, run: str, kind: str, **fields: str) -> str:
    reply = pages.post(f"/runs/{run}/studies", kind=kind, minutes="10", **fields)
    assert reply.status == 303, reply.text
    return _answered(pages, reply.headers["location"].rpartition("/")[2])


def test_what_can_wait_until_the_future_is_known(pages: Site, waiting: str) -> None:
    said = _asked(pages, waiting, "scenarios", decide_until="2027Q1", fresh="0")
    # A phase one quarter later, only if demand grows, costs 2 instead of 2.88: see the example.
    assert "0.88" in said
    assert "1.12" in said, "what a perfect forecast is worth"
    assert "decide for all until: 2027Q1" in said


def test_how_well_a_plan_holds_up(pages: Site, waiting: str) -> None:
    said = _asked(pages, waiting, "stress", futures="20")
    assert "20 futures" in said
    # Without the only site, all of 12 x (60% x 60 + 40% x 120) thousand packages are short.
    assert "Phoenix" in said


def test_who_gains_from_whom(pages: Site) -> None:
    run = pages.solved(ROOT / "examples" / "cheap_money_or_own" / "case.xlsx")
    said = _asked(pages, run, "coalitions")
    assert "What each coalition" in said or "coalition" in said


def test_what_has_happened_since_is_asked_over_http(pages: Site, waiting: str) -> None:
    listed = pages.api("GET", "/questions").json
    assert [one["kind"] for one in listed] == list(KINDS)
    (replan,) = (one for one in listed if one["kind"] == "replan")
    assert [(one["name"], one["is_needed"]) for one in replan["arguments"]] == [("now", True), ("edits", False)]
    body = {"kind": "replan", "arguments": {"now": "2027Q2", "edits": ["demand[*].* *= 3"]}}
    asked = pages.api("POST", f"/runs/{waiting}/studies?time_limit=1m", body)
    assert asked.status == 201, asked.text
    study = asked.json
    assert (study["state"], study["run"], study["time_limit_seconds"]) == ("queued", waiting, 60)
    assert study["arguments"] == {"now": "2027Q2", "edits": ["demand[*].* *= 3"]}
    assert pages.api("GET", f"/studies/{study['id']}/answer").status == 404
    _answered(pages, study["id"])
    state = pages.api("GET", f"/studies/{study['id']}").json
    assert (state["state"], state["status"]) == ("ended", "answered")
    assert state["solves_done"] == state["solves_planned"] > 0
    assert pages.api("GET", f"/runs/{waiting}/studies").json[0]["id"] == study["id"]
    answer = pages.api("GET", state["links"]["answer"].removeprefix("/api/v1")).json
    assert answer["sentences"]
    assert all(isinstance(row, dict) for rows in answer["tables"].values() for row in rows)
    assert pages.api("GET", f"/studies/{study['id']}/answer.xlsx").body.startswith(b"PK")
    assert pages.api("GET", f"/studies/{study['id']}/events").text.endswith('event: over\ndata: {"state": "ended"}\n\n')
    assert pages.api("POST", f"/studies/{study['id']}/cancel").status == 409
    assert pages.api("POST", f"/studies/{study['id']}/apply?suggestion=99").status == 404
    assert pages.api("DELETE", f"/studies/{study['id']}").status == 204
    assert pages.api("GET", f"/studies/{study['id']}").status == 404


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"kind": "scenario"}, "There is no study scenario. Did you mean scenarios?"),
        ({"kind": "stress", "arguments": {"future": 5}}, "There is no argument future. Known: futures."),
        ({"kind": "stress", "arguments": {"futures": 0}}, "0 is not a number from 1 to 100000."),
        ({"kind": "explain", "arguments": {"x": 1}}, "explain has none."),
        ({"kind": "replan"}, "First period that may change is missing"),
        ({"sort": "stress"}, "kind: Field required."),
    ],
)
def test_what_cannot_be_asked_over_http_is_refused_in_a_sentence(
    pages: Site, waiting: str, body: object, said: str
) -> None:
    reply = pages.api("POST", f"/runs/{waiting}/studies", body)
    assert reply.status == 422
    assert said in reply.json["detail"]


def _texts(path: Path) -> list[str]:
    """Return the texts of a module that name an option or a command, but not its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    mixed = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for node in mixed for part in node.values}
    parts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs | inside]
    texts = [str(node.value) for node in parts]
    texts += [
        "".join(str(part.value) if isinstance(part, ast.Constant) else "5" for part in node.values) for node in mixed
    ]
    return [text for text in texts if _NAMES.search(text)]


def test_no_sentence_of_a_study_names_an_option_on_the_page() -> None:
    paths = [path for path in STUDIES.rglob("*.py") if path.name not in ("text.py", "what_if.py", "errors.py")]
    texts = [text for path in paths for text in _texts(path)]
    assert len(texts) > 15
    left = [text for text in texts if _NAMES.search(on_page(text))]
    assert not left, "\n".join(left)
    one = on_page("There is one future only: list several on the sheet scenarios, or draw some with --sample.")
    assert one.endswith("or draw some: fill in “Futures to draw”.")
