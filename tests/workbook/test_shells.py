"""The sheet shells: read, checked, and reported where it makes other cells idle."""

from pathlib import Path
from typing import Any

import pytest

from planner.case.records import Shell
from planner.workbook.reader import Reading, read_workbook
from tests.workbook.books import Sheets, save, sound

HEAD = ["site", "capex_usd_bn", "lead_periods", "spend", "floor_units", "max_shells", "ready", "ready_from"]
LOCKS = ["site", "node", "from_period", "until_period", "min_phases", "max_phases"]


def book(*rows: list[Any], **sheets: list[list[Any]]) -> Sheets:
    """Return a sound workbook with shells, 2 bn each with floor for four phases, and other sheets."""
    return {**sound(), "shells": [HEAD, *(rows or [["A", 2, 1, "once", 4, None, None, None]])], **sheets}


def read(folder: Path, sheets: Sheets) -> Reading:
    return read_workbook(save(folder / "case.xlsx", sheets))


def faults(folder: Path, sheets: Sheets) -> list[tuple[str, str]]:
    return [(fault.code, fault.cell) for fault in read(folder, sheets).faults]


def test_a_row_is_a_record(tmp_path: Path) -> None:
    reading = read(tmp_path, book(["A", 2, 1, "once", 4, 3, 1, "2026Q4"]))
    assert reading.faults == ()
    assert reading.case is not None
    assert reading.case.shells == {"A": Shell("A", 2.0, 1, (1.0,), 4.0, 3, 1, -1)}


def test_blank_cells_take_their_defaults(tmp_path: Path) -> None:
    reading = read(tmp_path, book())
    assert reading.case is not None
    assert reading.case.shells == {"A": Shell("A", 2.0, 1, (1.0,), 4.0)}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["B", 2, 1, "once", 4, None, None, None], ("E601", "shells!A2")),
        (["A", 2, 1, "twice", 4, None, None, None], ("E601", "shells!D2")),
        (["A", 2, 1, "once", 0, None, None, None], ("E404", "shells!E2")),
        (["A", 2, 1, "once", 4, None, None, "2027Q2"], ("W741", "shells!H2")),
        (["A", 2, 9, "once", 4, None, None, None], ("W761", "shells!C2")),
        (["A", 2, 1, "once", 4, 0, None, None], ("W762", "shells!F2")),
        (["A", 2, 1, "once", 0.5, 1, None, None], ("W762", "shells!E2")),
        (["A", 1e6, 1, "once", 4, None, None, None], ("W732", "shells!B2")),
    ],
)
def test_what_is_wrong_or_idle_is_reported_at_its_cell(row: list[Any], found: tuple[str, str], tmp_path: Path) -> None:
    assert found in faults(tmp_path, book(row))


def test_expansions_have_no_terms_of_their_own_in_shells(tmp_path: Path) -> None:
    sheets = book()
    sheets["site_nodes"] = [[*sheets["site_nodes"][0], "expansion_lead_periods"], [*sheets["site_nodes"][1], 2]]
    (fault,) = read(tmp_path, sheets).faults
    assert (fault.code, fault.cell.split("!")[0]) == ("W741", "site_nodes")
    assert "counted from fit-out" in fault.fix


def test_a_lock_without_a_node_is_about_shells(tmp_path: Path) -> None:
    rows: list[list[Any]] = [LOCKS, ["A", None, "2027Q1", "2027Q1", 1, 1], ["*", None, "2027Q2", None, None, 0]]
    reading = read(tmp_path, book(locks=rows))
    assert reading.case is not None
    # The star stands for the shells that no other row names: there are none.
    assert [(lock.site, lock.node, lock.max_phases) for lock in reading.case.locks] == [("A", "", 1)]
    only_star = read(tmp_path, book(locks=[LOCKS, ["all", None, None, None, None, 0]]))
    assert only_star.case is not None
    assert [(lock.site, lock.node) for lock in only_star.case.locks] == [("A", "")]
    pairs = read(tmp_path, book(locks=[LOCKS, ["*", "*", None, None, None, 0]]))
    assert pairs.case is not None
    assert [(lock.site, lock.node) for lock in pairs.case.locks] == [("A", "N3")]


@pytest.mark.parametrize(("minimum", "code"), [(1, "E603"), (0, "W604")])
def test_a_lock_on_shells_of_a_site_without_any_says_so(minimum: int, code: str, tmp_path: Path) -> None:
    sheets: Sheets = {**sound(), "locks": [LOCKS, ["A", None, None, None, minimum, 1]]}
    (fault,) = [fault for fault in read(tmp_path, sheets).faults if fault.code == code]
    assert "shells at A" in str(fault)
