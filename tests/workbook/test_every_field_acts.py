"""Nothing is read and ignored: what the schema marks as acting changes the model, what it does not mark leaves it.

Models are compared without the names of their rows and columns, so that a name acts only where it ties rows together.
Of a changed workbook only the sheets that differ are saved and read.
"""

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from planner.case.calendar import Calendar
from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.program.compile import compile_matrix
from planner.workbook import reader
from planner.workbook.contract_export import schema_json
from planner.workbook.file.book import Book, open_book
from planner.workbook.reader import read_case, read_workbook
from planner.workbook.text.values import RawSheet
from tests.workbook.books import Sheets, save
from tests.workbook.rich import CHANGES, SETTING, rich

REMARKS = ("source", "note")


def _declared() -> Iterator[tuple[str, bool]]:
    """Yield what a planner may fill in, and whether it is marked as acting: settings, fields, series."""
    schema = schema_json()
    for setting in schema["settings"]:
        yield SETTING + setting["id"], setting["acts"]
    for sheet in schema["sheets"]:
        for field in sheet["fields"]:
            if field["id"] not in REMARKS:
                yield f"{sheet['sheet']}.{field['id']}", field["acts"]
        if sheet["period_columns"]:
            yield f"{sheet['sheet']}.*", sheet["period_columns"]["acts"]


DECLARED = dict(_declared())


@cache
def unchanged_sheets() -> dict[str, RawSheet]:
    with tempfile.TemporaryDirectory() as folder:
        return {sheet.name: sheet for sheet in open_book(save(Path(folder) / "case.xlsx", rich())).sheets}


def model(path: Path, sheets: Sheets) -> list[Any]:
    """Return the model of a workbook: costs, bounds, coefficients and whole numbers in order, without names."""
    before = rich()
    changed = {name: rows for name, rows in sheets.items() if rows != before.get(name)}
    saved = {sheet.name: sheet for sheet in open_book(save(path, changed)).sheets} if changed else {}
    book = Book(tuple(saved.get(name) or unchanged_sheets()[name] for name in sheets))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "open_book", lambda _: book)
        case = read_case(path)
    matrix = compile_matrix(build(Shape(case), ()))
    costs = (matrix.cost / matrix.scale, matrix.offset / matrix.scale)
    bounds = (matrix.col_lower, matrix.col_upper, matrix.row_lower, matrix.row_upper)
    rows = (matrix.start, matrix.index, matrix.value)
    return [part.tolist() if hasattr(part, "tolist") else part for part in (*costs, *bounds, *rows, matrix.integer)]


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    return model(tmp_path_factory.mktemp("rich") / "case.xlsx", rich())


def in_months(sheets: Sheets) -> Sheets:
    """Return the workbook with months for its quarters, one for one."""
    quarters, months = Calendar.starting("2027Q1", 1, 3), Calendar.starting("2027M01", 1, 1)

    def month(cell: Any) -> Any:
        is_quarter = isinstance(cell, str) and cell[4:5] == "Q"
        return months.label(quarters.ordinal(cell)) if is_quarter else cell

    return {name: [list(map(month, row)) for row in rows] for name, rows in sheets.items()}


def test_there_is_a_change_of_everything_that_the_schema_declares() -> None:
    assert CHANGES.keys() == DECLARED.keys()


def test_the_rich_workbook_is_sound(tmp_path: Path) -> None:
    faults = read_workbook(save(tmp_path / "case.xlsx", rich())).faults
    assert {fault.code for fault in faults} == {"W309"}, "but for the period beyond the horizon"


@pytest.mark.parametrize("name", [name for name, acts in DECLARED.items() if acts])
def test_what_acts_changes_the_model(name: str, unchanged: list[Any], tmp_path: Path) -> None:
    changed = CHANGES[name].made_in(rich())
    if name == SETTING + "period_months":
        changed = in_months(changed)
    assert changed != rich()
    acts = model(tmp_path / "case.xlsx", changed) != unchanged
    assert acts


@pytest.mark.parametrize("name", [name for name, acts in DECLARED.items() if not acts])
def test_what_does_not_act_leaves_the_model(name: str, unchanged: list[Any], tmp_path: Path) -> None:
    changed = CHANGES[name].made_in(rich())
    assert changed != rich()
    acts = model(tmp_path / "case.xlsx", changed) != unchanged
    assert not acts


def test_remarks_never_act(unchanged: list[Any], tmp_path: Path) -> None:
    remarks = {field["id"]: field["acts"] for sheet in schema_json()["sheets"] for field in sheet["fields"]}
    assert not any(remarks[name] for name in REMARKS)
    sheets = {name: [[*head, *REMARKS], *([*row, "x", "y"] for row in rows)] for name, (head, *rows) in rich().items()}
    acts = model(tmp_path / "case.xlsx", sheets) != unchanged
    assert not acts
