"""The tables of a case as plain cells: the same case again, its faults cell by cell, and the difference of two."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.workbook.file.book import open_book
from planner.workbook.grid.book import write_grid
from planner.workbook.grid.changed_book import write_changed
from planner.workbook.grid.check import checked, findings, on_its_horizon
from planner.workbook.grid.difference import Change, differences, in_words
from planner.workbook.grid.of_book import grid_of_book
from planner.workbook.grid.places import GridCell, grid_cell_of
from planner.workbook.grid.records import Cell, Grid, GridError, Sheet, from_text
from planner.workbook.read.settings import KEYS
from planner.workbook.reader import read_book, read_workbook
from planner.workbook.template.examples import Example, write_example
from tests.cli.commands import STARTER
from tests.workbook.books import save, sound
from tests.workbook.rich import rich


def _grid(path: Path) -> Grid:
    taken = grid_of_book(open_book(path))
    assert taken is not None
    return from_text(json.dumps(taken.grid.to_json()).encode())


@pytest.fixture(scope="module")
def starter() -> Grid:
    """The tables of the starter case."""
    return _grid(STARTER)


def _with(grid: Grid, sheet: str, row: int, field: str, value: Cell) -> Grid:
    before = grid.sheets[sheet]
    rows = [dict(facts) for facts in before.facts()]
    rows[row][field] = value
    return grid.with_sheets({sheet: Sheet(before.fields, tuple(tuple(facts.values()) for facts in rows))})


def test_the_world_says_the_same_as_tables(tmp_path: Path) -> None:
    write_example(tmp_path / "world.xlsx", Example.WORLD)
    grid, reading = _grid(tmp_path / "world.xlsx"), read_workbook(tmp_path / "world.xlsx")
    assert checked(grid).case == reading.case
    assert on_its_horizon(grid) == grid


def test_every_sheet_and_field_comes_back_from_a_workbook_written_of_tables(tmp_path: Path) -> None:
    save(tmp_path / "rich.xlsx", rich())
    grid, case = _grid(tmp_path / "rich.xlsx"), read_workbook(tmp_path / "rich.xlsx").case
    assert case is not None
    assert checked(grid).case == case
    write_grid(tmp_path / "again.xlsx", grid)
    assert read_workbook(tmp_path / "again.xlsx").case == case
    assert list(differences(grid, _grid(tmp_path / "again.xlsx"))) == []


def test_sources_of_settings_stay(starter: Grid) -> None:
    facts = next(iter(starter.sheets["settings"].facts()))
    assert (facts["key"], facts["source"]) == ("case_name", "made up for teaching")


def test_a_fault_has_its_row_and_column(starter: Grid) -> None:
    wrong = _with(_with(starter, "site_nodes", 1, "node", "N5"), "budget", 0, "2027Q2", "many")
    found = {(one.fault.sheet, one.row, one.field, one.fault.found) for one in findings(wrong, checked(wrong))}
    assert ("site_nodes", 1, "node", "N5") in found
    assert ("budget", 0, "2027Q2", "many") in found


def test_a_fault_of_a_workbook_has_its_cell_in_the_tables(tmp_path: Path) -> None:
    """The table begins below a heading, with blank rows and a blank optional column that the tables do not have."""
    sheets = sound()
    sheets["capacity"] = [
        ["Fabs of today"],
        [],
        ["Note", "Node", "Uses tools", "Site", "2027Q2", "2027Q1", "2027Q3", "2027Q4"],
        [],
        [None, "N3", None, "A", 1, 1, "many", 1],
        [],
        [None, "N5", None, "A", 1, 1, 1, 1],
    ]
    sheets["settings"] = [["key", "value"], [], ["periods", 4], ["case_name", "tiny"], ["first_period", "2027Q1"]]
    sheets["settings"].append(["objective", "cheap"])
    sheets["sites"][0].append("colour")
    book = open_book(save(tmp_path / "case.xlsx", sheets))
    tables = grid_of_book(book)
    assert tables is not None
    cells = {fault.cell: grid_cell_of(fault, tables.places) for fault in read_book(book).faults}
    assert cells["capacity!G5"] == GridCell("capacity", 0, "2027Q3")
    assert cells["capacity!B7"] == GridCell("capacity", 1, "node")
    assert cells["settings!B6"] == GridCell("settings", list(KEYS).index("objective"), "value")
    assert cells["sites!E1"] == GridCell("sites"), "a column that the tables do not have"
    for found, cell in (("many", cells["capacity!G5"]), ("N5", cells["capacity!B7"]), ("cheap", cells["settings!B6"])):
        assert cell is not None
        assert list(tables.grid.sheets[cell.sheet].facts())[cell.row][cell.field] == found
    assert "uses_tools" not in tables.grid.sheets["capacity"].fields


def test_a_longer_horizon_has_blank_periods_and_keeps_the_others(starter: Grid) -> None:
    row = [facts["key"] for facts in starter.sheets["settings"].facts()].index("periods")
    longer = on_its_horizon(_with(starter, "settings", row, "value", 13))
    before, after = (next(iter(grid.sheets["budget"].facts())) for grid in (starter, longer))
    assert longer.periods == (*starter.periods, "2030Q1")
    assert after == {**before, "2030Q1": None}


def test_what_could_not_be_read_stays_as_it_was_found(tmp_path: Path, starter: Grid) -> None:
    write_grid(tmp_path / "wrong.xlsx", _with(starter, "nodes", 0, "phase_kwspm", "about ten"))
    assert next(iter(_grid(tmp_path / "wrong.xlsx").sheets["nodes"].facts()))["phase_kwspm"] == "about ten"


def test_changes_are_made_in_the_workbook_itself(tmp_path: Path, starter: Grid) -> None:
    book = load_workbook(STARTER)
    book.create_sheet("my notes").append(["mine"])
    book["budget"].column_dimensions["A"].width = 55
    book.save(tmp_path / "mine.xlsx")
    later = on_its_horizon(_with(_with(starter, "budget", 0, "2027Q2", 4.5), "settings", 1, "value", "2027Q2"))
    first, *others = later.sheets["sites"].facts()
    sites = Sheet(tuple(first), tuple(tuple(facts.values()) for facts in (*others, first | {"site": "Dresden"})))
    changed = later.with_sheets({"sites": sites})
    assert write_changed(tmp_path / "mine.xlsx", tmp_path / "changed.xlsx", starter, changed)
    after = load_workbook(tmp_path / "changed.xlsx")
    assert after["my notes"]["A1"].value == "mine"
    assert after["budget"].column_dimensions["A"].width == 55
    assert list(differences(changed, _grid(tmp_path / "changed.xlsx"))) == []
    other = _with(starter, "budget", 0, "2027Q2", 99)
    assert not write_changed(tmp_path / "mine.xlsx", tmp_path / "no.xlsx", other, other)


def test_differences_are_cells_of_rows_with_the_same_names_and_rows_that_only_one_has(starter: Grid) -> None:
    changed = _with(_with(starter, "budget", 0, "2027Q2", 4), "sites", 0, "site", "Tainan")
    found = list(differences(starter, changed))
    fund = next(iter(starter.sheets["budget"].facts()))
    assert [(one.sheet, one.change, one.row, one.field, one.before, one.after) for one in found] == [
        ("sites", Change.RENAMED, "Tainan", "", "Kaohsiung", "Tainan"),
        ("budget", Change.CHANGED, str(fund["fund"]), "2027Q2", fund["2027Q2"], 4),
    ]
    assert in_words(found) == "sites: 1 row renamed; budget: 1 cell"
    assert list(differences(changed, changed)) == []


def test_a_name_that_changed_in_many_rows_is_renamed_with_the_cells_that_differ_beside_it(starter: Grid) -> None:
    demand = starter.sheets["demand"]
    product, quarter = demand.fields.index("product"), demand.fields.index("2027Q2")
    rows = [list(row) for row in demand.rows]
    first, number = demand.rows[0][product], len(rows)
    for row in rows:
        row[product] = "Tomorrow's chip" if row[product] == first else row[product]
    rows[0][quarter] = 999
    renamed = starter.with_sheets({"demand": Sheet(demand.fields, tuple(map(tuple, rows)))})
    found = list(differences(starter, renamed))
    assert {one.change for one in found} == {Change.RENAMED, Change.CHANGED}
    assert [(one.field, one.before, one.after) for one in found if one.field] == [
        ("2027Q2", demand.rows[0][quarter], 999)
    ]
    bare = [Sheet(("product", "note"), ((name, None),)) for name in ("one", "other")]
    pair = [starter.with_sheets({"demand": sheet}) for sheet in bare]
    assert in_words(differences(*pair)) == "demand: 1 row added, 1 row removed", "a name alone says nothing"
    # Another row with figures of its own is not the old one under a new name.
    other = [[f"own {value}" if type(value) is str else 7.5 for value in row] for row in rows]
    apart = starter.with_sheets({"demand": Sheet(demand.fields, tuple(map(tuple, other)))})
    assert in_words(differences(starter, apart)) == f"demand: {number} rows added, {number} rows removed"


@pytest.mark.parametrize(
    "text",
    [
        b"[1]",
        b'{"periods": ["soon"], "sheets": {}}',
        b'{"periods": [], "sheets": {"cellar": {"fields": [], "rows": []}}}',
        b'{"periods": [], "sheets": {"sites": {"fields": ["colour"], "rows": []}}}',
        b'{"periods": [], "sheets": {"sites": {"fields": ["site", "site"], "rows": []}}}',
        b'{"periods": [], "sheets": {"sites": {"fields": ["site"], "rows": [["a", "b"]]}}}',
        b'{"periods": [], "sheets": {"sites": {"fields": ["site"], "rows": [[NaN]]}}}',
        b'{"periods": [], "sheets": {"sites": {"fields": ["site"], "rows": [[{}]]}}}',
        b'{"periods": [], "sheets": {"sites": 3}}',
        b"[" * 5000,
    ],
)
def test_other_data_are_refused_in_a_sentence(text: bytes) -> None:
    with pytest.raises(GridError, match=r"\w.*\."):
        from_text(text)
