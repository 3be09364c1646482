"""The pages in a real browser, from the drop of a workbook to the plan that is taken home."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from planner.report.readback.tables import read_tables
from tests.cli.commands import FOUNDRY, STARTER
from tests.web.browsing import NEEDED, barriers, chromium, watched
from tests.web.hostile import instead, starter_with
from tests.web.serving import Server, serving

pytestmark = NEEDED


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of a browser of its own."""
    with watched(browser, server.url, viewport={"width": 1280, "height": 900}) as opened:
        yield opened


@pytest.fixture(scope="module")
def solved(server: Server) -> str:
    """A run that is solved."""
    run: str = server.post_workbook(STARTER.read_bytes(), "starter.xlsx", "?gap=1e-7").json["id"]
    server.wait(run, "ended")
    return run


def _drop(page: Page, path: Path) -> None:
    page.set_input_files("#file", path)


def _starts(server: Server, run: str, site: str) -> list[list[object]]:
    starts: list[list[object]] = server.ask(f"/api/v1/runs/{run}/plan").json["starts"]
    return [start for start in starts if start[0] == site]


def _scroll_through(page: Page) -> None:
    """Look at every chart of a page, so that all are drawn."""
    for figure in page.locator("figure[data-chart]").all():
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_attribute("data-drawn", "yes")


