"""A plan workbook is read back to the same plan, and a wrong one is refused with all that is wrong in it."""

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from planner.plan.records import Draw, Outcome, Plan, Status
from planner.report.excel.workbook import write_plan
from planner.report.readback.plan_workbook import read_plan
from planner.workbook.faults.fault import InputFaults
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


@cache
def _written() -> bytes:
    with TemporaryDirectory() as folder:
        write_plan(Path(folder) / "plan.xlsx", three_sites(), three_sites_plan())
        return (Path(folder) / "plan.xlsx").read_bytes()


def _edited(tmp_path: Path, sheet: str, cell: str, value: object) -> Path:
    path = tmp_path / "plan.xlsx"
    book: Any = load_workbook(BytesIO(_written()))
    book[sheet][cell] = value
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code", "told"),
    [
        ("starts", "A2", "Fenix", "E601", "starts!A2: an unknown name, found Fenix"),
        ("starts", "A2", "Fenix", "E601", "did you mean Phoenix?"),
        ("starts", "C2", "Q1 27", "E418", "starts!C2: not a period, found Q1 27, expected a label such as 2026Q4"),
        ("starts", "C2", "2031Q1", "E418", "at most 2029Q4; the period lies beyond the horizon"),
        ("starts", "D2", 1.5, "E406", "starts!D2"),
        ("starts", "D2", "=1+1", "E408", "starts!D2"),
        ("starts", "D2", "#REF!", "E407", "starts!D2"),
        ("draws", "E3", "many", "E401", "draws!E3"),
        ("draws", "E3", "inf", "E414", "draws!E3"),
        ("draws", "E3", None, "E409", "draws!E3"),
        ("draws", "E3", True, "E420", "draws!E3"),
        ("draws", "D3", date(2027, 1, 1), "E421", "draws!D3"),
        ("wafers", "A1", "future", "E301", "expected a column scenario"),
        ("summary", "B5", "splendid", "E417", "summary!B5"),
        ("summary", "A9", "bnd", "E409", "expected the keys bound with values"),
    ],
)
def test_a_wrong_cell_is_reported_with_its_address(
    tmp_path: Path, sheet: str, cell: str, value: object, code: str, told: str
) -> None:
    with pytest.raises(InputFaults) as raised:
        read_plan(_edited(tmp_path, sheet, cell, value), three_sites())
    assert [fault.code for fault in raised.value.faults] == [code]
    assert told in str(raised.value)


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    path = _edited(tmp_path, "starts", "A2", "Nowhere")
    book = load_workbook(path)
    book["draws"]["A2"] = "Nobody"
    del book["flows"]
    book.save(path)
    with pytest.raises(InputFaults) as raised:
        read_plan(path, three_sites())
    assert [fault.code for fault in raised.value.faults] == ["E201", "E601", "E601"]


def test_a_workbook_of_another_kind_is_no_plan(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(InputFaults, match="expected the sheets summary, openings"):
        read_plan(tmp_path / "other.xlsx", three_sites())


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"\xd0\xcf\x11\xe0 old excel", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_workbook_is_reported_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plan.xlsx").write_bytes(content)
    with pytest.raises(InputFaults):
        read_plan(tmp_path / "plan.xlsx", three_sites())


def test_a_missing_file_and_a_folder_are_reported_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputFaults, match="file not found"):
        read_plan(tmp_path / "absent.xlsx", three_sites())
    with pytest.raises(InputFaults, match="a folder"):
        read_plan(tmp_path, three_sites())
