"""The plan workbook: what stands in its cells, its charts, and that it is written whole or not at all."""

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from planner.charts.palette import INK, NAVY, RED, TEAL
from planner.plan.records import Binding, Outcome, Plan, Status
from planner.report.contract.tables import plan_tables
from planner.report.excel.page import Pages, print_data, print_pages
from planner.report.excel.workbook import plan_workbook, write_plan
from planner.report.figures.headline import figures
from planner.report.figures.service import year_names
from planner.report.readback.plan_workbook import read_plan
from tests.cases import tiny
from tests.report.plans import renamed, three_sites, three_sites_plan
from tests.report.world import world, world_plan

PRESENTED = ["briefing", "first_year", "schedule", "capacity_use", "supply_demand", "money", "who_pays", "what_binds"]


@pytest.fixture(scope="module")
def book() -> Workbook:
    return plan_workbook(three_sites(), three_sites_plan())[0]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("plan") / "plan.xlsx"
    write_plan(path, three_sites(), three_sites_plan())
    return load_workbook(path)


def _texts(sheet: Any) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def _line(sheet: Any, *labels: str) -> list[Any]:
    """The values right of the labels that a row starts with."""
    for row in sheet.iter_rows(values_only=True):
        if row[: len(labels)] == labels:
            return [value for value in row[len(labels) :] if value is not None]
    raise AssertionError(f"{labels} not found")


def test_the_sheets_stand_in_order(book: Workbook) -> None:
    data = list(plan_tables(three_sites(), three_sites_plan()))
    assert book.sheetnames == [*PRESENTED, "contents", *data]
    linked = [row for row in book["contents"].iter_rows(max_col=2) if row[0].hyperlink]
    assert [name.value for name, _ in linked] == [*PRESENTED, *data]
    assert all(about.value for _, about in linked)


def test_both_sheets_that_say_what_is_printed_say_the_same(book: Workbook) -> None:
    for name in ("briefing", "contents"):
        texts = [str(cell.value) for row in book[name].iter_rows() for cell in row if cell.value]
        assert "data sheets of more than 40 rows are not printed." in " ".join(texts), name
        assert not any("first rows" in text for text in texts)


def test_an_audit_is_shown_on_a_sheet_of_its_own_and_its_first_lines_on_the_briefing() -> None:
    book, _ = plan_workbook(three_sites(), three_sites_plan(), ["Every rule holds.", "1,204 checks"])
    assert _texts(book["audit"])[-2:] == ["Every rule holds.", "1,204 checks"]
    assert any(text == "Every rule holds. 1,204 checks" for text in _texts(book["briefing"]))


def test_the_tiles_of_the_briefing_hold_the_figures_as_numbers(book: Workbook) -> None:
    found = figures(three_sites(), three_sites_plan())
    row = [
        cell for cell in next(book["briefing"].iter_rows(min_row=7, max_row=7, values_only=True)) if cell is not None
    ]
    assert row == pytest.approx(
        [
            found.coverage_pct,
            found.shortage_kunits,
            found.capex_usd_bn,
            found.budget_usd_bn,
            found.phases,
            found.sites,
            found.gap,
        ]
    )


def test_coverage_is_coloured_as_good_only_where_nothing_is_short() -> None:
    case, plan = three_sites(), three_sites_plan()
    assert figures(case, plan).is_short

    def colors(plan: Plan) -> list[str]:
        sheet = plan_workbook(case, plan)[0]["briefing"]
        return [cell.font.color.rgb[-6:] for cell in sheet[7] if cell.value is not None][:2]

    assert colors(plan) == [NAVY, RED]
    assert colors(replace(plan, shortage=())) == [TEAL, INK]


def test_the_built_table_of_the_briefing_adds_up_to_the_capex(book: Workbook) -> None:
    total = _line(book["briefing"], "Total")
    assert total[:2] == pytest.approx([5, 86.75])


def test_the_briefing_fits_one_page(book: Workbook) -> None:
    sheet = book["briefing"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)


def test_every_sheet_is_set_up_for_a4_landscape_at_its_width(book: Workbook) -> None:
    sheets: Any = book.worksheets
    for sheet in sheets:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9), sheet.title
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth) == (True, 1), sheet.title
        assert "&P / &N" in str(sheet.oddFooter.right.text), sheet.title


