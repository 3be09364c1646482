"""Every workbook that the planner makes keeps the rules by which Excel opens it without a repair."""

from dataclasses import replace
from pathlib import Path
from shutil import copy

import pytest
from openpyxl import load_workbook

from inputs import starter
from planner.plan.records import Plan
from planner.report.excel.workbook import write_plan
from planner.workbook.marking.mark import mark
from planner.workbook.reader import read_workbook
from planner.workbook.template.books import write_book, write_template
from tests.cli.commands import ROOT
from tests.excel.rules import breaches
from tests.report.plans import renamed, three_sites, three_sites_plan
from tests.report.world import world, world_plan
from tests.workbook.books import save
from tests.workbook.test_marking import dressed, planted
from tests.workbook.test_together import faulty

OURS = sorted([*ROOT.glob("inputs/*.xlsx"), *ROOT.glob("examples/*/*.xlsx")])


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_workbook_of_ours_keeps_the_rules(path: Path) -> None:
    assert breaches(path) == []


@pytest.mark.parametrize(
    ("first", "periods"), [("2026Q4", None), ("2026M10", None), ("2026", None), ("2027Q1", 1), ("2027M1", 240)]
)
def test_a_template_keeps_the_rules(tmp_path: Path, first: str, periods: int | None) -> None:
    write_template(tmp_path / "template.xlsx", first, periods)
    assert breaches(tmp_path / "template.xlsx") == []


def test_a_filled_workbook_with_awkward_text_keeps_the_rules(tmp_path: Path) -> None:
    rows = {name: [dict(facts) for facts in facts_of] for name, facts_of in starter.book().items()}
    rows["sites"][0]["note"] = "=1+1\n_x0000_ \x07 " + "long " * 2_000
    rows["sites"][1]["source"] = "\x07"
    write_book(tmp_path / "book.xlsx", rows, starter.CALENDAR)
    assert breaches(tmp_path / "book.xlsx") == []


@pytest.mark.usefixtures("pictures")
def test_a_plan_workbook_with_pictures_keeps_the_rules(tmp_path: Path) -> None:
    lines = ("money: clean", "=tools: clean", "")
    write_plan(tmp_path / "plan.xlsx", three_sites(), three_sites_plan(), lines)
    assert breaches(tmp_path / "plan.xlsx") == []


def test_a_plan_workbook_of_the_size_of_the_world_keeps_the_rules(tmp_path: Path) -> None:
    case = world()
    write_plan(tmp_path / "plan.xlsx", case, world_plan(case), ("money: clean",))
    assert breaches(tmp_path / "plan.xlsx") == []


@pytest.mark.parametrize("name", ["=Q+1", "[Book1]a!b'c*?/\\:", "Fab " * 60, "_x0041_ \x07", "Türkei & <Köln>"])
def test_a_plan_workbook_of_an_awkward_name_keeps_the_rules(tmp_path: Path, name: str) -> None:
    write_plan(tmp_path / "plan.xlsx", renamed(three_sites(), name), three_sites_plan(), ())
    assert breaches(tmp_path / "plan.xlsx") == []


def test_a_plan_workbook_of_nothing_built_keeps_the_rules(tmp_path: Path) -> None:
    plan: Plan = replace(three_sites_plan(), starts=(), openings=(), draws=(), credits=(), binding=())
    write_plan(tmp_path / "plan.xlsx", three_sites(), plan, ())
    assert breaches(tmp_path / "plan.xlsx") == []


def test_a_plan_workbook_with_very_long_names_keeps_the_rules(tmp_path: Path) -> None:
    plan = three_sites_plan()
    long = tuple(replace(line, where=f"{line.where} {'here ' * 2_000}") for line in plan.binding)
    write_plan(tmp_path / "plan.xlsx", three_sites(), replace(plan, binding=long), ())
    assert breaches(tmp_path / "plan.xlsx") == []


def test_marked_copies_keep_the_rules(tmp_path: Path) -> None:
    sources = [save(tmp_path / "dressed.xlsx", planted(), dressed), save(tmp_path / "faulty.xlsx", faulty())]
    sources.append(_spoilt(tmp_path / "spoilt.xlsx"))
    for source in sources:
        found = read_workbook(source).faults
        assert found
        mark(source, tmp_path / "marked.xlsx", found)
        assert breaches(tmp_path / "marked.xlsx") == []
        again = Path(copy(tmp_path / "marked.xlsx", tmp_path / "again.xlsx"))
        mark(again, tmp_path / "twice.xlsx", read_workbook(again).faults)
        assert breaches(tmp_path / "twice.xlsx") == []


def _spoilt(path: Path) -> Path:
    """A workbook of ours with faults in cells, in a header with its comment, and beyond the table."""
    write_book(path, starter.book(), starter.CALENDAR)
    book = load_workbook(path)
    book["site_nodes"]["A2"], book["sites"]["B1"], book["nodes"]["C2"] = "Kaosiung", "Regoin", "12,5"
    book["sites"].tables["sites"].tableColumns[1].name = "Regoin"
    book["demand"].append(["Total", None, None, 1, 2, 3])
    book.save(path)
    return path