def test_from_the_drop_to_the_plan_workbook(page: Page, server: Server, tmp_path: Path) -> None:
    page.goto(server.url)
    _drop(page, STARTER)
    expect(page.get_by_text("Ready to solve.")).to_be_visible()
    page.get_by_role("button", name="Solve", exact=True).click()
    # How a solve is followed is seen at a long one below: this one may be over before its page is open.
    page.wait_for_url(re.compile("/plan$"))
    expect(page.locator("figure[data-drawn=yes]").first).to_be_visible()
    expect(page.locator(".tile").first).to_contain_text("96.0 %")
    expect(page.locator(".answer")).to_contain_text("Invest 12.3 bn USD in 7 phases at 3 sites")
    _scroll_through(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the plan workbook").click()
    assert waiting.value.suggested_filename == "starter_plan.xlsx"
    waiting.value.save_as(tmp_path / "plan.xlsx")
    assert len(read_tables(tmp_path / "plan.xlsx")["starts"]) > 0


def test_faults_stand_by_sheet_with_cell_and_fix(page: Page, server: Server, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.xlsx"
    faulty.write_bytes(starter_with({"xl/worksheets/sheet6.xml": instead(b"Kaohsiung", b"Kaosiung")}))
    page.goto(server.url)
    _drop(page, faulty)
    expect(page.get_by_role("alert")).to_contain_text("1 error must be fixed")
    section = page.locator("section.faults").first
    expect(section.get_by_role("heading")).to_contain_text("site_nodes")
    expect(section).to_contain_text("Kaosiung")
    expect(section).to_contain_text("Kaohsiung")
    expect(page.get_by_role("button", name="Solve")).to_have_count(0)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the marked workbook").click()
    assert waiting.value.suggested_filename == "faulty_marked.xlsx"
    assert Path(waiting.value.path()).read_bytes().startswith(b"PK")
    assert barriers(page) == []


def test_a_file_that_is_too_large_is_reported_before_it_is_sent(page: Page, server: Server, tmp_path: Path) -> None:
    large = tmp_path / "large.xlsx"
    with large.open("wb") as file:
        file.truncate(30_000_000)
    page.goto(server.url)
    _drop(page, large)
    expect(page.locator("#message")).to_contain_text("the limit is 25 MB")


_UNCUT = """() => {
  const svg = document.querySelector("#closing svg")?.getBoundingClientRect();
  const numbers = [...document.querySelectorAll("#closing .role-axis-label text")];
  return svg && numbers.length > 3 && numbers.every((one) => one.getBoundingClientRect().left >= svg.left - 1);
}"""
"""Whether the numbers at the axes are whole, though they come after the first drawing."""


def test_a_running_solve_is_followed_left_found_again_and_stopped(browser: Browser, page: Page, server: Server) -> None:
    page.goto(server.url)
    _drop(page, FOUNDRY)
    page.get_by_role("button", name="Solve", exact=True).click()
    page.wait_for_url(re.compile("/progress$"))
    url = page.url
    expect(page.locator("#bound")).not_to_have_text("–")
    page.goto(server.url)
    with watched(browser, server.url, viewport={"width": 390, "height": 800}) as other:
        other.goto(url)
        expect(other.locator("#incumbent")).not_to_have_text("–")
        expect(other.locator("#log")).to_contain_text("building the model")
        expect(other.locator("#closing svg")).to_be_visible()
        other.wait_for_function(_UNCUT)
        assert barriers(other) == []
        other.get_by_role("button", name="Stop and keep the best plan").click()
        expect(other.locator("#state")).to_contain_text("Stopping")
        other.wait_for_url(re.compile("/plan$"))
        expect(other.locator(".answer")).to_contain_text("cancelled")
    page.reload()
    expect(page.locator("tbody tr").first).to_contain_text("cancelled")


def test_a_server_that_has_gone_is_reported_and_a_run_is_deleted_in_two_steps(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "store") as server:
        run = server.post_workbook(FOUNDRY.read_bytes(), "foundry.xlsx").json["id"]
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{server.url}/runs/{run}/progress")
        expect(page.locator("#log")).to_contain_text("building the model")
        server.kill()
        expect(page.locator("#state")).to_contain_text("The server does not answer")
        context.close()
    with serving(tmp_path / "store") as server, watched(browser, server.url) as page:
        page.goto(f"{server.url}/runs/{run}/check")
        expect(page.get_by_role("button", name="Delete it")).to_be_hidden()
        page.get_by_text("Delete this run").click()
        page.get_by_role("button", name="Delete it").click()
        expect(page.get_by_text("None yet.")).to_be_visible()


def test_a_plan_is_printed_with_all_its_charts_though_nobody_has_come_to_them(
    page: Page, server: Server, solved: str
) -> None:
    page.goto(f"{server.url}/runs/{solved}/plan")
    figures = page.locator("figure[data-chart]")
    expect(page.locator("figure[data-drawn=yes]")).to_have_count(figures.count())
    assert figures.count() > 4
    assert page.evaluate("window.scrollY") == 0


def test_the_slider_moves_the_map_through_time(page: Page, server: Server, solved: str) -> None:
    page.goto(f"{server.url}/runs/{solved}/plan")
    figure = page.locator("figure[data-chart$='sites.json']")
    expect(figure).to_have_attribute("data-drawn", "yes")
    # The map opens where construction begins.
    expect(figure.locator("output")).to_have_text("2027Q1")
    expect(figure.locator("svg")).not_to_contain_text("Singapore  3")
    expect(figure.locator("svg")).to_contain_text("Kaohsiung  0 + 1")
    slider = page.get_by_role("slider", name="Period")
    slider.focus()
    page.keyboard.press("End")
    expect(figure.locator("svg")).to_contain_text("Singapore  3")
    # The address leads back to this period, also where it was played.
    expect(page).to_have_url(re.compile(r"\?period=2029Q4$"))
    page.reload()
    expect(figure.locator("output")).to_have_text("2029Q4")
    page.get_by_role("slider", name="Period").focus()
    page.keyboard.press("Home")
    page.get_by_role("button", name="Play").click()
    expect(page).to_have_url(re.compile(r"\?period=2029Q4$"))


_PRINT = """() => { window.print = () => {
  const [period, sites] = ["output", ".standing"].map((name) => document.querySelector(name).textContent);
  document.title = `map of ${period}: ${sites}`;
} }"""


def test_a_printed_map_stands_at_its_end_unless_a_period_was_chosen(page: Page, server: Server, solved: str) -> None:
    for query, period in (("", "2029Q4"), ("?period=2027Q3", "2027Q3")):
        page.goto(f"{server.url}/runs/{solved}/plan{query}")
        page.evaluate(_PRINT)
        opened = page.locator("output").inner_text()
        page.get_by_role("button", name="Print").click()
        expect(page).to_have_title(re.compile(f"map of {period}: Kaohsiung"))
        expect(page.locator("output")).to_have_text(opened)
    page.emulate_media(media="print")
    expect(page.locator("output")).to_be_visible()
    expect(page.get_by_role("slider")).to_be_hidden()


def test_a_narrow_window_lists_the_sites_of_the_period(browser: Browser, server: Server, solved: str) -> None:
    with watched(browser, server.url, viewport={"width": 390, "height": 800}) as page:
        page.goto(f"{server.url}/runs/{solved}/plan")
        expect(page.locator(".standing")).to_have_text("Kaohsiung 0 + 1")
        page.get_by_role("slider", name="Period").focus()
        page.keyboard.press("End")
        expect(page.locator(".standing")).to_have_text("Kaohsiung 3 · Singapore 3 · Phoenix AZ 1")
        page.get_by_role("link", name="Singapore 3").click()
        expect(page).to_have_url(re.compile("site=Singapore"))
        expect(page.locator("#why")).to_contain_text("Singapore")


def test_bars_are_reached_and_followed_by_keyboard(page: Page, server: Server, solved: str) -> None:
    page.goto(f"{server.url}/runs/{solved}/plan")
    _scroll_through(page)
    for figure in page.locator("figure[data-chart]").all():
        expect(figure.locator(".plot [tabindex='0']")).to_have_count(1)
    capacity = page.get_by_role("figure", name="Capacity against use").locator(".plot")
    assert capacity.locator("[aria-label*='capacity new']").count() > 5
    assert capacity.locator("[aria-label$='kwspm 0.0']").count() == 0, "a bar that nobody sees is no stop"
    figure = page.get_by_role("figure", name="What is built, when")
    bars = figure.get_by_role("link").filter(has_not=page.locator("a"))
    bar = figure.locator(".plot [role=link]").first
    expect(bar).to_have_accessible_name(re.compile(r"what Kaohsiung · CoWoS, .*stage construction, from 2\d+Q\d"))
    assert bars.count() > 5
    # From the button before it, the Tab key leads to the chart, arrows to its bars, and once more to what follows.
    figure.locator(".plot [tabindex='0']").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(bar).to_be_focused()
    assert bar.evaluate("one => one.matches(':focus-visible') && getComputedStyle(one).outlineStyle") == "solid"
    expect(page.locator(".tip")).to_contain_text("Kaohsiung · CoWoS")
    page.keyboard.press("ArrowRight")
    expect(bar).not_to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".tip")).to_be_hidden()
    page.keyboard.press("End")
    last = figure.locator(".plot :focus").get_attribute("aria-label") or ""
    page.keyboard.press("Tab")
    assert figure.locator(".plot :focus").count() == 0
    page.keyboard.press("Shift+Tab")
    assert figure.locator(".plot :focus").get_attribute("aria-label") == last, "the chart remembers its bar"
    page.keyboard.press("Enter")
    site, node = last.removeprefix("what ").partition(",")[0].split(" · ")
    expect(page.locator("#why strong")).to_contain_text(site)
    expect(page.locator("#why strong")).to_contain_text(node)


