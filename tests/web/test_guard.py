"""The door: names, origins, tokens, and what answers let a browser do."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.commands import STARTER
from tests.web.serving import Server, serving


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.:80", "[::2]:80"])
def test_another_name_is_refused(server: Server, host: str) -> None:
    assert server.ask("/", headers={"host": host}).status == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:9", "[::1]:8786"])
def test_names_of_this_machine_are_answered(server: Server, host: str) -> None:
    assert server.ask("/", headers={"host": host}).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:1"},
    ],
)
def test_a_page_of_another_site_may_change_nothing(server: Server, headers: dict[str, str]) -> None:
    before = len(server.ask("/api/v1/runs").json)
    assert server.post_workbook(STARTER.read_bytes(), **headers).status == 403
    assert len(server.ask("/api/v1/runs").json) == before


def test_a_page_of_this_server_may(server: Server) -> None:
    headers = {"origin": server.url, "sec-fetch-site": "same-origin"}
    assert server.post_workbook(STARTER.read_bytes(), query="?solve=false", **headers).status == 201


@pytest.mark.parametrize("path", ["/", "/api", "/static/planner.css", "/api/v1/runs", "/runs/none", "/vega.js"])
def test_every_answer_forbids_what_no_page_needs(server: Server, path: str) -> None:
    headers = server.ask(path, headers={"accept": "text/html"}).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_pages_hold_no_script_and_no_style_of_their_own(server: Server) -> None:
    for path in ("/", "/api", "/runs/none"):
        page = server.ask(path, headers={"accept": "text/html"}).text
        assert "<style" not in page
        assert " style=" not in page
        assert "onclick" not in page
        assert page.count("<script") == page.count('<script type="module" src="/')


def test_unknown_pages_are_answered_with_pages(server: Server) -> None:
    answer = server.ask("/nowhere", headers={"accept": "text/html"})
    assert answer.status == 404
    assert "That did not work" in answer.text


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/examples/..%2f..%2fx.xlsx"]
)
def test_no_path_leads_out(server: Server, path: str) -> None:
    assert server.ask(path).status == 404


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on all addresses."""
    store = tmp_path_factory.mktemp("module") / "store"
    with serving(store, "--host", "0.0.0.0", "--token", "s3cret-token", "--allow-host", "plans.example") as running:
        yield running


class TestWithToken:
    """A server that other machines can reach lets nobody in without its token."""

    def test_nothing_is_answered_without(self, open_server: Server) -> None:
        for path in ("/", "/static/planner.css", "/api/v1/runs", "/?token=wrong"):
            assert open_server.ask(path).status == 401
        assert open_server.post_workbook(STARTER.read_bytes()).status == 401
        assert open_server.ask("/", headers={"authorization": "Bearer s3cret"}).status == 401

    def test_programs_send_it_as_a_bearer(self, open_server: Server) -> None:
        assert open_server.ask("/api/v1/runs", headers={"authorization": "Bearer s3cret-token"}).status == 200

    def test_browsers_keep_it_in_a_cookie(self, open_server: Server) -> None:
        answer = open_server.ask("/runs/x/plan?token=s3cret-token&a=b")
        assert answer.status == 303
        assert answer.headers["location"] == "/runs/x/plan?a=b"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert open_server.ask("/", headers={"cookie": cookie.split(";")[0]}).status == 200

    def test_it_does_not_lead_to_another_site(self, open_server: Server) -> None:
        answer = open_server.ask("//evil.example/?token=s3cret-token")
        assert answer.status == 303
        assert urlsplit(answer.headers["location"]).netloc == ""

    def test_a_name_that_was_allowed_is_answered(self, open_server: Server) -> None:
        headers = {"host": "plans.example", "authorization": "Bearer s3cret-token"}
        assert open_server.ask("/", headers=headers).status == 200
        assert open_server.ask("/", headers={**headers, "host": "other.example"}).status == 421

    def test_the_address_that_was_called_is_answered(self, open_server: Server) -> None:
        port = urlsplit(open_server.url).port
        called = replace(open_server, url=f"http://127.0.0.2:{port}")
        bearer = {"authorization": "Bearer s3cret-token"}
        assert called.ask("/api/v1/runs", headers=bearer).status == 200
        assert called.ask("/api/v1/runs").status == 401
        assert open_server.ask("/api/v1/runs", headers={**bearer, "host": f"127.0.0.2:{port}"}).status == 421


def test_a_token_is_made_where_none_is_given(store: Path) -> None:
    with serving(store, "--host", "0.0.0.0") as running:
        assert running.ask("/").status == 401
