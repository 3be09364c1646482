"""What all pages share: the runtime of the charts, the template and the examples."""

import re

from openpyxl import load_workbook

from planner.web.examples import WORDS
from planner.web.store import assets
from planner.workbook.template.examples import Example, example_bytes
from tests.web.serving import Server


def test_every_example_can_be_downloaded_and_tried(server: Server) -> None:
    assert set(WORDS) == set(assets.EXAMPLES) == set(Example)
    page = server.ask("/").text
    for example in Example:
        assert f'href="/examples/{example}.xlsx"' in page
        assert server.ask(f"/examples/{example}.xlsx").body == example_bytes(example)
    form = {"content-type": "application/x-www-form-urlencoded"}
    tried = server.ask("/example", b"name=starter", "POST", form)
    assert tried.status == 303
    assert server.run(tried.headers["location"].split("/")[2])["state"] == "ready"
    assert server.ask("/example", b"name=../../x", "POST", form).status == 404


def test_the_template_can_be_downloaded(server: Server) -> None:
    assert server.ask("/template.xlsx").headers["content-disposition"] == 'attachment; filename="my_case.xlsx"'
    assert "sites" in load_workbook(assets.folder(server.store) / assets.TEMPLATE, read_only=True).sheetnames


def test_the_runtime_is_packed_for_browsers_and_plain_for_others(server: Server) -> None:
    packed = server.ask("/vega.js", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < 400_000
    plain = server.ask("/vega.js")
    assert "content-encoding" not in plain.headers
    assert b"vegaEmbed" in plain.body


def test_pages_name_no_other_server(server: Server) -> None:
    paths = (
        "/",
        "/api",
        "/static/planner.css",
        *(f"/static/{n}.js" for n in ("charts", "progress", "tables", "upload")),
    )
    for path in paths:
        links = set(re.findall(r"https?://[^\s\"'<)]+", server.ask(path).text))
        assert {link for link in links if not link.startswith(server.url)} == set(), path
