"""A plan workbook is read back to the same plan, and a wrong one is refused with all that is wrong in it."""

from dataclasses import replace
from math import inf
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from planner.plan.records import Draw, Outcome, Plan, Status
from planner.report.read import read_plan
from planner.report.workbook import write_plan
from tests.report.plans import three_sites, three_sites_plan


def test_a_plan_comes_back_exactly(tmp_path: Path) -> None:
    case, plan = three_sites(), three_sites_plan()
    write_plan(tmp_path / "plan.xlsx", case, plan)
    assert read_plan(tmp_path / "plan.xlsx", case) == plan


def test_every_digit_of_a_float_survives(tmp_path: Path) -> None:
    awkward = (0.1 + 0.2, 1 / 3, 2**-40, 1e-300, 1.7976931348623157e308, 100.0)
    draws = tuple(Draw("Treasury", "Dresden", "N3", t, usd_bn) for t, usd_bn in enumerate(awkward))
    plan = replace(three_sites_plan(), draws=draws)
    write_plan(tmp_path / "plan.xlsx", three_sites(), plan)
    assert [draw.usd_bn for draw in read_plan(tmp_path / "plan.xlsx", three_sites()).draws] == list(awkward)


def test_a_solve_without_a_plan_comes_back_with_its_infinite_bound(tmp_path: Path) -> None:
    plan = Plan(Outcome(Status.NO_PLAN, inf, -inf, inf, {}))
    write_plan(tmp_path / "plan.xlsx", three_sites(), plan)
    assert read_plan(tmp_path / "plan.xlsx", three_sites()) == plan


def _edited(tmp_path: Path, sheet: str, cell: str, value: object) -> Path:
    path = tmp_path / "plan.xlsx"
    write_plan(path, three_sites(), three_sites_plan())
    book = load_workbook(path)
    book[sheet][cell] = value
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "told"),
    [
        ("starts", "A2", "Fenix", "starts!A2: 'Fenix' is no site of the case; did you mean 'Phoenix'?"),
        ("starts", "C2", "Q1 27", "starts!C2: 'Q1 27' is not a period label"),
        ("starts", "C2", "2031Q1", "starts!C2: 2031Q1 lies beyond the horizon, which ends with 2029Q4"),
        ("starts", "D2", 1.5, "starts!D2: 1.5 is not a whole number"),
        ("draws", "E3", "many", "draws!E3: 'many' is not a number"),
        ("draws", "E3", None, "draws!E3: blank, expected a number"),
        ("draws", "E3", True, "draws!E3: True, expected a number"),
        ("wafers", "A1", "future", "wafers!1:1: column scenario is missing"),
        ("summary", "B5", "splendid", "summary!B5: 'splendid' is no status"),
        ("summary", "A9", "bnd", "summary: bound is missing"),
    ],
)
def test_a_wrong_cell_is_told_with_its_address(tmp_path: Path, sheet: str, cell: str, value: object, told: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011  the text is compared below
        read_plan(_edited(tmp_path, sheet, cell, value), three_sites())
    assert told in str(raised.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = _edited(tmp_path, "starts", "A2", "Nowhere")
    book = load_workbook(path)
    book["draws"]["A2"] = "Nobody"
    del book["flows"]
    book.save(path)
    with pytest.raises(ValueError, match=r"(?s)flows.*Nowhere.*Nobody"):
        read_plan(path, three_sites())


def test_a_workbook_of_another_kind_is_no_plan(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(ValueError, match="none of the plan sheets"):
        read_plan(tmp_path / "other.xlsx", three_sites())


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"\xd0\xcf\x11\xe0 old excel", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_workbook_is_told_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plan.xlsx").write_bytes(content)
    with pytest.raises(ValueError, match=r"not a readable \.xlsx workbook"):
        read_plan(tmp_path / "plan.xlsx", three_sites())


def test_a_missing_file_and_a_folder_are_told_in_words(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.xlsx", tmp_path):
        with pytest.raises(ValueError, match="cannot be opened"):
            read_plan(path, three_sites())
