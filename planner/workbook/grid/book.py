"""Plain tables as a workbook in the look of the template, also where something in them is wrong."""

from pathlib import Path

from planner.case.calendar import Calendar, months_of_label
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.grid.records import Cell, Grid
from planner.workbook.template.books import write_book
from planner.workbook.template.header_row import Facts


def write_grid(path: Path, grid: Grid) -> None:
    """Write the sheets with rows, and the required ones, whole or not at all. Raises OSError."""
    first = grid.periods[0] if grid.periods else "2027"
    calendar = Calendar.starting(first, len(grid.periods), months_of_label(first))
    rows = {
        name: [_facts(facts, grid.periods) for facts in sheet.facts()]
        for name, sheet in grid.sheets.items()
        if sheet.rows or BY_NAME[name].required
    }
    write_book(path, rows, calendar, blank_columns=False)


def _facts(facts: dict[str, Cell], periods: tuple[str, ...]) -> Facts:
    own = {field: value for field, value in facts.items() if field not in periods and value is not None}
    values = tuple(facts[label] for label in periods if label in facts)
    return {**own, "values": values} if values else own