def test_sheets_of_data_print_one_page_each() -> None:
    case = world()
    sheets: Any = plan_workbook(case, world_plan(case))[0]
    for name in plan_tables(case, world_plan(case)):
        assert sheets[name].page_setup.fitToHeight == 1, name


def test_a_long_sentence_of_the_briefing_takes_two_rows_and_is_not_set_too_small_to_read() -> None:
    binding = tuple(
        Binding("fund_balance", f"Ministry of the Economy, programme {number}", period, 0.0)
        for number in range(9)
        for period in range(0, 12, 2 if number else 3)
    )
    sheet: Any = plan_workbook(three_sites(), replace(three_sites_plan(), binding=binding))[0]["briefing"]
    (at,) = [cell for row in sheet for cell in row if str(cell.value).startswith("Ministry")]
    below = sheet.cell(at.row + 1, at.column)
    sentence = " ".join(f"{at.value} {below.value}".split())
    assert "every dollar available so far is drawn: " in sentence
    assert sentence.endswith("and 6 more")
    assert 60 < len(at.value) <= 105
    assert len(below.value) <= 105
    assert at.hyperlink.location == below.hyperlink.location


def test_dates_of_the_schedule_stand_off_the_first_bar(book: Workbook) -> None:
    sheet: Any = book["schedule"]
    cells = [cell for row in sheet.iter_rows(min_col=6, max_col=7) for cell in row if str(cell.value).startswith("20")]
    assert cells
    assert {cell.alignment.horizontal for cell in cells} == {"center"}


def test_labels_of_chart_axes_are_level_and_many_names_stand_beside_the_chart(book: Workbook) -> None:
    sheets: Any = book.worksheets
    charts = [chart for sheet in sheets for chart in sheet._charts]
    assert charts
    assert {axis.txPr.bodyPr.rot for chart in charts for axis in (chart.x_axis, chart.y_axis)} == {600}
    case = world()
    of_the_world: Any = plan_workbook(case, world_plan(case))[0]
    assert of_the_world["supply_demand"]._charts[0].legend.position == "r"


def test_every_page_of_a_grid_starts_with_a_header_and_what_is_too_wide_is_not_printed() -> None:
    case = world()
    sheets: Any = plan_workbook(case, world_plan(case))[0]
    pages = {}
    for name in ("supply_demand", "money", "who_pays", "capacity_use"):
        sheet = sheets[name]
        areas: Any = [
            range_boundaries(area.replace("$", "").rpartition("!")[2]) for area in sheet.print_area.split(",")
        ]
        pages[name] = len(areas)
        for _, top, right, bottom in areas:
            heads = [sheet.cell(row, 1).fill.start_color.rgb for row in (top, top + 1)]
            assert top == 1 or "001F3A5F" in heads, (name, top)
            assert right <= 22
            headers = [cell.value for row in sheet.iter_rows(top, bottom) for cell in row]
            assert case.calendar.label(0) not in headers
        assert case.calendar.label(0) in [cell.value for row in sheet.iter_rows() for cell in row]
        assert sheet.oddFooter.center.text == "Single periods: on the sheet, too wide for paper"
    # 12 columns a page, so that figures are of 8 points: the grid by year takes two pages
    assert pages == {"supply_demand": 3, "money": 1, "who_pays": 1, "capacity_use": 1}


def test_supply_and_demand_add_up_by_year_and_quarter(book: Workbook) -> None:
    sheet = book["supply_demand"]
    # 2027: four quarters of 40, half of them short; 2028: 0.25 + 0.1 + 0.3 quarters short
    assert _line(sheet, "All", "Demand [kunits]") == pytest.approx([160, 160, 160, 480])
    assert _line(sheet, "All", "Shortage [kunits]") == pytest.approx([80, 26, 0, 106])
    assert _line(sheet, "west", "Coverage [%]") == pytest.approx([50, 100 * 134 / 160, 100, 100 * 374 / 480])


