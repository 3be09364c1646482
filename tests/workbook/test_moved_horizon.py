"""A horizon that has moved away from the period columns: the faults say that it moved, and what to add."""

from pathlib import Path

import pytest

from planner.workbook.reader import read_workbook
from tests.workbook.books import save, sound

OUTSIDE = "lengthen the horizon or delete them"


def told(folder: Path, first: str, periods: int) -> list[tuple[str, str, str]]:
    """Return code, cell and fix of the faults on demand, which has the quarters of 2027."""
    sheets = sound()
    sheets["settings"][2:] = [["first_period", first], ["periods", periods]]
    faults = read_workbook(save(folder / "case.xlsx", sheets)).faults
    return [(fault.code, fault.cell, fault.fix) for fault in faults if fault.sheet == "demand"]


def past(first: str) -> str:
    return f"nothing to do if the horizon has moved on to {first}: the past is not read"


@pytest.mark.parametrize(
    ("first", "periods", "faults"),
    [
        (
            "2027Q2",
            4,
            [
                (
                    "E308",
                    "demand!A1",
                    "the horizon has moved on to 2027Q2 to 2028Q1: add the column: 2028Q1, or set periods to 3",
                ),
                ("W309", "demand!C1", past("2027Q2")),
            ],
        ),
        ("2027Q3", 2, [("W309", "demand!C1", past("2027Q3"))]),
        (
            "2026Q3",
            4,
            [
                (
                    "E308",
                    "demand!A1",
                    "the horizon has moved back to 2026Q3 to 2027Q2: add the 2 columns: 2026Q3, 2026Q4, "
                    "or set first_period to 2027Q1 and periods to 2",
                ),
                ("W309", "demand!E1", OUTSIDE),
            ],
        ),
        ("2027Q1", 5, [("E308", "demand!A1", "add the column: 2028Q1")]),
        ("2027Q1", 3, [("W309", "demand!F1", OUTSIDE)]),
    ],
)
def test_a_horizon_that_has_moved_is_said_to_have_moved(
    tmp_path: Path, first: str, periods: int, faults: list[tuple[str, str, str]]
) -> None:
    assert told(tmp_path, first, periods) == faults
