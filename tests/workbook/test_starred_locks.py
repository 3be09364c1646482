"""A lock with `*` stands for every listed pair, or conversion, that no other row names."""

from pathlib import Path
from typing import Any

import pytest

from planner.case.records import Lock
from planner.workbook.edit.apply import edited, sound_case
from planner.workbook.edit.edits import AddedRow, EditError
from planner.workbook.edit.parse import parse_edits
from planner.workbook.reader import Reading, read_workbook
from tests.workbook.books import Sheets, save, sound

HEADER = ["site", "node", "from_node", "from_period", "until_period", "min_phases", "max_phases"]
ANY = float("inf")


def two_by_two(*rows: list[Any]) -> Sheets:
    """Sites A and B with nodes N3 and N5, a conversion at A, and locks."""
    sheets = sound()
    sheets["sites"].append(["B", "here", 24.8, 10])
    sheets["nodes"].append(["N5", "logic", 1, 1, 20])
    sheets["site_nodes"][1:] = [[site, node, 1, "flat", "once", 5] for site in "AB" for node in ("N3", "N5")]
    sheets["materials"].append(["chip", "die", "N5", 1, 1])
    sheets["conversions"] = [["site", "from_node", "to_node", "lump_kwspm"], ["A", "N5", "N3", 0.5]]
    sheets["locks"] = [HEADER, *rows]
    return sheets


def read(folder: Path, sheets: Sheets) -> Reading:
    return read_workbook(save(folder / "case.xlsx", sheets))


def locks(folder: Path, *rows: list[Any]) -> list[tuple[str, str, str, float]]:
    """Return site, node, from_node and the most phases of the locks of a case with some rows, which has no fault."""
    reading = read(folder, two_by_two(*rows))
    assert [fault for fault in reading.faults if fault.severity == "error"] == []
    assert reading.case is not None
    return [(lock.site, lock.node, lock.from_node, lock.max_phases) for lock in reading.case.locks]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["*", "*", None, None, None, 0, 0]], [("A", "N3"), ("A", "N5"), ("B", "N3"), ("B", "N5")]),
        ([["all", "any", None, None, None, 0, 0]], [("A", "N3"), ("A", "N5"), ("B", "N3"), ("B", "N5")]),
        ([["b", "*", None, None, None, 0, 0]], [("B", "N3"), ("B", "N5")]),
        ([["*", "N5", None, None, None, 0, 0]], [("A", "N5"), ("B", "N5")]),
    ],
)
def test_a_star_stands_for_every_pair(tmp_path: Path, rows: list[list[Any]], expected: list[tuple[str, str]]) -> None:
    assert locks(tmp_path, *rows) == [(*pair, "", 0) for pair in expected]


def test_pairs_that_another_row_names_are_left_to_it(tmp_path: Path) -> None:
    rows = [["*", "*", None, None, None, 0, 0], ["a", "N3", None, "2027Q1", "2027Q1", 1, 1]]
    assert locks(tmp_path, *rows) == [("A", "N5", "", 0), ("B", "N3", "", 0), ("B", "N5", "", 0), ("A", "N3", "", 1)]


def edited_locks(folder: Path, edits: list[AddedRow | str], *rows: list[Any]) -> list[tuple[str, str, str, float]]:
    """Return the same of a case with edits, made one after the other."""
    tables = read(folder, two_by_two(*rows)).tables
    assert tables is not None
    for edit in edits:
        tables = edited(tables, [edit] if isinstance(edit, AddedRow) else parse_edits([edit], tables))
    return [(lock.site, lock.node, lock.from_node, lock.max_phases) for lock in sound_case(tables).locks]


ONE = ["A", "N3", None, None, None, 0, 2]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (AddedRow("locks", {"site": "*", "node": "*", "max_phases": 0.0}), [("A", "N5"), ("B", "N3"), ("B", "N5")]),
        (AddedRow("locks", {"site": "B", "node": "all", "max_phases": 0.0}), [("B", "N3"), ("B", "N5")]),
    ],
)
def test_an_added_row_with_a_star_is_a_row_for_each_pair(
    tmp_path: Path, edit: AddedRow, expected: list[tuple[str, str]]
) -> None:
    assert edited_locks(tmp_path, [edit], ONE) == [("A", "N3", "", 2), *((*pair, "", 0) for pair in expected)]


def test_an_added_star_may_stand_for_conversions(tmp_path: Path) -> None:
    edit = AddedRow("locks", {"site": "*", "node": "*", "from_node": "*", "max_phases": 0.0})
    assert edited_locks(tmp_path, [edit]) == [("A", "N3", "N5", 0)]


def test_a_name_of_a_lock_may_become_a_star(tmp_path: Path) -> None:
    edits: list[AddedRow | str] = ["locks[A].site = *", "locks[*].max_phases = 1"]
    assert edited_locks(tmp_path, edits, ONE) == [("A", "N3", "", 1), ("B", "N3", "", 1)]


def test_an_added_star_that_stands_for_nothing_is_explained(tmp_path: Path) -> None:
    edits: list[AddedRow | str] = [AddedRow("locks", {"site": "*", "node": "N3", "max_phases": 0.0})]
    with pytest.raises(EditError, match="other rows name every pair"):
        edited_locks(tmp_path, edits, ONE, ["B", "N3", None, None, None, 0, 2])


def test_every_window_with_a_star_counts(tmp_path: Path) -> None:
    rows = [["*", "N3", None, None, "2027Q2", 0, 0], ["*", "N3", None, "2027Q3", None, 0, 2]]
    reading = read(tmp_path, two_by_two(*rows))
    assert reading.case is not None
    assert reading.case.locks == (
        *(Lock(site, "N3", "", 0, 1, 0, 0) for site in "AB"),
        *(Lock(site, "N3", "", 2, reading.case.locks[2].until_period, 0, 2) for site in "AB"),
    )


def test_conversions_are_meant_where_the_node_that_loses_is_given(tmp_path: Path) -> None:
    assert locks(tmp_path, ["*", "*", "*", None, None, 0, 0]) == [("A", "N3", "N5", 0)]
    assert locks(tmp_path, ["A", "*", "N5", None, None, 0, None]) == [("A", "N3", "N5", ANY)]


def test_a_site_of_that_name_is_that_site(tmp_path: Path) -> None:
    sheets = two_by_two(["all", "N3", None, None, None, 0, 0])
    sheets["sites"][2][0] = "All"
    for row in sheets["site_nodes"][3:]:
        row[0] = "All"
    reading = read(tmp_path, sheets)
    assert reading.case is not None
    assert [(lock.site, lock.node) for lock in reading.case.locks] == [("All", "N3")]


def test_a_star_that_stands_for_nothing_is_reported(tmp_path: Path) -> None:
    every = [[site, node, None, None, None, 0, 3] for site in "AB" for node in ("N3", "N5")]
    reading = read(tmp_path, two_by_two(*every, ["*", "*", None, None, None, 0, 0]))
    assert [(fault.code, fault.cell, fault.found) for fault in reading.faults] == [("W742", "locks!A6", "* *")]
    assert reading.case is not None
    assert len(reading.case.locks) == 4


def test_a_row_with_a_star_and_a_fault_is_one_fault(tmp_path: Path) -> None:
    reading = read(tmp_path, two_by_two(["*", "N3", None, None, None, "many", 0]))
    assert [(fault.code, fault.cell) for fault in reading.faults] == [("E401", "locks!F2")]