def test_circles_of_the_map_are_named_anew_in_each_period(page: Page, server: Server, solved: str) -> None:
    page.goto(f"{server.url}/runs/{solved}/plan")
    figure = page.locator("figure[data-chart$='sites.json']")
    expect(figure).to_have_attribute("data-drawn", "yes")
    page.get_by_role("slider", name="Period").focus()
    page.keyboard.press("End")
    circle = figure.locator(".plot [aria-label^='site Singapore']")
    expect(circle).to_have_accessible_name(re.compile("period 2029Q4, online 3"))
    expect(figure.locator(".plot [tabindex='0']")).to_have_count(1)


def test_tables_are_sorted_by_their_titles(page: Page, server: Server, solved: str) -> None:
    page.goto(f"{server.url}/runs/{solved}/plan")
    title = page.locator("#built").get_by_role("button", name="Capex [bn USD]")
    cells = page.locator("#built tbody td:last-child")
    title.click()
    assert cells.all_inner_texts() == ["0.2", "1.0", "1.6", "4.0", "5.5"]
    title.press("Enter")
    assert cells.all_inner_texts() == ["5.5", "4.0", "1.6", "1.0", "0.2"]


_HEADS = """(width) => {
  const scroll = document.querySelector("#years").closest(".scroll");
  const body = scroll.querySelector("tbody");
  for (let more = 0; more < 60; more++) body.append(body.rows[0].cloneNode(true));
  scroll.querySelector("table").style.width = width;
  window.dispatchEvent(new Event("resize"));
  scroll.scrollIntoView({ behavior: "instant" });
  window.scrollBy({ top: 700, behavior: "instant" });
}"""
_OVER = """() => {
  const head = document.querySelector("#years thead th").getBoundingClientRect();
  const nav = document.querySelector("nav.within").getBoundingClientRect();
  return nav.top === 0 && head.top <= nav.bottom + 1 && head.bottom > nav.bottom;
}"""


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_no_table_of_a_plan_needs_to_scroll_sideways(browser: Browser, server: Server, solved: str, width: int) -> None:
    with watched(browser, server.url, viewport={"width": width, "height": 900}) as page:
        for path in (f"/runs/{solved}/plan", "/"):
            page.goto(server.url + path)
            expect(page.locator(".scroll:visible").first).to_be_visible()
            assert page.locator(".scroll.wide:visible").count() == 0, path


