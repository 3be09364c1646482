"""In a real workbook, one cell made wrong is one fault at that cell: in every column of every sheet, in many ways."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from planner.workbook import reader
from planner.workbook.contract.columns import Column, Type
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.faults.codes import LEFT_OUT
from planner.workbook.faults.fault import address
from planner.workbook.file.book import Book, open_book
from planner.workbook.read.header import read_header
from planner.workbook.read.settings import read_settings
from planner.workbook.template.header_row import PROSE
from planner.workbook.text.values import Broken, RawSheet, Value, Why, is_blank
from tests.cli.commands import ROOT

SMALL = "starter"
"""Every wrong value is tried in this workbook, and in larger ones one for each column that no smaller one fills."""
NAMES = (SMALL, "foundry", "national_programme", "world")
ERROR, FORMULA = Broken("#REF!"), Broken("=A1", Why.NOT_STORED)


def wrong_values(column: Column | None, value: Value) -> Iterator[Value]:
    """Yield what may not stand in a cell of a column; None stands for a column of a period."""
    yield from (ERROR, FORMULA)
    if column is None or column.type in (Type.NUMBER, Type.PERCENT, Type.WHOLE):
        yield from ("soon", "inf", f"{value} ".replace(".", ","))
    elif column.type is Type.NAME and column.refers_to:
        yield from (f"{value}x", "Atlantis", f"{value} ")
    elif column.type in (Type.YES_NO, Type.CHOICE, Type.PERIOD):
        yield "perhaps"


def with_cell(sheet: RawSheet, row: int, index: int, value: Value) -> RawSheet:
    """Return a sheet with another value in one cell."""
    rows = [(n, (*cells[:index], value, *cells[index + 1 :]) if n == row else cells) for n, cells in sheet.rows]
    return replace(sheet, rows=tuple(rows))


def plants(
    sheets: tuple[RawSheet, ...], tried: set[tuple[str, str]], *, every: bool
) -> Iterator[tuple[int, str, int, int, Value]]:
    """Yield the number and name of a sheet with row, index and value of a cell, one row at random for every column.

    Columns that have been tried are left out. Yields every wrong value, or one at random.
    """
    chance = random.Random(5)
    settings = next(sheet for sheet in sheets if sheet.name == "settings")
    calendar = read_settings(settings, lambda fault: None).calendar
    for number, sheet in enumerate(sheets):
        if sheet.name not in BY_NAME or sheet is settings:
            continue
        header = read_header(sheet, BY_NAME[sheet.name], calendar, lambda fault: None)
        assert header is not None
        columns: list[tuple[int, Column | None]] = [
            (header.columns[column.id], column)
            for column in BY_NAME[sheet.name].columns()
            if column.id in header.columns and column.id not in PROSE
        ]
        columns += [(chance.choice(list(header.periods.values())), None)] if header.periods else []
        for index, column in columns:
            below = [(row, cells) for row, cells in sheet.rows if row > header.row and index < len(cells)]
            filled = [(row, cells[index]) for row, cells in below if not is_blank(cells[index])]
            what = sheet.name, column.id if column else ""
            if filled and what not in tried:
                tried.add(what)
                row, value = chance.choice(filled)
                wrongs = list(wrong_values(column, value))
                chosen = wrongs if every else [chance.choice(wrongs)]
                yield from ((number, sheet.name, row, index, wrong) for wrong in chosen)


@pytest.mark.slow
def test_one_cell_made_wrong_is_one_fault_at_that_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: set[tuple[str, str]] = set()
    seen, unlike = 0, []
    for name in NAMES:
        path = ROOT / "inputs" / f"{name}.xlsx"
        sheets = open_book(path).sheets
        for number, sheet, row, index, value in plants(sheets, tried, every=name == SMALL):
            changed = with_cell(sheets[number], row, index, value)
            book = Book((*sheets[:number], changed, *sheets[number + 1 :]))

            def given(_: Path, book: Book = book) -> Book:
                return book

            monkeypatch.setattr(reader, "open_book", given)
            told = [fault.cell for fault in reader.read_workbook(path).faults if fault.code != LEFT_OUT.id]
            seen += 1
            if told != [address(sheet, row, index + 1)]:
                unlike.append((name, address(sheet, row, index + 1), value, told))
    assert seen > 250
    assert len(tried) > 120
    assert unlike == []
