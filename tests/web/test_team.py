"""A server for a team: who may come in, what each may ask for, and what is recorded."""

import json
import re
from pathlib import Path

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from planner.web import app
from planner.web.store.records import State
from planner.web.team import audit_log
from planner.web.team.deeds import in_words, page_of
from planner.web.team.users import User, UsersError, read_users
from tests.cli.commands import ROOT
from tests.web.asking import Site, site

CASE = ROOT / "examples" / "scanner_shortage" / "case.xlsx"
ADA, BEN = "ada-has-a-long-token", "ben-has-a-long-token"
USERS = (User("Ada", ADA, max_seconds=120.0, max_waiting=1), User("Ben", BEN))


@pytest.fixture
def pages(tmp_path: Path) -> Site:
    """An application with two users."""
    return site(tmp_path / "store", users=USERS)


def _ready(pages: Site) -> str:
    with CASE.open("rb") as file:
        return pages.store.add("case.xlsx", file, Site.asked(), state=State.READY, sha256="0", case_name="case")


def test_each_user_comes_in_with_their_own_token(pages: Site) -> None:
    assert pages.get("/").status == 401
    assert pages.get("/", "a-token-of-nobody").status == 401
    assert "You are Ada" in pages.get("/team", ADA).text
    assert "You are Ben" in pages.get("/team", BEN).text
    door = pages.get(f"/team?token={BEN}")
    assert (door.status, door.headers["location"]) == (303, "/team")
    assert door.headers["set-cookie"].startswith(f"planner_token={BEN};")


def test_a_solve_is_that_of_its_user_within_the_users_limits(pages: Site) -> None:
    first, second = _ready(pages), _ready(pages)
    assert pages.post(f"/runs/{first}/solve", ADA, minutes="30").status == 303
    queued = pages.store.run(first)
    assert queued is not None
    assert (queued.state, queued.asked.user, queued.asked.time_limit_seconds) == (State.QUEUED, "Ada", 120.0)
    assert "by Ada" in pages.get(f"/runs/{first}/progress", BEN).text
    refused = pages.post(f"/runs/{second}/solve", ADA, minutes="1")
    assert refused.status == 429
    assert "You have 1 run waiting or solving, your limit: wait, or stop one." in refused.text
    assert pages.post(f"/runs/{second}/studies", ADA, kind="explain").status == 429
    assert pages.post(f"/runs/{second}/solve", BEN, minutes="30").status == 303
    other = pages.store.run(second)
    assert other is not None
    assert (other.asked.user, other.asked.time_limit_seconds) == ("Ben", 1800.0)


def test_what_changes_something_is_recorded_with_who_did_it(pages: Site) -> None:
    run = _ready(pages)
    pages.get("/", ADA)
    pages.post(f"/runs/{run}/solve", ADA, minutes="1")
    pages.post(f"/runs/{run}/cancel", BEN)
    pages.post("/runs/none/delete", BEN)
    folder = pages.store.folder
    entries = audit_log.latest(folder)
    assert [(one["user"], one["did"], one["status"]) for one in entries] == [
        ("Ben", "POST /runs/none/delete", 404),
        ("Ben", f"POST /runs/{run}/cancel", 303),
        ("Ada", f"POST /runs/{run}/solve", 303),
    ]
    assert entries[-1]["led_to"] == f"/runs/{run}/progress"
    with (folder / audit_log.NAME).open("a") as file:
        file.write('{"cut off')
    assert len(audit_log.latest(folder)) == 3
    page = pages.get("/team", ADA).text
    assert f"POST /runs/{run}/cancel" in page
    assert "stopped a run" in page
    assert f'<a href="/runs/{run}/progress">runs {run}</a>' in page
    assert "deleted a run <span" in page, "what was refused is marked"
    pages.post("/projects/none/versions/1/check", ADA)
    assert len(audit_log.latest(folder)) == 3, "a check changes nothing"
    assert ADA not in json.dumps(entries)


def test_whatever_can_be_done_has_words_and_leads_to_its_page() -> None:
    deeds = {
        f"{method} {re.sub('{[^}]*}', '7', route.path)}"
        for part in vars(app).values()
        if isinstance(getattr(part, "router", None), APIRouter)
        for route in part.router.routes
        if isinstance(route, APIRoute)
        for method in (route.methods or set()) - {"GET", "HEAD"}
        if not route.path.endswith("/check")
    }
    assert len(deeds) > 20
    assert {deed for deed in deeds if in_words(deed) == deed} == set()
    assert in_words("POST /projects/a/versions/3/save") == "saved a version made from version 3"
    assert page_of("POST /projects/a/versions/3/save", "") == "/projects/a/versions/3"
    assert page_of("POST /runs/a/solve", "/runs/b/progress") == "/runs/b/progress"
    assert page_of("POST /runs/a/solve", "//elsewhere") == "/runs/a"
    assert page_of("POST /runs/a/delete", "") == ""


def test_a_browser_without_a_token_is_asked_for_it(pages: Site) -> None:
    door = pages.get("/")
    assert door.status == 401
    assert door.headers["content-type"].startswith("text/html")
    assert 'name="token"' in door.text
    assert "A token is required" in door.text
    assert "not valid" not in door.text


def test_a_wrong_token_is_named_and_the_address_that_was_asked_for_is_kept(pages: Site) -> None:
    door = pages.get("/runs/x/plan?period=2029Q1&blank=&odd=%22%3E%3Cb%3E&token=wrong")
    assert door.status == 401
    assert "This token is not valid" in door.text
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', door.text)
    assert fields == [("period", "2029Q1"), ("blank", ""), ("odd", "&quot;&gt;&lt;b&gt;")]
    assert "wrong" not in door.text
    assert "This token is not valid" in pages.get("/", "a-token-of-nobody").text
    # What the form sends leads to the page.
    inside = pages.get(f"/runs/x/plan?period=2029Q1&blank=&token={BEN}")
    assert inside.headers["location"] == "/runs/x/plan?period=2029Q1&blank="


def test_a_server_without_users_has_no_page_of_a_team(tmp_path: Path) -> None:
    pages = site(tmp_path / "store")
    assert pages.get("/team").status == 404
    assert "/team" not in pages.get("/").text


def test_users_are_read_from_a_table(tmp_path: Path) -> None:
    file = tmp_path / "users.csv"
    file.write_text(f"name,token,max_minutes,max_waiting\nAda,{ADA},2,1\nBen,{BEN},,\n")
    assert read_users(file) == USERS


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "write a line with the titles name, token, max_minutes, max_waiting, then"),
        ("name,key\nAda,x\n", "max_waiting and not key, then"),
        ("name,token\nAda,short\n", "line 2: the token of Ada is too short: write at least 12 characters."),
        (f"name,token\n,{ADA}\n", "line 2: the name is missing."),
        (f"name,token,max_minutes\nAda,{ADA},many\n", "line 2: max_minutes is many: write a number above 0"),
        (f"name,token\nAda,{ADA}\nBen,{ADA}\n", "every user needs a token of their own."),
    ],
)
def test_a_table_of_users_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    file = tmp_path / "users.csv"
    file.write_text(text)
    with pytest.raises(UsersError) as refused:
        read_users(file)
    assert sentence in str(refused.value)