def test_money_shows_what_a_fund_has_left_and_what_lapses(book: Workbook) -> None:
    sheet = book["money"]
    # Treasury: 30 then 60 to date; drawn 15, then 15 + 0.5 + 11, then 11, nothing, 6 and 6
    assert _line(sheet, "Treasury", "Drawn to date [bn USD]")[:6] == pytest.approx([15, 41.5, 52.5, 52.5, 58.5, 64.5])
    assert _line(sheet, "Hyperscaler", "Lapses in the period [bn USD]")[:3] == pytest.approx([4, 4, 4.75])
    assert _line(sheet, "All funds", "Drawn [bn USD]")[-1] == pytest.approx(76.75)
    totals = [float(value) for value in _line(sheet, "Hyperscaler", "lapses in each period")]
    assert totals == pytest.approx([60, 12.25, 47.75, 100 * 12.25 / 60])


def test_who_pays_shows_what_a_site_costs_and_each_payer_gives(book: Workbook) -> None:
    sheet = book["who_pays"]
    assert _line(sheet, "All sites", "Capex before credits")[-1] == pytest.approx(86.75)
    assert _line(sheet, "Phoenix", "Chips act") == pytest.approx([5, 5, 10])  # blank where nothing is given
    # over the horizon: capex, then Treasury, Hyperscaler and the incentive
    assert _line(sheet, "Phoenix", "USA") == pytest.approx([40.25, 30, 0.25, 10])


def test_capacity_use_parts_usable_into_committed_and_new(book: Workbook) -> None:
    sheet = book["capacity_use"]
    # N3 in the last quarter: Phoenix 10 and Dresden 8, of which 2 are committed; 90 % used
    assert _line(sheet, "N3", "Committed [kwspm]")[-1] == pytest.approx(2)
    assert _line(sheet, "N3", "New [kwspm]")[-1] == pytest.approx(16)
    assert _line(sheet, "N3", "Used [kwspm]")[-1] == pytest.approx(16.2)
    assert _line(sheet, "N3", "Use of usable [%]")[-1] == pytest.approx(90)


def test_the_schedule_lists_phases_and_colours_their_stages(book: Workbook) -> None:
    sheet = book["schedule"]
    rows = [row for row in sheet.iter_rows() if (row[0].value, row[1].value) == ("Dresden", "N3")]
    assert [[cell.value for cell in row[:7]] for row in rows] == [
        ["Dresden", "N3", "1", 1, 22, "2027Q2", "2028Q3"],
        ["Dresden", "N3", "2", 1, 22, "2028Q1", "2028Q4"],
    ]
    fills = [[cell.fill.start_color.rgb if cell.fill.fill_type else None for cell in row[7:]] for row in rows]
    amber, mint, teal = "00F2C14E", "00A8D5CF", "002A8C82"
    assert fills[0] == [None, *(amber,) * 5, mint, *(teal,) * 5]
    assert fills[1] == [*(None,) * 4, *(amber,) * 3, mint, *(teal,) * 4]


def test_the_schedule_counts_phases_under_construction_and_making_output(book: Workbook) -> None:
    sheet = book["schedule"]
    total = next(row for row in sheet.iter_rows() if str(row[0].value).startswith("Total"))
    assert [total[column].value for column in (1, 3, 4)] == [3, 5, pytest.approx(86)]
    # Phoenix builds two in the first four quarters, Penang one in the first two, Dresden one from the second to the
    # sixth and one from the fifth to the seventh
    assert [cell.value for cell in total[7:]] == [3, 4, 3, 3, 2, 2, 1, *(None,) * 5]
    making = _line(sheet, "Making output")
    assert making == [1, 1, 3, 3, 4, 5, 5, 5, 5, 5]


def test_what_binds_is_reported_in_sentences(book: Workbook) -> None:
    assert "Treasury: every dollar available so far is drawn" in _texts(book["what_binds"])


def test_what_binds_makes_room_for_sentences_of_two_lines() -> None:
    long = "A programme of several investors, stakes abroad in a site with a name of its own"
    binding = (Binding("fund_balance", long, 0, 0.0), Binding("site_floor", "A", 0, 0.0))
    plan = replace(three_sites_plan(), binding=binding)
    sheet = plan_workbook(three_sites(), plan)[0]["what_binds"]
    heights = {
        str(sheet.cell(row, 1).value)[:3]: sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)
    }
    assert heights["A p"] == 2 * heights["A: "]