_TOUCHING = """() => [...document.querySelectorAll(".plot .role-axis-label")].flatMap((axis) => {
  const all = [...axis.querySelectorAll("text")];
  const shown = all.filter((text) => text.textContent && text.getAttribute("opacity") !== "0");
  const boxes = shown.map((text) => [text.textContent, text.getBoundingClientRect()]);
  return boxes.flatMap(([name, one], at) => boxes.slice(at + 1).filter(([, other]) =>
    one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1
  ).map(([other]) => `${name} ${other}`));
})"""
"""Labels of one axis that lie over each other."""


@pytest.mark.parametrize("width", [390, 1280])
def test_no_label_lies_over_another_and_tables_keep_their_titles_in_view_under_the_table_of_contents(
    browser: Browser, server: Server, solved: str, width: int
) -> None:
    with watched(browser, server.url, viewport={"width": width, "height": 800}) as page:
        page.goto(f"{server.url}/runs/{solved}/plan")
        _scroll_through(page)
        assert page.evaluate(_TOUCHING) == []
        for table in ("100%", "2000px"):
            page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
            page.evaluate(_HEADS, table)
            page.wait_for_function(_OVER, timeout=60_000)
            is_wide = page.locator("#years").evaluate("one => one.closest('.scroll').classList.contains('wide')")
            assert is_wide is (table == "2000px")


