"""The committed workbooks hold what their generator gives, and every row says where it comes from."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from inputs.build import HERE, STARTER, books
from inputs.world.dates import COLLECTED
from planner.study.sensitivity.age import ages_of, newest_date
from planner.workbook.reader import read_workbook
from planner.workbook.template.books import write_book

NAMES = sorted(books())
REMARKS = {"I775"}
"""What the examples are told on purpose: futures that wait for their turn."""
Cells = dict[str, list[tuple[object, ...]]]


def cells(path: Path) -> Cells:
    book = load_workbook(path, read_only=True)
    found: Cells = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    book.close()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_workbook_holds_what_the_generator_gives(name: str, tmp_path: Path) -> None:
    rows, calendar = books()[name]
    write_book(tmp_path / name, rows, calendar, blank_columns=name != STARTER)
    assert cells(HERE / name) == cells(tmp_path / name)


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_is_read_without_a_fault(name: str) -> None:
    reading = read_workbook(HERE / name)
    assert [str(fault) for fault in reading.faults if fault.code not in REMARKS] == []
    assert reading.case is not None


@pytest.mark.parametrize("name", NAMES)
def test_every_row_has_a_source(name: str) -> None:
    rows, _ = books()[name]
    without = [(sheet, row) for sheet, lines in rows.items() for row in lines if not row.get("source")]
    assert without == []


def test_every_source_of_the_world_names_its_confidence() -> None:
    rows, _ = books()["world.xlsx"]
    sources = {str(row["source"]) for lines in rows.values() for row in lines}
    grade = re.compile(r"confidence (H|M|L)\b")
    assert {source for source in sources if not grade.search(source)} == {"choice of this case; decided Nov 2026"}


@pytest.mark.parametrize("name", ["world.xlsx", "world_tight.xlsx"])
def test_every_row_of_the_world_has_a_date(name: str) -> None:
    """A date of its own, or a word that says what happened then; a source that was read is not this case's own."""
    reading = read_workbook(HERE / name)
    assert reading.tables is not None
    ages = ages_of(reading.tables, COLLECTED)
    assert len(ages.rows) > 600
    assert [f"{row.sheet} {row.cell}: {row.source}" for row in ages.undated] == []
    rows, _ = books()[name]
    sources = {str(row["source"]) for lines in rows.values() for row in lines}
    undated = {source for source in sources if re.search(r"; (read|assumed|decided) Nov 2026", source)}
    assert {re.search(r"; (\w+) Nov 2026", source)[1] for source in undated} == {"read", "assumed", "decided"}  # type: ignore[index]
    own = ("assum", "estimate", "extrapolated", "choice of this case")
    assert [source for source in undated if "; read" in source and any(word in source for word in own)] == []


def test_every_setting_of_the_world_has_a_date() -> None:
    rows, _ = books()["world.xlsx"]
    assert [row for row in rows["settings"] if newest_date(str(row["source"]), COLLECTED) is None] == []


def test_the_world_keeps_conflicts_between_its_sources_in_its_notes() -> None:
    rows, _ = books()["world.xlsx"]
    conflicts = {str(row["note"]) for lines in rows.values() for row in lines if "conflict:" in str(row.get("note"))}
    assert len(conflicts) >= 10


def test_the_tight_world_has_a_quarter_of_the_money_and_is_the_same_otherwise() -> None:
    rich, tight = cells(HERE / "world.xlsx"), cells(HERE / "world_tight.xlsx")
    assert {sheet for sheet in rich if rich[sheet] != tight[sheet]} == {"contents", "settings", "budget"}
    money = [sum(float(str(value)) for row in book["budget"][1:] for value in row[1:41]) for book in (rich, tight)]
    assert money == pytest.approx([1000.0, 250.0])
