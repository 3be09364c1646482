"""Tables the other way round and cross tables: one fault says what is there and how to make a list of it."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from planner.workbook.reader import read_workbook
from tests.workbook.books import Sheets, save
from tests.workbook.test_odd_books import Found, assert_told
from tests.workbook.test_reach import PERIODS, Seed, starter, table


def turned(sheet: str, corner: str | None = None) -> Seed:
    """Swap rows and columns of a sheet of figures by period, without what stands behind the figures."""

    def seed(sheets: Sheets) -> None:
        width = max(at for at, title in enumerate(sheets[sheet][0]) if title in PERIODS) + 1
        columns = zip(*([*row, *[None] * width][:width] for row in sheets[sheet]), strict=True)
        sheets[sheet] = [list(cells) for cells in columns]
        if corner is not None:
            sheets[sheet][0][0] = corner

    return seed


def matrix(sheet: str, *rows: list[Any]) -> Seed:
    return table(sheet, *rows)


def in_excel(fix: str) -> str:
    return f"{fix}; Excel turns a cross table into such rows by Data, From Table/Range, Unpivot Other Columns"


def groups(sheets: Sheets) -> None:
    """Write demand in blocks below the name of their market."""
    rows = {(row[0], row[1]): row[2:14] for row in sheets["demand"][1:]}
    markets = list(dict.fromkeys(market for _, market in rows))
    blocks = [[[market], *([item, *rows[item, to]] for item, to in rows if to == market)] for market in markets]
    sheets["demand"] = [["Product", *PERIODS], *(row for block in blocks for row in block)]


TRANSPOSED = "copy the table and paste it transposed (Paste Special, Transpose)"
FUND = f"{TRANSPOSED}, with the title Fund above the names"
BOOKS: dict[str, tuple[Seed, list[Found]]] = {
    "periods down": (turned("budget"), [("E312", "budget!A2", FUND)]),
    "periods down below a corner": (turned("budget", "Quarter"), [("E312", "budget!A2", FUND)]),
    "periods down below two rows of names": (turned("demand"), [("E312", "demand!A1", TRANSPOSED)]),
    "periods down below names without titles": (
        lambda sheets: (turned("demand")(sheets), [row.__setitem__(0, None) for row in sheets["demand"][:2]]),
        [("E312", "demand!A3", f"{TRANSPOSED}, with the titles Product and Market above the names")]),
    "nodes across sites": (
        matrix("site_nodes", ["Site", "N3", "CoWoS"], ["Kaohsiung", 5, 3], ["Phoenix AZ", 2, None]),
        [("E314", "site_nodes!B1", in_excel(
            "give each figure a row of its own, such as Site Kaohsiung and Node N3 for 5, with columns Site, Node, "
            "Lead time [periods], Ramp, Spend"))]),
    "nodes across products": (
        matrix("materials", ["Product", "N3", "CoWoS", "Source"], ["Trainer"], ["Server", None, 1, "us"]),
        [("E314", "materials!B1", in_excel(
            "give each figure a row of its own, such as Product Server and Node CoWoS for 1, with columns Product, "
            "Part, Node, Units [per package]"))]),
    "ages across": (
        matrix("ramps", ["Ramp", "q0", "q1", "q2"], ["fast", 50, 100, None], ["slow", 40, 80, 100]),
        [("E314", "ramps!B1", in_excel(
            "give each figure a row of its own, such as Ramp fast and Age 0 for 50, with columns Ramp, Age [periods], "
            "Share [%]"))]),
    "ramps across": (
        matrix("ramps", ["Age [periods]", "fast", "slow"], [0, 50, 40], [1, 100, 80], [2, 100, 100]),
        [("E314", "ramps!B1", in_excel(
            "give each figure a row of its own, such as Age 0 and Ramp fast for 50, with columns Ramp, Age [periods], "
            "Share [%]"))]),
    "lanes as a matrix": (
        matrix("lanes", ["From region", "America", "Asia and Europe"], ["Taiwan", "yes", "yes"], ["USA", "yes", "no"]),
        [("E314", "lanes!B1", in_excel(
            "give each figure a row of its own, such as From region Taiwan and To market America for yes, with columns "
            "From region, To market, Allowed"))]),
    "markets across, without periods": (
        matrix("demand", ["Product", "America", "Asia and Europe"], ["Trainer", 280, 140], ["Server", 200, 100]),
        [("E314", "demand!B1",
          "give each product and market one row, with columns Product, Market and one for each period")]),
    "marks below names": (
        matrix("funds", ["Fund", "Taiwan", "USA", "Singapore"], ["Founders", "x", "x", "no"]),
        [("W315", "funds!B1",
          "write these names into one column 'Regions', separated by semicolons, such as Taiwan;USA in the row of "
          "Founders: as it stands they are not read, and nothing is restricted")]),
    "one remark titled like a region": (
        matrix("funds", ["Fund", "USA"], ["Founders", "x"]), [("W303", "funds!B1", "")]),
    "rows below the name of their market": (
        groups,
        [("E301", "demand!A1", "add a column 'Market'"),
         ("E505", "demand!A2", "write it into a column 'Market' in each of the rows below it"),
         ("E505", "demand!A5", "write it into a column 'Market' in each of the rows below it")]),
}  # fmt: skip


@pytest.mark.parametrize(("seed", "expected"), BOOKS.values(), ids=BOOKS)
def test_a_table_the_other_way_round_is_one_fault(tmp_path: Path, seed: Seed, expected: list[Found]) -> None:
    sheets = deepcopy(starter())
    seed(sheets)
    assert_told(read_workbook(save(tmp_path / "case.xlsx", sheets)), expected)