def test_what_if_solves_again_and_shows_the_difference(page: Page, server: Server, solved: str) -> None:
    page.goto(f"{server.url}/runs/{solved}/plan")
    page.get_by_role("link", name="What if…").click()
    assert barriers(page) == []
    page.get_by_label("Budget of Founders, bn USD").fill("9")
    page.get_by_label("What if at Phoenix AZ").select_option("forbid")
    page.get_by_label("What if at Kaohsiung").select_option("keep")
    page.get_by_role("button", name="Solve as a new run").click()
    page.wait_for_url(re.compile("/plan$"))
    expect(page.locator(".headline")).to_contain_text("budget of Founders: 9.0 bn USD; nothing new at Phoenix AZ")
    expect(page.locator("#built tbody")).not_to_contain_text("Phoenix")
    expect(page.locator("#funds tbody")).to_contain_text("9.0")
    changed = server.run(page.url.split("/")[-2])
    kept = [
        start for start in server.ask(f"/api/v1/runs/{changed['id']}/plan").json["starts"] if start[0] == "Kaohsiung"
    ]
    before = [start for start in server.ask(f"/api/v1/runs/{solved}/plan").json["starts"] if start[0] == "Kaohsiung"]
    assert kept == before
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the plan workbook").click()
    assert waiting.value.suggested_filename == f"starter_what_if_{changed['id'][:6]}_plan.xlsx"
    page.get_by_role("link", name="See the difference").click()
    page.wait_for_url(f"**/compare?run={solved}&run={changed['id']}")
    expect(page.get_by_role("row", name=re.compile("^Budget"))).to_contain_text("-3.0")
    expect(page.locator("main")).to_contain_text("Phoenix AZ · N3")
    assert barriers(page) == []
    # A list of runs gives the newest first; the differences are to the oldest all the same.
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{server.url}/compare?run={changed['id']}&run={solved}")
    expect(page.get_by_role("row", name=re.compile("^Budget"))).to_contain_text("-3.0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_if_of_a_what_if_names_both_changes(page: Page, server: Server, solved: str) -> None:
    page.goto(f"{server.url}/runs/{solved}/what-if")
    page.get_by_label("Budget of Founders, bn USD").fill("11")
    page.get_by_role("button", name="Solve as a new run").click()
    page.wait_for_url(re.compile("/plan$"))
    page.get_by_role("link", name="What if…").click()
    expect(page.locator("main")).to_contain_text("Earlier changes are kept: budget of Founders: 11.0 bn USD")
    page.get_by_label("What if at Singapore").select_option("forbid")
    page.get_by_label("What if of N3").select_option("forbid")
    page.get_by_role("button", name="Solve as a new run").click()
    page.wait_for_url(re.compile("/plan$"))
    words = "budget of Founders: 11.0 bn USD, then nothing new at Singapore; nothing new of N3"
    expect(page.locator(".headline")).to_contain_text(words)
    expect(page.locator("#built tbody")).not_to_contain_text("N3")
    # From the plan to its case, where every other cell can be changed.
    page.get_by_role("button", name="Change the case").click()
    page.wait_for_url(re.compile("/versions/"))
    expect(page.locator("#verdict")).to_contain_text("can be solved")


def test_what_if_changes_single_prices_lanes_and_locks(page: Page, server: Server, solved: str) -> None:
    page.goto(f"{server.url}/runs/{solved}/what-if")
    figure = page.get_by_role("combobox", name="Figure")
    label = page.locator("optgroup[label='Price [USD] (products)'] option").first.inner_text().partition(":")[0]
    figure.select_option("products.0.price_usd")
    page.get_by_label("New value of the figure").fill("12345")
    page.get_by_label("New rule: from", exact=True).select_option("Taiwan")
    page.get_by_label("New rule: to").select_option("America")
    page.get_by_label("new rule", exact=True).select_option("closed")
    page.get_by_label("New lock: what").select_option("N3 at Phoenix AZ")
    page.get_by_label("New lock: at least").fill("1")
    page.get_by_role("button", name="One more lock").press("Enter")
    expect(page.get_by_label("New lock: what").nth(1)).to_be_focused()
    page.keyboard.type("CoWoS at Sing")
    page.get_by_label("New lock: at most").nth(1).fill("3")
    assert barriers(page) == []
    page.get_by_role("button", name="Solve as a new run").click()
    page.wait_for_url(re.compile("/plan$"))
    expect(page.locator(".headline")).to_contain_text(
        f"Price [USD] of {label}: 12,345; Taiwan → America: closed; N3 at Phoenix AZ: at least 1; "
        "CoWoS at Singapore: at most 3"
    )
    starts = _starts(server, page.url.split("/")[-2], "Phoenix AZ")
    assert sum(int(str(start[3])) for start in starts) >= 1
    page.get_by_role("button", name="Change the case").click()
    page.wait_for_url(re.compile("/versions/"))
    expect(page.locator("#verdict")).to_contain_text("can be solved")


@pytest.mark.parametrize("has_script", [True, False])
def test_a_what_if_that_is_refused_leads_back_to_its_form(
    browser: Browser, server: Server, solved: str, has_script: bool
) -> None:
    context = browser.new_context(java_script_enabled=has_script)
    page = context.new_page()
    page.goto(f"{server.url}/runs/{solved}/what-if")
    page.get_by_label("New value of the figure").fill("7")
    page.get_by_role("button", name="Solve as a new run").click()
    expect(page.get_by_role("alert")).to_contain_text("A new value of 7 is given: choose the figure that it is for.")
    if has_script:  # what is filled in stays
        expect(page.get_by_label("New value of the figure")).to_have_value("7")
        page.get_by_label("New value of the figure").fill("")
        page.get_by_role("button", name="Solve as a new run").click()
        expect(page.get_by_role("alert")).to_contain_text("No change was given")
        # An answer that is no object of JSON is reported by its status.
        page.route("**/what-if", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
        page.get_by_role("button", name="Solve as a new run").click()
        expect(page.get_by_role("alert")).to_contain_text("The server answered with status 502: try again.")
        page.unroute("**/what-if")
        page.route("**/what-if", lambda route: route.abort())
        page.get_by_role("button", name="Solve as a new run").click()
        expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    else:
        page.get_by_role("link", name="Try again").click()
        page.wait_for_url(f"**/runs/{solved}/what-if")
    context.close()


def test_shortage_opens_with_its_cause_and_bans_have_a_table_only_where_there_are_any(
    page: Page, server: Server, solved: str
) -> None:
    page.goto(f"{server.url}/runs/{solved}/plan")
    expect(page.locator("#causes p").first).to_contain_text("kunits demanded stay short")
    expect(page.locator("#causes li").first).to_contain_text("is in use")
    expect(page.locator("#binds thead")).not_to_contain_text("Saves")
    expect(page.locator("#bans")).to_have_count(0)
    expect(page.locator("#proof")).to_contain_text("Objective, least cost")


def test_a_narrow_window_shows_the_fix_of_each_fault(browser: Browser, server: Server) -> None:
    content = starter_with({"xl/worksheets/sheet6.xml": instead(b"Kaohsiung", b"Kaosiung")})
    run = server.post_workbook(content, "faulty.xlsx").json["id"]
    with watched(browser, server.url, viewport={"width": 390, "height": 800}) as page:
        page.goto(f"{server.url}/runs/{run}/check")
        box = page.locator(".faults td", has_text="write Kaohsiung").first.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
        assert barriers(page) == []


def test_charts_fill_the_room_that_a_wide_window_gives(page: Page, server: Server, solved: str) -> None:
    page.goto(f"{server.url}/runs/{solved}/plan")
    _scroll_through(page)
    for title in ("Sites over time", "What is built, when", "Capacity against use"):
        plot = page.get_by_role("figure", name=title).locator(".plot")
        share = plot.evaluate("plot => plot.querySelector('svg').getBoundingClientRect().width / plot.clientWidth")
        assert 0.9 < share <= 1, title
        assert (plot.get_attribute("aria-label") or "").startswith(title), "Vega gives every plot the same name"


def test_a_case_without_a_plan_is_reported_in_red_and_draws_no_empty_chart(
    page: Page, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "locked.xlsx"
    book = load_workbook(STARTER)
    locks = book.create_sheet("locks")
    locks.append(["site", "node", "from_period", "until_period", "min_phases"])
    locks.append(["Kaohsiung", "N3", "2027Q1", "2027Q1", 3])
    budget = book["budget"]
    for column in range(2, 14):
        budget.cell(2, column).value = 0.2
    book.save(path)
    run = server.post_workbook(path.read_bytes(), query="?time_limit=600").json["id"]
    server.wait(run, "ended")
    page.goto(f"{server.url}/runs/{run}/progress")
    expect(page.locator("#state.bad")).to_contain_text("Infeasible")
    expect(page.locator("#log")).to_contain_text("ended")
    expect(page.locator("#closing")).to_be_hidden()
    expect(page.locator("main")).to_contain_text("at most 10 minutes")


def test_a_solve_that_is_over_is_not_reported_as_going_on(page: Page, server: Server, solved: str) -> None:
    page.goto(f"{server.url}/runs/{solved}/progress")
    expect(page.locator("#log")).to_contain_text("ended")
    expect(page.locator("#state")).to_have_text("Optimal")


@pytest.mark.parametrize(("width", "schemes"), [(1280, ("light", "dark")), (390, ("dark",))])
def test_every_page_is_free_of_barriers(
    browser: Browser, server: Server, solved: str, width: int, schemes: tuple[Literal["light", "dark"], ...]
) -> None:
    with watched(browser, server.url, viewport={"width": width, "height": 900}) as page:
        for path in ("/", f"/runs/{solved}/check", f"/runs/{solved}/progress", f"/runs/{solved}/plan", "/api"):
            page.emulate_media(color_scheme=schemes[0])
            page.goto(server.url + path)
            for scheme in schemes:
                page.emulate_media(color_scheme=scheme)
                page.evaluate("() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))")
                _scroll_through(page)
                assert barriers(page) == [], (path, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            for plot in page.locator("figure .plot").all():
                assert plot.evaluate("plot => plot.scrollWidth - plot.clientWidth") <= 0, "a chart scrolls sideways"


def test_a_chosen_file_is_uploaded_once_though_the_button_is_pressed_too(page: Page, server: Server) -> None:
    posts: list[str] = []
    page.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    page.goto(server.url)
    page.evaluate(
        """() => {
          const field = document.getElementById("file");
          const chosen = new DataTransfer();
          chosen.items.add(new File(["x"], "case.xlsx"));
          field.files = chosen.files;
          field.dispatchEvent(new Event("change"));
          field.form.requestSubmit();
        }"""
    )
    expect(page.get_by_text("must be fixed before")).to_be_visible()
    assert posts == [f"{server.url}/upload"]


def test_the_page_is_light(page: Page, server: Server, solved: str) -> None:
    weights: list[int] = []
    page.on("requestfinished", lambda asked: weights.append(asked.sizes()["responseBodySize"]))
    page.goto(f"{server.url}/runs/{solved}/plan")
    _scroll_through(page)
    assert 100_000 < sum(weights) < 2_000_000


def test_without_a_script_a_workbook_can_be_checked_too(browser: Browser, server: Server) -> None:
    with watched(browser, server.url, java_script_enabled=False) as page:
        page.goto(server.url)
        page.set_input_files("#file", STARTER)
        page.get_by_role("button", name="Check it").click()
        expect(page.get_by_text("Ready to solve.")).to_be_visible()
