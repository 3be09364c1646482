"""Power that is limited by period, in the plan workbook and on the plan's page; nothing of it where it is not."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.audit import audit
from planner.case.records import Case, Deployment, SitePower, Tier
from planner.plan.records import Plan
from planner.report.excel.workbook import plan_workbook, write_plan
from planner.report.figures.power import market_powers, site_powers
from planner.report.readback.reader_sheets import wrong_cells
from planner.report.words.binding import binds
from planner.report.words.causes import causes
from planner.report.words.verdict import audit_lines
from planner.shape.reach.reach import Reach
from planner.web.view.tables import tables
from tests.cases import tiny
from tests.model.parts import chip, node_n3
from tests.model.solving import best_plan
from tests.model.tiered import with_class, with_tiers
from tests.report.plans import three_sites, three_sites_plan


@pytest.fixture(scope="module")
def limited() -> tuple[Case, Plan]:
    """A phase of 100 MW at a site with 100, 150 later; packages of 2 kW in a market with 8 MW: four thousand in all."""
    case = node_n3(chip(tiny(), power_kw=2.0), power_mw_per_phase=100.0)
    connected = SitePower("A", (0.0, 100.0, 100.0, 150.0))
    case = replace(case, site_power=(connected,), deployment=(Deployment("world", (8.0,) * 4),))
    return case, best_plan(case)


def test_drawn_and_limit_by_place_and_period(limited: tuple[Case, Plan]) -> None:
    (site,), (market,) = site_powers(*limited), market_powers(*limited)
    assert (site.drawn_mw, site.limit_mw) == ((0.0, 100.0, 100.0, 100.0), (0.0, 100.0, 100.0, 150.0))
    assert site.drawn_pct[:3] == (None, 100.0, 100.0)
    assert (*market.drawn_mw[::3], market.limit_mw[-1]) == pytest.approx((0.0, 8.0, 8.0))


def test_what_binds_says_that_the_market_lacks_power(limited: tuple[Case, Plan]) -> None:
    case, plan = limited
    said = {line.rule: line.sentence for line in binds(case, plan)}
    assert said["site_connected"] == "A: the power connected so far is too little for one more phase"
    sentence = "world: power in the market is used up, more accelerators could not be switched on"
    assert said["deployment_limit"] == sentence
    assert any(cause.startswith(sentence) for cause in causes(case, plan))


def test_a_class_lacks_the_power_of_the_products_that_serve_it() -> None:
    # 6 class units a quarter are 3 chips of 2 kW, 2 class units each; 8 MW are 4 thousand chips, 8 of 24 units.
    case = with_class(chip(tiny(demand={}), power_kw=2.0), "training", chip=2.0)
    case = with_tiers(case, {("training", "world", ""): Tier((6.0,) * 4)})
    case = replace(case, deployment=(Deployment("world", (8.0,) * 4),))
    plan = best_plan(case)
    assert sum(row.kunits for row in plan.shipments) == pytest.approx(4)
    (stake,) = [line.stake_usd_bn for line in binds(case, plan) if line.rule == "deployment_limit"]
    assert stake > 0
    nothing = replace(case, deployment=(Deployment("world", (0.0,) * 4),))
    assert [reason.sentence for reason in Reach(nothing).reasons.values()] == ["no market can switch chip on"]


def test_the_plan_workbook_has_a_sheet_that_its_records_confirm(
    limited: tuple[Case, Plan], tmp_path: Path, without_pictures: None
) -> None:
    case, plan = limited
    verdict, path = audit(case, plan), tmp_path / "plan.xlsx"
    write_plan(path, case, plan, audit_lines(verdict))
    assert list(wrong_cells(path, case, plan, verdict)) == []
    book = load_workbook(path)
    rows: list[tuple[Any, ...]] = list(book["power_use"].iter_rows(values_only=True))
    assert ("A", "Drawn [MW]", 0, 100, 100, 100) in [row[:6] for row in rows]
    assert ("world", "Limit [MW]", 8, 8, 8, 8) in [row[:6] for row in rows]
    sheet: Any = book["power_use"]
    assert len(sheet._charts) == 2
    sheet.cell(6, 4, 90)
    book.save(path)
    assert [finding.where for finding in wrong_cells(path, case, plan, verdict)] == ["power_use!D6"]


def test_the_page_has_a_table_of_it(limited: tuple[Case, Plan]) -> None:
    rows = tables(*limited)["power"]["rows"]
    assert rows[0] == ["A", 100.0, 150.0, pytest.approx(100), "2 of 4 periods, 2027Q2 to 2027Q3"]
    assert rows[1][0] == "world"


def test_a_case_without_it_shows_nothing_of_it(without_pictures: None) -> None:
    case, plan = three_sites(), three_sites_plan()
    book, _ = plan_workbook(case, plan)
    assert "power_use" not in book.sheetnames
    assert tables(case, plan)["power"]["rows"] == []


def test_no_power_where_none_is_wanted_yet_is_no_limit() -> None:
    # Nothing is wanted before quarter 2, and nothing can be online in quarter 0.
    case = node_n3(chip(tiny(demand={("chip", "world"): (0.0, 0.0, 3.0, 3.0)}), power_kw=2.0), power_mw_per_phase=100.0)
    case = replace(
        case,
        site_power=(SitePower("A", (0.0, 300.0, 300.0, 300.0)),),
        deployment=(Deployment("world", (0.0, 0.0, 90.0, 90.0)),),
    )
    assert not {"site_connected", "deployment_limit"} & {line.rule for line in binds(case, best_plan(case))}
