"""Common mistakes in workbooks: each is one clear fault whose fix says what to write, or is read as meant."""

from pathlib import Path
from typing import Any

import pytest

from planner.workbook.reader import read_workbook
from tests.workbook.books import QUARTERS, save, sound
from tests.workbook.test_kinds import Plant, add, both, put


def label(written: str) -> Plant:
    """Write something in place of the label of the first quarter of demand."""
    return put("demand", 1, 3, written)


def lock_from(written: Any) -> Plant:
    """Write something for the first period of a lock."""
    return add("locks", ["site", "node", "from_period", "min_phases"], ["A", "N3", written, 0])


SLIPS: list[tuple[str, Plant, list[tuple[str, str, str]]]] = [
    ("a unit after a number", put("nodes", 2, 3, "1 kwspm"), [("E402", "nodes!C2", "write 1 as a number")]),
    ("half of the unit", put("nodes", 2, 4, "4 bn"), [("E402", "nodes!D2", "write 4 as a number")]),
    ("the unit before", put("nodes", 2, 4, "USD 4 bn"), [("E402", "nodes!D2", "write 4 as a number")]),
    ("a unit out of bounds", put("nodes", 2, 3, "-1 kwspm"), [("E402", "nodes!C2", "write more than 0, as a number")]),
    ("thousands in short", put("products", 2, 2, "43k"), [("E401", "products!B2", "write the number alone, in USD")]),
    ("another unit", put("budget", 2, 2, "1,200 m"), [("E401", "budget!B2", "write the number alone, in USD bn")]),
    (
        "the periods named",
        put("settings", 4, 2, "4 quarters"),
        [("E401", "settings!B4", "write 4, as many periods as 4 quarters")],
    ),
    ("a footnote", put("demand", 2, 3, "3 [1]"), [("E402", "demand!C2", "write 3 as a number")]),
    ("a star", put("demand", 2, 3, "280*"), [("E402", "demand!C2", "write 280 as a number")]),
    ("about", put("demand", 2, 3, "~3"), [("E402", "demand!C2", "write 3 as a number")]),
    (
        "thousands by a narrow space",
        put("demand", 2, 3, "1\u202f280"),
        [("E402", "demand!C2", "write 1280 as a number")],
    ),
    ("a dash for a minus", put("sites", 2, 3, "–24.8"), [("E402", "sites!C2", "write -24.8 as a number")]),
    (
        "a date of the US",
        lock_from("10/1/2027"),
        [("E418", "locks!C2", "write 2027Q4 if the month comes first, 2027Q1 if the day does")],
    ),
    ("a day beyond twelve", lock_from("10/31/2027"), [("E418", "locks!C2", "write 2027Q4")]),
    ("a date of Germany", lock_from("31.10.2027"), [("E418", "locks!C2", "write 2027Q4")]),
    ("a date of computers", lock_from("2027-10-01"), [("E418", "locks!C2", "write 2027Q4")]),
    ("a German month", lock_from("Dezember 2027"), [("E418", "locks!C2", "write 2027Q4")]),
    ("a Turkish month", lock_from("Eylül 2027"), [("E418", "locks!C2", "write 2027Q3")]),
    ("a French month", lock_from("août 2027"), [("E418", "locks!C2", "write 2027Q3")]),
    ("a Turkish quarter", label("2027 Ç1"), [("E307", "demand!C1", "write 2027Q1")]),
    ("a Turkish quarter in words", label("1. çeyrek 2027"), [("E307", "demand!C1", "write 2027Q1")]),
    ("a German quarter", label("1. Quartal 2027"), [("E307", "demand!C1", "write 2027Q1")]),
    ("a French quarter", label("T1 2027"), [("E307", "demand!C1", "write 2027Q1")]),
    (
        "a margin is no March",
        both(put("demand", 1, 7, "Margin 2027"), put("demand", 2, 7, 3)),
        [("W303", "demand!G1", "rename it if it holds case data; otherwise ignore this")],
    ),
    (
        "totals without a word",
        add("demand", [], [None, None, 3, 3, 3, 3]),
        [("E409", "demand!A4", "write its product and market, or delete the row if it holds totals")],
    ),
    (
        "a remark below the budget",
        add("budget", [], ["* before tax; see memo"]),
        [("E505", "budget!A4", "move it to the note column or another sheet")],
    ),
    (
        "another table below",
        add("demand", [], ["Assumption", "Growth"], ["America", "ten"], ["Asia", "two"]),
        [("E506", "demand!A4", "delete the row; another table belongs on its own sheet")],
    ),
    (
        "the header again",
        add("demand", ["product", "market", *QUARTERS]),
        [("E506", "demand!A3", "delete the row; another table belongs on its own sheet")],
    ),
    ("a name with another dash", put("site_nodes", 2, 5, "on‐ce"), [("E601", "site_nodes!E2", "write once")]),
    (
        "a Cyrillic letter",
        put("site_nodes", 2, 2, "\u041d3"),
        [("E601", "site_nodes!B2", "list it on the nodes sheet, or write N3")],
    ),
]


@pytest.mark.parametrize(("slip", "plant", "told"), SLIPS, ids=[slip for slip, _, _ in SLIPS])
def test_a_slip_is_one_fault_with_a_fix(
    tmp_path: Path, slip: str, plant: Plant, told: list[tuple[str, str, str]]
) -> None:
    sheets = sound()
    plant(sheets)
    found = read_workbook(save(tmp_path / "slip.xlsx", sheets)).faults
    assert [(fault.code, fault.cell, fault.fix) for fault in found] == told, slip
