"""Every figure of the briefing leads to the cells that it is computed from, and they hold it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from planner.case.records import Case
from planner.plan.records import BanPrice, Binding, Outcome, Plan, Status
from planner.report.excel.workbook import plan_workbook, write_plan
from tests.report.plans import three_sites, three_sites_plan
from tests.report.world import world, world_plan


def _written(path: Path, case: Case, plan: Plan) -> Any:
    write_plan(path, case, plan, ["Audit: clean."])
    return load_workbook(path)


def _links(book: Any) -> list[tuple[Any, str, str]]:
    """Cells with links, and the sheet and range that they lead to."""
    found = []
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is not None:
                    assert cell.hyperlink.target is None, "no link leaves the workbook"
                    name, _, range_ = cell.hyperlink.location.partition("!")
                    found.append((cell, name.strip("'"), range_))
    return found


def _last(book: Any, name: str, range_: str) -> Any:
    _, _, column, row = range_boundaries(range_)
    return book[name].cell(row, column).value


@pytest.mark.parametrize("made", [(three_sites, three_sites_plan), (world, lambda: world_plan(world()))])
def test_every_tile_stands_in_the_last_cell_that_it_leads_to(made: Any) -> None:
    case, plan = made[0](), made[1]()
    book: Any = plan_workbook(case, plan)[0]
    tiles = [link for link in _links(book) if link[0].parent.title == "briefing" and link[0].row == 7]
    assert len(tiles) == 7
    for cell, name, range_ in tiles:
        if name != "summary":  # its rows are put in when the workbook is saved
            assert float(_last(book, name, range_)) == pytest.approx(float(cell.value)), (name, range_)


def test_the_gap_stands_in_the_summary(tmp_path: Path) -> None:
    book = _written(tmp_path / "plan.xlsx", three_sites(), three_sites_plan())
    (place,) = [link for link in _links(book) if link[0].coordinate == "N7"]
    assert _last(book, *place[1:]) == pytest.approx(three_sites_plan().outcome.gap)


def test_the_totals_of_the_briefing_stand_where_they_lead_to(tmp_path: Path) -> None:
    book = _written(tmp_path / "plan.xlsx", three_sites(), three_sites_plan())
    numbers = [
        link for link in _links(book) if link[0].parent.title == "briefing" and isinstance(link[0].value, int | float)
    ]
    totals = [link for link in numbers if link[0].row > 10]
    assert len(totals) == 2 + 6
    for cell, name, range_ in totals:
        assert _last(book, name, range_) == pytest.approx(cell.value), (cell.coordinate, name, range_)


def test_decisions_lead_to_the_rows_of_their_phases_and_limits_to_theirs(tmp_path: Path) -> None:
    book = _written(tmp_path / "plan.xlsx", three_sites(), three_sites_plan())
    told = {str(cell.value): (name, range_) for cell, name, range_ in _links(book) if cell.parent.title == "briefing"}
    name, range_ = next(place for text, place in told.items() if text.startswith("Dresden: 2 phases"))
    top, bottom = (int(str(range_boundaries(range_)[place])) for place in (1, 3))
    assert [book[name].cell(row, 1).value for row in range(top, bottom + 1)] == ["Dresden", "Dresden"]
    assert [book[name].cell(row, 3).value for row in range(top, bottom + 1)] == ["1", "2"]
    name, range_ = next(place for text, place in told.items() if text.startswith("Treasury: every dollar"))
    assert book[name][range_.partition(":")[0]].value == "Treasury: every dollar available so far is drawn"


def test_the_dearest_ban_leads_to_its_own_row_however_many_rules_bind(tmp_path: Path) -> None:
    plan = three_sites_plan()
    rules = ("site_floor", "site_power", "region_crews", "credit_cap", "fund_lapse", "tool_stock")
    cheap = BanPrice("Asia", "", "west", "", "accelerator", 0, 3, usd_bn=1.0, kunits=5.0)
    dear = replace(cheap, from_region="USA", to_market="east", usd_bn=2.0)
    plan = replace(plan, binding=tuple(Binding(rule, "Dresden", 0, 0.0) for rule in rules), bans=(cheap, dear))
    book = _written(tmp_path / "plan.xlsx", three_sites(), plan)
    (place,) = [link for link in _links(book) if str(link[0].value).startswith("USA to east for accelerator is closed")]
    top = int(str(range_boundaries(place[2])[1]))
    assert place[1] == "what_binds"
    sentence, rule = (book["what_binds"].cell(top, column).value for column in (1, 3))
    assert str(sentence).startswith(str(place[0].value))  # the briefing has the rest in the row below
    assert rule == "export ban"


@pytest.mark.parametrize("status", [Status.FEASIBLE, Status.INFEASIBLE])
def test_every_link_leads_to_a_place_that_is_there_and_there_is_a_way_back(tmp_path: Path, status: Status) -> None:
    plan = three_sites_plan() if status is Status.FEASIBLE else Plan(Outcome(status, 0.0, 0.0, 0.0, {}))
    book = _written(tmp_path / "plan.xlsx", three_sites(), plan)
    links = _links(book)
    for cell, name, range_ in links:
        _, _, column, row = range_boundaries(range_)
        assert name in book.sheetnames
        assert row <= book[name].max_row, (cell.coordinate, name, range_)
        assert column <= book[name].max_column, (cell.coordinate, name, range_)
    back = {cell.parent.title for cell, name, _ in links if name == "briefing"}
    first = {"first_year"} if status is Status.FEASIBLE else set()
    assert back == {
        *first, "schedule", "capacity_use", "supply_demand", "money", "who_pays", "what_binds", "contents"
    }  # fmt: skip


def test_a_tile_without_a_plan_is_a_dash(tmp_path: Path) -> None:
    plan = Plan(Outcome(Status.INFEASIBLE, 0.0, 0.0, 0.0, {}))
    book = _written(tmp_path / "plan.xlsx", three_sites(), plan)
    row = [
        cell for cell in next(book["briefing"].iter_rows(min_row=7, max_row=7, values_only=True)) if cell is not None
    ]
    assert row == ["–", "–", "–", 120, "–", "–", "–"]


def test_a_name_that_is_a_path_or_a_formula_leads_nowhere_else(tmp_path: Path) -> None:
    case = three_sites()
    case = replace(case, settings=replace(case.settings, case_name="../../etc/passwd!A1"))
    book = _written(tmp_path / "plan.xlsx", case, three_sites_plan())
    assert {path.name for path in tmp_path.iterdir()} == {"plan.xlsx"}
    assert book.sheetnames[0] == "briefing"