def test_charts_are_native_and_their_axes_show(book: Workbook) -> None:
    sheets: Any = book
    charts = {name: sheets[name]._charts for name in PRESENTED}
    assert {name: len(found) for name, found in charts.items()} == {
        "briefing": 2,
        "first_year": 0,
        "schedule": 0,
        "capacity_use": 2,
        "supply_demand": 2,
        "money": 2,
        "who_pays": 1,
        "what_binds": 0,
    }
    for chart in (chart for found in charts.values() for chart in found):
        assert not chart.x_axis.delete
        assert not chart.y_axis.delete


def test_columns_of_charts_begin_at_zero(book: Workbook) -> None:
    sheets: Any = book
    charts = [chart for name in PRESENTED for chart in sheets[name]._charts]
    assert charts
    assert {chart.y_axis.scaling.min for chart in charts} == {0}


def test_contract_sheets_are_named_tables_with_a_frozen_header(saved: Workbook) -> None:
    for name, table in plan_tables(three_sites(), three_sites_plan()).items():
        sheet = saved[name]
        assert list(sheet.tables) == [name]
        assert sheet.freeze_panes == "A2"
        assert sheet.max_row == len(table) + 1


def test_contract_sheets_hold_every_digit_and_show_three(saved: Workbook) -> None:
    cell = saved["summary"]["B8"]
    assert (saved["summary"]["A8"].value, cell.value) == ("objective", 101.30000000000001)
    assert cell.number_format == "#,##0.000"


def test_short_sheets_of_data_are_printed_whole(saved: Workbook) -> None:
    sheet: Any = saved["capacity"]
    rows = len(three_sites_plan().capacity)
    assert sheet.max_row == rows + 1
    assert rows == 36
    assert sheet.print_area == "'capacity'!$A$1:$E$37"
    assert sheet.oddFooter.center is None or not sheet.oddFooter.center.text


def test_long_sheets_of_data_take_no_paper() -> None:
    sheet: Any = Workbook().active
    print_data(sheet, 7, 60)
    assert sheet.print_area.endswith("!$I$1"), "a cell beside the table, in which nothing stands"


def test_a_sheet_that_nearly_fits_is_printed_on_one_page() -> None:
    pages = Pages.of_width([14.0] * 8)
    assert pages.lines < 44
    assert pages.fits_smaller(44)
    assert not pages.fits_smaller(50), "letters would be of less than 7 points"


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    case = renamed(three_sites(), '=HYPERLINK("http://example.com")')
    plan = replace(three_sites_plan(), run={"message": "+1", "input_file": "@a<b>&c", "odd": "_x0041_"})
    write_plan(tmp_path / "plan.xlsx", case, plan, ["=1+1", "bell\x07"])
    read = load_workbook(tmp_path / "plan.xlsx")
    cells = [cell for sheet in read for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert read["briefing"]["A1"].value == case.settings.case_name
    assert read["audit"]["A5"].value == "bell"
    assert [cell.quotePrefix for cell in (read["run"]["B2"], read["run"]["B3"], read["run"]["B4"])] == [1, 1, 0]
    assert read_plan(tmp_path / "plan.xlsx", case).run == plan.run


def test_no_sheet_holds_a_formula_or_an_error(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", three_sites(), three_sites_plan())
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet or b't="e"' in sheet]


def test_a_failed_write_leaves_neither_a_new_file_nor_a_damaged_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"the plan of yesterday")

    def fail(partial: Path, content: bytes) -> None:
        with partial.open("wb") as file:
            file.write(content[:100])
        raise OSError("disk full")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="disk full"):
        write_plan(path, three_sites(), three_sites_plan())
    assert path.read_bytes() == b"the plan of yesterday"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("status", [Status.INFEASIBLE, Status.NO_PLAN, Status.OPTIMAL])
def test_an_empty_plan_is_still_a_workbook(tmp_path: Path, status: Status) -> None:
    plan = Plan(Outcome(status, 0.0, 0.0, 0.0, {}))
    write_plan(tmp_path / "plan.xlsx", tiny(), plan)
    assert read_plan(tmp_path / "plan.xlsx", tiny()) == plan


@pytest.mark.parametrize(("months", "first"), [(1, "2027M01"), (12, "2027")])
def test_months_and_years_are_periods_too(tmp_path: Path, months: int, first: str) -> None:
    case = three_sites()
    case = replace(case, calendar=type(case.calendar).starting(first, 12, months))
    write_plan(tmp_path / "plan.xlsx", case, three_sites_plan())
    assert read_plan(tmp_path / "plan.xlsx", case) == three_sites_plan()


