"""The loop of a planner in a real browser: ask, apply, compare, look for a cause, hand out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.cli.commands import ROOT
from tests.web.browsing import NEEDED, barriers, chromium, watched
from tests.web.serving import Server

pytestmark = NEEDED
CASE = ROOT / "examples" / "scanner_shortage" / "case.xlsx"
PRINT = (
    "window.print = () => {"
    "document.title = `${document.querySelectorAll('figure[data-chart]:not([data-drawn])').length} undrawn`}"
)
"""Instead of a printer: how many charts would be missing on paper."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with chromium() as running:
        yield running


def _is_in_order(page: Page, width: int) -> None:
    """Hold a page to what is true of all: no barriers, and nothing beside the window."""
    for figure in page.locator("figure[data-chart]").all():
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_attribute("data-drawn", "yes")
    assert barriers(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def test_a_page_printed_while_its_runtime_of_charts_is_loading_has_all_its_charts(
    browser: Browser, server: Server
) -> None:
    run = server.post_workbook(CASE.read_bytes(), "case.xlsx").json["id"]
    server.wait(run, "ended")
    with watched(browser, server.url) as page:
        held: list[Route] = []
        page.route("**/vega.js", lambda route: held.append(route))
        page.goto(f"{server.url}/runs/{run}/plan", wait_until="commit")
        page.evaluate(PRINT)
        page.get_by_role("button", name="Print").click()
        expect(page.locator("figure[data-chart][data-drawn]")).to_have_count(0)
        while not held:
            page.wait_for_timeout(10)
        page.wait_for_timeout(200)
        held[0].continue_()
        expect(page).to_have_title("0 undrawn")


HELD = """
  let embed;
  const opened = new Promise((open) => (window.open_gate = open));
  const held = async (...asked) => {
    window.drawings = (window.drawings ?? 0) + 1;
    await opened;
    return embed(...asked);
  };
  Object.defineProperty(window, "vegaEmbed", { get: () => embed && held, set: (given) => (embed = given) });
"""
"""Every drawing waits for a gate."""


def test_a_look_that_changes_while_charts_are_drawn_is_the_look_of_all_of_them(
    browser: Browser, server: Server
) -> None:
    run = server.post_workbook(CASE.read_bytes(), "case.xlsx").json["id"]
    server.wait(run, "ended")
    with watched(browser, server.url, color_scheme="light") as page:
        page.add_init_script(HELD)
        page.goto(f"{server.url}/runs/{run}/plan")
        page.wait_for_function("() => window.drawings > 0")
        page.emulate_media(color_scheme="dark")
        page.evaluate("() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))")
        page.evaluate("open_gate()")
        figures = page.locator("figure[data-chart]")
        expect(page.locator("figure[data-drawn=yes]")).to_have_count(figures.count())
        drawn = "".join(page.locator("figure svg").evaluate_all("all => all.map(one => one.outerHTML)"))
        of_light, of_dark = "#1F3A5F", "#6C8EBF"
        assert of_dark in drawn
        assert of_light not in drawn


def test_ask_apply_compare_find_the_cause_and_hand_out(browser: Browser, server: Server, tmp_path: Path) -> None:
    run = server.post_workbook(CASE.read_bytes(), "case.xlsx").json["id"]
    server.wait(run, "ended")
    project = server.ask(f"/runs/{run}/edit", b"", "POST").headers["location"].rpartition("/versions/")[0]
    with watched(browser, server.url, viewport={"width": 1280, "height": 900}) as page:
        # Ask: results come while the study runs, and the answer takes their place.
        page.goto(f"{server.url}/runs/{run}/plan")
        page.get_by_role("link", name="Ask why").click()
        _is_in_order(page, 1280)
        page.get_by_label("Ask at most").fill("2")
        page.get_by_role("button", name="Ask: What is one more of each thing worth?").click()
        page.wait_for_url(re.compile("/studies/"))
        study = page.url
        expect(page.locator(".answer")).to_contain_text("As it stands the plan covers")
        _is_in_order(page, 1280)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download the workbook").click()
        assert waiting.value.suggested_filename == "case_worth.xlsx"
        # Apply: the first suggestion becomes a run of its own, which starts from this plan.
        page.get_by_role("button", name=re.compile("^Apply and solve")).first.click()
        page.wait_for_url(re.compile("/plan$"))
        changed = page.url.split("/")[-2]
        expect(page.locator(".headline")).to_contain_text("what if:")
        versions = server.ask(project).text
        assert "2 versions, " in versions
        assert "what if: " in versions
        # Compare: inputs, charts and the split of the cost come after the figures.
        page.get_by_role("link", name="See the difference").click()
        expect(page.locator("#table-inputs tbody tr").first).to_be_visible()
        expect(page.locator("#table-cost")).to_be_visible()
        expect(page.locator("[data-part] figure")).to_have_count(3)
        page.get_by_role("link", name="Drawn by fund").click()
        expect(page.locator("nav.within")).to_be_in_viewport()
        _is_in_order(page, 1280)
        # The cause: a year of the table leads to the page of that year, and back to the whole.
        page.goto(f"{server.url}/runs/{run}/plan")
        page.locator("#years tbody a").first.click()
        page.wait_for_url(re.compile("year="))
        expect(page.locator("#why")).to_contain_text("demanded is covered")
        expect(page.locator("#years tbody tr")).to_have_count(1)
        page.locator("select[name=node]").select_option(index=1)
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page).to_have_url(re.compile("node=.+year="))
        # In that year nothing is demanded yet: a chart without rows says so.
        figure = page.get_by_role("figure", name="Demand covered, and what is short")
        figure.scroll_into_view_if_needed()
        expect(figure).to_contain_text("Nothing that is chosen is in this chart.")
        page.get_by_role("link", name="Show all").click()
        # A bar leads on too.
        figure = page.get_by_role("figure", name="What is built, when")
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_attribute("data-drawn", "yes")
        figure.locator(".mark-rect path").first.click(force=True)
        expect(page).to_have_url(re.compile("site="))
        # Hand out: one file that opens by itself.
        page.goto(f"{server.url}/runs/{changed}/plan")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Save as one page").click()
        waiting.value.save_as(tmp_path / "plan.html")
        with page.expect_download() as waiting:
            page.get_by_role("figure", name="What is built, when").get_by_role("link", name="PNG").click()
        assert waiting.value.suggested_filename.endswith("_gantt.png")
        # A link keeps the order of a table, and what is printed has all of its charts.
        page.locator("#years thead button").nth(3).click()
        expect(page).to_have_url(re.compile("order=years:4$"))
        page.reload()
        expect(page.locator("#years th").nth(3)).to_have_attribute("aria-sort", "ascending")
        page.locator("select[name=node]").select_option(index=1)
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page).to_have_url(re.compile(r"/plan\?node=[^&]+&order=years(:|%3A)4$"))
        expect(page.locator("#years th").nth(3)).to_have_attribute("aria-sort", "ascending")
        page.evaluate(PRINT)
        page.get_by_role("button", name="Print").click()
        expect(page).to_have_title("0 undrawn")
        # Print: nothing scrolls, no row is hidden, and charts end where the paper does.
        page.emulate_media(media="print")
        cut = page.evaluate(
            "() => [...document.querySelectorAll('.scroll, .plot')]"
            ".filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.getAttribute('aria-label'))"
        )
        assert cut == []
        assert page.locator("tbody tr").evaluate_all("rows => rows.every(row => row.offsetHeight > 0)")
        # The list of runs keeps up with the server; what is chosen stays chosen.
        page.emulate_media(media="screen")
        page.goto(server.url)
        page.get_by_role("checkbox").first.check()
        page.locator(":focus").evaluate("one => one.blur()")
        rows = page.locator("#recent-runs tbody tr")
        count = rows.count()
        server.post_workbook(CASE.read_bytes(), "next.xlsx", "?solve=false")
        expect(rows).to_have_count(count + 1)
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    with watched(browser, server.url, viewport={"width": 390, "height": 800}, color_scheme="dark") as page:
        for path in (f"/runs/{run}/studies", study.removeprefix(server.url), f"/runs/{run}/plan?year=2028", "/words"):
            page.goto(server.url + path)
            _is_in_order(page, 390)
            if "/studies/" in path:  # its edits are long: a phone shows them on request
                assert page.locator(".scroll.wide:visible").count() == 0
                expect(page.locator("#table-worth th", has_text="Edits")).to_be_hidden()
        page.goto(f"{server.url}/compare?run={run}&run={changed}")
        expect(page.locator("#table-inputs tbody tr").first).to_be_visible()
        _is_in_order(page, 390)
        # One below the other, both plots name their rows.
        rows = page.get_by_role("figure", name="What is built, when").locator(".role-axis-label text")
        names = [name for name in rows.all_text_contents() if "·" in name]
        assert len(names) == 2 * len(set(names)) > 0
    with watched(browser, "file://", java_script_enabled=False) as page:
        page.goto((tmp_path / "plan.html").as_uri())
        expect(page.locator("img").first).to_be_visible()
        assert page.locator("img").evaluate_all("all => all.every(one => one.naturalWidth > 0)")
