"""Reach: each of many unlike reasons why nothing new can be built is named at its cell, and fixing it ends it."""

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.workbook.reader import read_workbook
from tests.cli.commands import ROOT
from tests.workbook.books import Sheets, save

Seed = Callable[[Sheets], object]
PAIRS = [("Kaohsiung", "N3"), ("Kaohsiung", "CoWoS"), ("Phoenix AZ", "N3"), ("Singapore", "CoWoS")]
PERIODS = [f"{year}Q{quarter}" for year in (2027, 2028, 2029) for quarter in (1, 2, 3, 4)]


@cache
def starter() -> Sheets:
    """Return the sheets of the starter case as rows."""
    book = load_workbook(ROOT / "inputs" / "starter.xlsx", data_only=True)
    names = [name for name in book.sheetnames if name not in {"README", "readme", "dictionary"}]
    return {name: [[cell.value for cell in row] for row in book[name].iter_rows()] for name in names}


def column(sheet: str, title: str, value: Any, *rows: int) -> Seed:
    """Write a value into a column, added where it is missing: into some rows counted from 2, or into all."""

    def seed(sheets: Sheets) -> None:
        table = sheets[sheet]
        titles = [str(cell) for cell in table[0]]
        at = next((i for i, name in enumerate(titles) if name.lower().startswith(title.lower())), len(titles))
        for number, row in enumerate(table, start=1):
            row.extend([None] * (at + 1 - len(row)))
            if number == 1:
                row[at] = row[at] or title
            elif not rows or number in rows:
                row[at] = value
        sheets[sheet] = table

    return seed


def table(sheet: str, *rows: Any) -> Seed:
    """Write a sheet."""
    return lambda sheets: sheets.update({sheet: [list(row) for row in rows]})


def all_of(*seeds: Seed) -> Seed:
    """Do several things."""

    def seed(sheets: Sheets) -> None:
        for one in seeds:
            one(sheets)

    return seed


def budget(*amounts: float) -> Seed:
    """Change the amounts of the only fund."""

    def seed(sheets: Sheets) -> None:
        sheets["budget"][1][1 : 1 + len(amounts)] = amounts

    return seed


def tools(*deliveries: float, per_kwspm: float = 0.5, before: int = 0) -> Seed:
    """Let both nodes need a machine."""
    rows = [("EUV", node, per_kwspm, before) for node in ("N3", "CoWoS")]
    return all_of(
        table("tools", ["tool", *PERIODS], ["EUV", *deliveries]),
        table("tool_use", ["tool", "node", "tools_per_kwspm", "periods_before_output"], *rows),
    )