def test_a_year_that_is_planned_in_part_says_which_part() -> None:
    case = three_sites()
    case = replace(case, calendar=type(case.calendar).starting("2026Q4", 12))
    assert list(year_names(case).values()) == ["2026 Q4", "2027", "2028", "2029 Q1–Q3"]
    months = replace(case, calendar=type(case.calendar).starting("2026M11", 12, 1))
    assert list(year_names(months).values()) == ["2026 M11–M12", "2027 M01–M10"]


def test_what_rounding_leaves_of_nothing_is_nothing() -> None:
    plan = three_sites_plan()
    draws = tuple(replace(draw, usd_bn=30.0 + 1e-12) for draw in plan.draws[:1])
    sheets: Any = plan_workbook(three_sites(), replace(plan, draws=draws))[0]
    assert _line(sheets["money"], "Treasury", "Left [bn USD]")[0] == 0.0


def test_long_names_are_shortened_on_presented_sheets_and_whole_on_the_others(tmp_path: Path) -> None:
    name = "Dresden, the campus north of the city with all its phases, first to ninth"
    case, plan = three_sites(), three_sites_plan()

    def named(site: str) -> str:
        return name if site == "Dresden" else site

    case = replace(
        case,
        sites={named(key): replace(site, name=named(key)) for key, site in case.sites.items()},
        pairs={(named(s), n): replace(pair, site=named(s)) for (s, n), pair in case.pairs.items()},
    )
    plan = replace(
        plan,
        openings=tuple(replace(opening, site=named(opening.site)) for opening in plan.openings),
        starts=tuple(replace(start, site=named(start.site)) for start in plan.starts),
        draws=tuple(replace(draw, site=named(draw.site)) for draw in plan.draws),
        capacity=(),
    )
    write_plan(tmp_path / "plan.xlsx", case, plan)
    book = load_workbook(tmp_path / "plan.xlsx")
    assert name[:43] + "…" in _texts(book["schedule"])
    assert name in _texts(book["starts"])
    assert read_plan(tmp_path / "plan.xlsx", case) == plan


def test_a_plan_of_the_size_of_the_world_comes_back_exactly(tmp_path: Path) -> None:
    case = world()
    plan = world_plan(case)
    write_plan(tmp_path / "plan.xlsx", case, plan)
    assert read_plan(tmp_path / "plan.xlsx", case) == plan


def test_a_long_sheet_prints_its_first_pages_and_says_so() -> None:
    sheet = Workbook().worksheets[0]
    sheet["A90"] = "last"
    print_pages(sheet, Pages(30, [1, 31, 61]), 4, 2, 5, max_pages=2)
    assert [area.rpartition("!")[2] for area in sheet.print_area.split(",")] == ["$A$1:$N$30", "$A$31:$N$60"]
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "The first 2 of 3 pages: the rest is on the sheet"


def test_a_grid_up_to_twice_as_wide_as_a_page_is_printed_in_two_parts_and_charts_below_all_cells_are_printed() -> None:
    sheet = Workbook().active
    assert isinstance(sheet, Worksheet)
    sheet.cell(20, 1, "the last cell")
    sheet.cell(12, 22, 1.0)
    print_pages(sheet, Pages(30, [1, 11]), 11, 2, 20)
    areas = [area.replace("$", "").rpartition("!")[2] for area in str(sheet.print_area).split(",")]
    assert areas == ["A1:N10", "A11:N20", "O11:V20"]
    print_pages(sheet, Pages(30, [1, 11, 16]), 4, 2, 25)  # a grid that starts on the first page, with a total
    areas = [area.replace("$", "").rpartition("!")[2] for area in str(sheet.print_area).split(",")]
    assert sorted(areas) == ["A11:N15", "A16:N20", "A1:N10", "O11:AA15"], "no page without a cell"
    print_pages(sheet, Pages(30, [1, 11]), 11, 2, 20, columns_above=14)
    assert "$A$1:$P$10" in str(sheet.print_area), "totals above are whole"
    print_pages(sheet, Pages(30, [1]), 30, 2, 5)
    assert str(sheet.print_area).endswith("$N$29")
