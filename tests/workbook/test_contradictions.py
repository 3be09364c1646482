"""Contradictions of locks, limits and places are reported at a cell; what is feasible is never refused.

The case is tests.cases.tiny() of four quarters with a second site: A has room for 5 phases, B for 3, both with a lead
time of a quarter, so that a phase starts in one of the first three quarters unless a lock asks for the last one.
"""

from pathlib import Path
from typing import Any

import pytest

from planner.workbook.reader import read_workbook
from tests.workbook.books import QUARTERS, Sheets, save, sound

LOCKS = ["site", "node", "from_node", "from_period", "until_period", "min_phases", "max_phases"]
LIMITS = ["limit", "measure", "region", "site", "node", "min", "max", "from_period", "until_period"]
Q1, Q2, Q3, Q4 = QUARTERS
STARTED, ONLINE = "phases_started", "online_phases"


def two_sites() -> Sheets:
    sheets = sound()
    sheets["regions"] = [["region", "bloc", "max_phase_starts_per_year"], ["here", "west", 6], ["there", "east", None]]
    sheets["sites"].append(["B", "there", None, None])
    sheets["site_nodes"].append(["B", "N3", 1, "flat", "once", 3])
    return sheets


def with_rows(limits: list[Any], locks: list[Any]) -> Sheets:
    sheets = two_sites()
    sheets["limits"], sheets["locks"] = [LIMITS, *limits], [LOCKS, *locks]
    return sheets


def told(path: Path, sheets: Sheets) -> list[tuple[str, str]]:
    reading = read_workbook(save(path / "case.xlsx", sheets))
    return sorted((fault.code, fault.cell) for fault in reading.faults)


def lock(least: int | None, most: int | None = None, first: Any = None, last: Any = None, site: str = "A") -> list[Any]:
    return [site, "N3", None, first, last, least, most]


def limit(measure: str, least: Any, most: Any, first: Any = None, last: Any = None, region: Any = None) -> list[Any]:
    return [f"{measure} {least} {most} {region}", measure, region, None, None, least, most, first, last]


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([lock(6)], "locks!F2"),  # A takes 5
        ([lock(3, None, Q1, Q1), lock(3, None, Q2, Q3)], "locks!F2"),  # 3 and 3 more than 5
        ([lock(3, None, Q1, Q2), lock(None, 2, Q1, Q3)], "locks!F2"),  # inside a window of 2
        ([lock(None, 1, Q1, Q1), lock(None, 1, Q2, Q2), lock(3, None, Q1, Q2)], "locks!F4"),
        ([lock(1, None, "2028Q1", "2028Q2")], "locks!F2"),  # beyond the horizon
        ([lock(4, None, site="B")], "locks!F2"),
    ],
)
def test_contradictory_locks_are_reported(tmp_path: Path, rows: list[Any], cell: str) -> None:
    sheets = with_rows([], rows)
    assert ("E743", cell) in told(tmp_path, sheets)


@pytest.mark.parametrize(
    "rows",
    [
        [lock(5)],
        [lock(3, 3, Q1, Q1), lock(2, 2, Q2, Q3)],
        [lock(2, None, Q1, Q2), lock(2, None, Q2, Q3), lock(None, 2)],  # both in the second quarter
        [lock(1, 1, Q4, Q4)],  # asked for, though it ends beyond the horizon
        [lock(0, 0), lock(3, 3, site="B")],
        [lock(0, 0, quarter, quarter) for quarter in QUARTERS],
    ],
)
def test_locks_that_can_be_kept_are_not_refused(tmp_path: Path, rows: list[Any]) -> None:
    assert told(tmp_path, with_rows([], rows)) == []


def test_the_fault_names_the_other_cells(tmp_path: Path) -> None:
    sheets = with_rows([], [lock(3, None, Q1, Q2), lock(None, 2, Q1, Q3)])
    (fault,) = read_workbook(save(tmp_path / "case.xlsx", sheets)).faults
    assert str(fault) == (
        "error E743 locks!F2: these requirements contradict each other, found at least 3, "
        "expected less, beside 2 by locks!G3; change one of the cells named"
    )


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "locks", "cell"),
    [
        # Two sites of one region, 6 starts a year: 4 and 3 are more.
        ("sites", 2, "region", "here", [lock(4), lock(3, site="B")], "regions!C2"),
        # Floor for 10 at A, of which a phase takes 3: 4 phases do not fit, and a lock on them is at fault.
        ("nodes", 1, "floor_units_per_phase", 3, [lock(4)], "locks!F2"),
        ("sites", 1, "available_from", Q3, [lock(1, None, Q1, Q2)], "locks!F2"),
        ("nodes", 1, "available_from", Q3, [lock(1, None, Q1, Q1)], "locks!F2"),
        ("settings", 4, "value", 0, [lock(2)], "settings!B5"),
        ("settings", 4, "value", 0, [lock(None, 0, Q2, Q2)], "settings!B5"),
    ],
)
def test_locks_beside_a_place_crews_or_the_last_plan(
    tmp_path: Path, sheet: str, row: int, column: str, value: Any, locks: list[Any], cell: str
) -> None:
    sheets = with_rows([], locks)
    if sheet == "settings":
        sheets["settings"].append(["max_changes", None])
        sheets["last_plan"] = [["site", "node", "period", "phases"], ["A", "N3", Q2, 1]]
    head = sheets[sheet][0]
    if column not in head:
        head.append(column)
    cells = sheets[sheet][row]
    cells.extend([None] * (len(head) - len(cells)))
    cells[head.index(column)] = value
    found = told(tmp_path, sheets)
    assert [at for code, at in found if code == "E743"] == [cell]