_LANES = ["to_market", "allowed", "max_kunits"]
_MARKETS = ("America", "Asia and Europe")
SEEDS: dict[str, tuple[Seed, tuple[str, str]]] = {
    "sites come too late": (column("sites", "Available from", "2029Q4"), ("W761", "sites!I2")),
    "nodes come after the horizon": (column("nodes", "Available from", "2040Q1"), ("W761", "nodes!I2")),
    "lead times in months": (column("site_nodes", "Lead time", 36), ("W705", "site_nodes!C2")),
    "floor in square metres per phase": (column("nodes", "Floor per phase [units]", 9000), ("W762", "sites!E2")),
    "crews below one a year": (column("regions", "Max phase starts [a year]", 0.5), ("W762", "regions!H2")),
    "maximum of phases zero": (column("site_nodes", "Max phases", 0), ("W762", "site_nodes!F2")),
    "locks of zero": (
        table("locks", ["site", "node", "max_phases"], *((*pair, 0) for pair in PAIRS)), ("W761", "locks!C2")),
    "a limit of zero starts": (
        table("limits", ["limit", "measure", "max"], ["freeze", "phases_started", 0]), ("W761", "limits!C2")),
    "a limit of zero online": (
        table("limits", ["limit", "measure", "max"], ["freeze", "online_phases", 0]), ("W761", "limits!C2")),
    "no share of capex": (
        table("limits", ["limit", "measure", "bloc", "max"], ["Allied", "capex_share", "Allied", 0]),
        ("W761", "limits!D2")),
    "tools too late": (tools(*[0] * 11, 90, before=1), ("W763", "tools!L2")),
    "tools of another unit": (tools(*[9] * 12, per_kwspm=500), ("W763", "tools!M2")),
    "the other fund has too little for its share": (
        all_of(column("funds", "Max share [%]", 95), lambda s: s["funds"].append(["Gulf"]),
               lambda s: s["budget"].append(["Gulf", 0.001, *[0] * 11])), ("W764", "funds!C2")),
    "shares that sum to less than the whole": (
        all_of(column("funds", "Max share [%]", 60), lambda s: s["funds"].append(["Gulf", None, 30]),
               lambda s: s["budget"].append(["Gulf", *[9] * 12])), ("W764", "funds!C3")),
    "a fund of other nodes": (column("funds", "Kinds", "memory"), ("W712", "site_nodes!A2")),
    "money after the last start": (budget(*[0] * 11, 90), ("W764", "budget!H2")),
    "all money at once, and it lapses": (
        all_of(budget(90, *[0] * 11), column("funds", "Carry over", "no")), ("W764", "funds!C2")),
    "capex in millions": (column("nodes", "Phase capex", 4000), ("W764", "budget!M2")),
    "a factor of the capex in per cent": (column("site_nodes", "Capex factor", 100), ("W764", "budget!M2")),
    "openings that nobody can pay": (
        all_of(column("sites", "Opening cost", 500), lambda s: s.pop("capacity")), ("W764", "budget!M2")),
    "a ramp that starts too late": (
        all_of(column("ramps", "Share", 0), lambda s: s["ramps"].extend([["fast", 30, 100], ["slow", 30, 100]])),
        ("W765", "ramps!C4")),
    "cycles in days": (column("nodes", "Cycle [periods]", 80), ("W765", "nodes!N2")),
    "defects per wafer": (column("nodes", "Defects mature", 900), ("W765", "nodes!L2")),
    "good units of a thousandth": (
        column("materials", "Good units per wafer", 1e-6, 3, 5), ("W765", "materials!E3")),
    "every scenario delays beyond the horizon": (
        table("scenarios", ["scenario", "probability_pct", "delay_periods"], ["base", 100, 40]),
        ("W765", "scenarios!C2")),
    "every market is closed": (
        table("lanes", _LANES, *([market, "no"] for market in _MARKETS)), ("W766", "lanes!B2")),
    "lanes with a maximum of zero": (
        table("lanes", _LANES, *([market, "yes", 0] for market in _MARKETS)), ("W766", "lanes!C2")),
    "packaging that nobody may build": (
        all_of(lambda s: s["nodes"].append(["Panel", "packaging", 5, 0.5]), lambda s: s.pop("capacity"),
               column("materials", "Node", "Panel", 3, 5)), ("W713", "materials!C3")),
}  # fmt: skip


def reported(path: Path, sheets: Sheets) -> list[tuple[str, str, str]]:
    """Return code, cell and fix of every fault; the case can be planned."""
    reading = read_workbook(save(path / "case.xlsx", sheets))
    assert reading.case is not None, [str(fault) for fault in reading.faults]
    return [(fault.code, fault.cell, fault.fix) for fault in reading.faults]


def test_the_starter_has_no_such_warning(tmp_path: Path) -> None:
    assert reported(tmp_path, deepcopy(starter())) == []


@pytest.mark.parametrize(("seed", "expected"), SEEDS.values(), ids=SEEDS)
def test_the_reason_is_named_at_its_cell(tmp_path: Path, seed: Seed, expected: tuple[str, str]) -> None:
    sheets = deepcopy(starter())
    seed(sheets)
    faults = reported(tmp_path, sheets)
    assert expected in [(code, cell) for code, cell, _ in faults], faults
    assert all("nothing new can be built" in fix for code, _, fix in faults if code.startswith("W76"))
