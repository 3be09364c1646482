"""The case in the page: from the tables of a version to the next one, its workbook and its plan."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from planner.workbook.reader import read_workbook
from tests.cli.commands import STARTER
from tests.web.browsing import NEEDED, barriers, chromium, watched
from tests.web.hostile import instead, starter_with
from tests.web.serving import Server

pytestmark = NEEDED


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with chromium() as running:
        yield running


def _uploaded(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.set_input_files("#file", STARTER)
    page.get_by_role("button", name="Look at the case and change it").click()
    page.wait_for_url("**/versions/1#*")
    expect(page.locator("#verdict")).to_contain_text("None: the case can be solved.")


def _open(page: Page, sheet: str) -> None:
    page.locator("#sheets").get_by_role("button", name=re.compile(f"^{sheet}\\b")).click()
    expect(page.locator("#sheet-name")).to_have_text(sheet)


def test_a_case_is_edited_by_keys_checked_saved_solved_and_taken_home(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    with watched(browser, server.url, viewport={"width": 1280, "height": 900}) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        _uploaded(page, server)
        keys = page.keyboard
        # A value is typed, and the cell below is reached; the fault of a text in a number appears beside it.
        _open(page, "budget")
        page.locator("#cell-0-1").click()
        keys.type("many")
        keys.press("Enter")
        expect(page.locator("#cell-0-1.error")).to_have_text("many")
        expect(page.locator("#verdict")).to_contain_text("1 error")
        assert barriers(page) == []
        page.locator("#faults").get_by_role("button").first.click()
        expect(page.locator("#cell")).to_contain_text("found many")
        keys.press("Control+z")
        expect(page.locator("#verdict")).to_contain_text("None")
        expect(page.get_by_role("button", name="Save a version")).to_be_disabled()
        # A table is pasted as a spreadsheet copies it, filled down, and a name is chosen from those of another sheet.
        keys.press("Control+y")
        page.evaluate("navigator.clipboard.writeText('1.5\\t2.5\\n')")
        page.locator("#cell-0-1").click()
        keys.press("Control+v")
        expect(page.locator("#cell-0-1")).to_have_text("1.5")
        expect(page.locator("#cell-0-2")).to_have_text("2.5")
        _open(page, "site_nodes")
        page.locator("#cell-0-1").click()
        keys.press("F2")
        assert page.locator("#choices option").evaluate_all("all => all.map(one => one.value)") == ["N3", "CoWoS"]
        keys.press("Escape")
        # Rows are added and deleted, filtered and sorted; the address brings the state back.
        _open(page, "sites")
        keys.press("Escape")
        page.get_by_role("button", name="Add a row").click()
        keys.type("Dresden")
        keys.press("Tab")
        keys.type("Atlantis")
        keys.press("Enter")
        expect(page.locator(".grid .error").first).to_have_text("Atlantis")
        page.get_by_label("Filter").fill("dresden")
        expect(page.locator("#count")).to_have_text("1 of 4 rows")
        page.reload()
        expect(page.locator("#message")).to_contain_text("are here again")
        expect(page.locator("#count")).to_have_text("1 of 4 rows")
        page.locator("#cell-0-0").click()
        keys.press("Control+Delete")
        expect(page.locator("#verdict")).to_contain_text("None")
        keys.press("Control+s")
        page.wait_for_url("**/versions/2#*")
        expect(page.get_by_role("link", name="budget: 2 cells")).to_be_visible()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download").click()
        waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
        case = read_workbook(tmp_path / "starter_v2.xlsx").case
        assert case is not None
        assert case.funds["Founders"].budget_usd_bn[:2] == (1.5, 2.5)
        page.get_by_text("Solve…").click()
        page.get_by_role("button", name="Solve this version").click()
        page.wait_for_url(re.compile("/plan$"))
        expect(page.locator(".answer")).to_be_visible()


def test_a_fault_leads_to_its_cell_and_a_case_with_errors_opens_at_the_first(browser: Browser, server: Server) -> None:
    faulty = starter_with({"xl/worksheets/sheet6.xml": instead(b"Kaohsiung", b"Kaosiung")})
    with watched(browser, server.url, viewport={"width": 1280, "height": 900}) as page:
        page.goto(server.url)
        page.set_input_files("#file", {"name": "faulty.xlsx", "mimeType": "application/zip", "buffer": faulty})
        place = page.get_by_role("link", name="A2", exact=True)
        expect(place).to_be_visible()
        checked_at = page.url
        place.click()
        expect(page.locator("#sheet-name")).to_have_text("site_nodes")
        expect(page.locator("#cell")).to_contain_text("found Kaosiung")
        expect(page).to_have_url(re.compile("sheet=site_nodes(&row=2&column=site)?$"))
        # An address that names no cell, or cannot be read, leads to no fault.
        for address, sheet in (("sheet=budget&row=999&column=fund", "budget"), ("fault=%E0%A4%A", "settings")):
            page.goto(f"{page.url.partition('#')[0]}#{address}")
            page.reload()
            expect(page.locator("#verdict")).to_contain_text("1 error")
            expect(page.locator("#sheet-name")).to_have_text(sheet)
        page.goto(checked_at)
        page.get_by_role("button", name="fix the case here").click()
        expect(page.locator("#cell")).to_contain_text("found Kaosiung")
        # What is typed goes into the cell at once.
        page.keyboard.type("Kaohsiung")
        page.keyboard.press("Enter")
        expect(page.locator("#verdict")).to_contain_text("None: the case can be solved.")


def test_a_new_case_is_made_by_a_form_solved_and_found_in_its_project(browser: Browser, server: Server) -> None:
    look = {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"}
    with watched(browser, server.url, **look) as page:
        page.goto(f"{server.url}/projects/new")
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_label("Name").fill("Form case")
        page.get_by_label("Years").fill("3")
        for _ in range(2):
            page.locator("[name=products]:checked").last.uncheck()
        page.get_by_role("button", name="Make the case").click()
        page.wait_for_url("**/versions/1#*")
        expect(page.locator("#verdict")).to_contain_text("can be solved")
        expect(page.locator("#drawing svg")).to_be_visible()
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.locator("#grid td").first.click()
        page.locator("#grid").press("ArrowRight")
        page.locator("#grid").press("End")
        page.keyboard.type("12.5")
        page.keyboard.press("Enter")
        page.get_by_text("Solve…").click()
        page.get_by_label("Time limit").fill("4")
        page.get_by_label("Stop at a gap of").fill("5")
        page.get_by_role("button", name="Solve this version").click()
        page.wait_for_url(re.compile("/(plan|progress)$"))
        page.wait_for_url(re.compile("/plan$"))
        page.goto(f"{server.url}/projects?q=form")
        assert barriers(page) == []
        page.get_by_role("link", name="Form case").click()
        expect(page.get_by_role("heading", name="Versions")).to_be_visible()
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="Show the difference").click()
        expect(page.locator(".lead")).to_contain_text("demand: 1 cell")
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