@pytest.mark.parametrize(
    ("limits", "locks", "cell"),
    [
        ([limit(STARTED, 9, None)], [], "limits!F2"),  # 5 and 3 at most
        ([limit(STARTED, 4, None, region="there")], [], "limits!F2"),
        ([limit(STARTED, 1, None, Q4, Q4)], [], "limits!F2"),  # too late to be online, and no lock asks for it
        ([limit(ONLINE, 1, None, Q1)], [], "limits!F2"),  # a quarter's lead
        ([limit(STARTED, None, 2)], [lock(3)], "limits!G2"),
        ([limit(ONLINE, None, 2)], [lock(3, None, Q1, Q2)], "limits!G2"),
        ([limit(STARTED, 3, None, Q1, Q2), limit(STARTED, None, 2)], [], "limits!G3"),
        ([limit(ONLINE, 3, None, Q3), limit(STARTED, None, 2)], [], "limits!G3"),
        ([limit(STARTED, 3, None, Q1, Q2), limit(ONLINE, None, 2, Q3)], [], "limits!G3"),
        (
            [limit(STARTED, 3, None, region="here"), limit(STARTED, 3, None, region="there"), limit(STARTED, None, 5)],
            [],
            "limits!G4",
        ),
    ],
)
def test_counts_that_contradict_places_locks_or_each_other(
    tmp_path: Path, limits: list[Any], locks: list[Any], cell: str
) -> None:
    sheets = with_rows(limits, locks)
    assert [at for code, at in told(tmp_path, sheets) if code == "E743"] == [cell]


@pytest.mark.parametrize(
    ("limits", "locks"),
    [
        ([limit(STARTED, 8, 8)], []),
        ([limit(STARTED, 1, None, Q4, Q4)], [lock(0, 5, Q4), lock(1, None, Q3)]),  # the window of a lock ends late
        ([limit(ONLINE, 8, None, Q4)], []),
        ([limit(STARTED, None, 3)], [lock(3)]),
        ([limit(ONLINE, None, 2, None, Q1)], [lock(3, None, Q1, Q1)]),  # online from the second quarter on
        ([limit(STARTED, 3, None, Q1, Q2), limit(STARTED, None, 2, Q2)], []),
        ([limit(STARTED, 3, None, Q1, Q2), limit(ONLINE, None, 2, None, Q2)], []),
        ([limit(STARTED, 3, None, region="here"), limit(STARTED, None, 2, region="there")], []),
    ],
)
def test_counts_that_can_be_kept_are_not_refused(tmp_path: Path, limits: list[Any], locks: list[Any]) -> None:
    sheets = with_rows(limits, locks)
    assert told(tmp_path, sheets) == []


@pytest.mark.parametrize(
    ("limits", "cell"),
    [
        ([limit("capex_share", 60, None, region="here"), limit("capex_share", None, 50, region="here")], "limits!G3"),
        ([limit("output_share", 60, None, Q2, None, "here"), limit("output_share", None, 50, None, Q2, "here")],
         "limits!G3"),
        ([limit("output_share", 60, None, region="here"), limit("output_share", 50, None, region="there")],
         "limits!F3"),
    ],
)  # fmt: skip
def test_shares_that_contradict_each_other_can_be_kept_by_making_nothing(
    tmp_path: Path, limits: list[Any], cell: str
) -> None:
    assert told(tmp_path, with_rows(limits, [])) == [("W745", cell)]


def test_shares_in_other_periods_or_of_other_totals_do_not_contradict(tmp_path: Path) -> None:
    limits = [
        limit("output_share", 60, None, Q3, None, "here"),
        limit("output_share", None, 50, None, Q2, "here"),
        limit("output_share", 50, None, None, Q2, "there"),
        limit("capex_share", 60, None, region="there"),
    ]
    assert told(tmp_path, with_rows(limits, [])) == []


def test_the_output_of_a_site_is_known_where_it_is_alone(tmp_path: Path) -> None:
    row = ["A's share", "output_share", None, "A", "N3", None, 50, None, None]
    sheets = with_rows([row], [])
    assert told(tmp_path, sheets) == []
    sheets["sites"][2][1] = "here"
    (fault,) = read_workbook(save(tmp_path / "case.xlsx", sheets)).faults
    assert (fault.code, fault.cell, fault.found) == ("E744", "limits!D2", "A, with B in here")
    assert fault.fix == "put A in a region of its own, or limit the region here"
    # Where B makes something else, the output of A is that of the region.
    sheets["nodes"].append(["HBM", "memory", 1, 1, 20])
    sheets["site_nodes"][2][1] = "HBM"
    assert told(tmp_path, sheets) == [("W766", "nodes!A3"), ("W772", "limits!G2")]  # no use, and A alone
