"""Small workbooks written from plain Python: a sound one like tests.cases.tiny(), and what a test changes in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Sheets = dict[str, list[list[Any]]]
QUARTERS = ["2027Q1", "2027Q2", "2027Q3", "2027Q4"]


def sound() -> Sheets:
    """The rows of a complete workbook without a fault: tests.cases.tiny() of four quarters."""
    return {
        "settings": [["key", "value"], ["case_name", "tiny"], ["first_period", "2027Q1"], ["periods", 4]],
        "regions": [["region", "bloc"], ["here", "west"]],
        "sites": [["site", "region", "latitude", "floor_units"], ["A", "here", 24.8, 10]],
        "nodes": [
            ["node", "kind", "phase_kwspm", "phase_capex_usd_bn", "shell_share_pct"],
            ["N3", "logic", 1, 1, 20],
        ],
        "site_nodes": [
            ["site", "node", "lead_periods", "ramp", "spend", "max_phases"],
            ["A", "N3", 1, "flat", "once", 5],
        ],
        "ramps": [["ramp", "age_periods", "share_pct"], ["flat", 0, 100]],
        "spends": [["spend", "offset_periods", "share_pct"], ["once", 0, 100]],
        "products": [["product", "shortage_penalty_usd"], ["chip", 1_000_000]],
        "materials": [
            ["product", "part", "node", "units", "good_units_per_wafer"],
            ["chip", "die", "N3", 1, 1],
        ],
        "markets": [["market"], ["world"]],
        "demand": [["product", "market", *QUARTERS], ["chip", "world", 3, 3, 3, 3]],
        "funds": [["fund", "regions", "carry_over"], ["purse", None, "yes"]],
        "budget": [["fund", *QUARTERS], ["purse", 1000, 0, 0, 0]],
    }


def save(path: Path, sheets: Sheets, shape: Callable[[Workbook], None] | None = None) -> Path:
    """Write the sheets to a workbook; `shape` may change it before it is saved."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(number, column, value)
                    if isinstance(value, str) and value.startswith("=="):
                        sheet.cell(number, column).value = value[1:]
    if shape is not None:
        shape(book)
    book.save(path)
    return path
