"""What LibreOffice has saved is read like what it opened: no fault is invented, no figure of the case is changed."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from inputs import starter
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.faults.codes import LEFT_OUT
from planner.workbook.file.book import Book, open_book
from planner.workbook.marking.mark import mark
from planner.workbook.reader import Reading, read_book, read_workbook
from planner.workbook.template.books import write_book, write_template
from planner.workbook.template.header_row import heads
from planner.workbook.text.values import Value, is_blank
from tests.cli.commands import ROOT
from tests.workbook.books import save, sound
from tests.workbook.libreoffice import needs_libreoffice, saved_again
from tests.workbook.test_marking import RED, conditional, dressed, planted

pytestmark = needs_libreoffice

INPUTS = {*ROOT.glob("inputs/*.xlsx")} - {ROOT / "inputs" / "world_tight.xlsx"}
OURS = [*INPUTS, *ROOT.glob("examples/*/case.xlsx")]


def kinds(book: Book) -> set[tuple[str, str, str]]:
    """Return what a workbook fills in: a column of a sheet, where a period stands for all of its length, and a type.

    Sheets that the reader leaves alone have no columns: the first row of `contents` is the title of the case.
    """
    filled = set()
    for sheet in book.sheets:
        heads: tuple[Value, ...] = ()
        for number, (_, row) in enumerate(sheet.rows):
            heads = (row if sheet.name in BY_NAME else ("",) * len(row)) if number == 0 else heads
            filled |= {
                (sheet.name, re.sub(r"^\d{4}", "", re.sub(r"\d+$", "", str(head))), type(value).__name__)
                for head, value in zip(heads, row, strict=False)
                if not is_blank(value)
            }
    return filled


@pytest.mark.slow
def test_every_workbook_of_ours_is_the_same_case_when_it_is_saved_again(tmp_path: Path) -> None:
    """Large ones first, and of the others those that fill in something of another kind."""
    assert len(OURS) > 10
    seen: set[tuple[str, str, str]] = set()
    before: dict[Path, Reading] = {}
    for path in sorted(OURS, key=lambda path: (-path.stat().st_size, path)):
        book = open_book(path)
        if not kinds(book) <= seen:
            seen |= kinds(book)
            before[path] = read_book(book)
    alarms, changed = {}, []
    for (path, first), saved in zip(before.items(), saved_again([*before], tmp_path / "libreoffice"), strict=True):
        after = read_workbook(saved)
        assert first.case is not None
        found = [str(fault) for fault in after.faults if fault.code != LEFT_OUT.id]  # futures of the world
        if found:
            alarms[str(path)] = found
        if (first.case, first.defaults) != (after.case, after.defaults):
            changed.append(str(path))
    assert (alarms, changed) == ({}, [])


def type_in(sheet: Worksheet, rows: Sequence[Mapping[str, Any]]) -> None:
    """Fill in rows below the header, field by field, as they would be typed."""
    for column, head in enumerate(heads(BY_NAME[sheet.title], starter.CALENDAR), start=1):
        assert sheet.cell(1, column).value == head.title
        for at, facts in enumerate(rows, start=2):
            if head.period is not None:
                sheet.cell(at, column).value = facts["values"][head.period]
            elif head.column is not None and head.column.id in facts:
                value = facts[head.column.id]
                typed = ";".join(value) if isinstance(value, tuple) else value
                sheet.cell(at, column).value = {True: "yes", False: "no"}[typed] if isinstance(typed, bool) else typed


def test_a_template_filled_in_by_hand_and_saved_reads_without_a_fault_and_keeps_its_help(tmp_path: Path) -> None:
    calendar = starter.CALENDAR
    write_template(tmp_path / "template.xlsx", calendar.label(0), calendar.periods)
    book = load_workbook(tmp_path / "template.xlsx")
    for name, rows in starter.book().items():
        if name == "settings":
            told: dict[object, Any] = {facts["key"]: facts["value"] for facts in rows}
            for key, value in book[name].iter_rows(min_row=2, max_col=2):
                value.value = told.get(str(key.value), value.value)
        else:
            type_in(book[name], rows)
    book.save(tmp_path / "filled.xlsx")
    (saved,) = saved_again([tmp_path / "filled.xlsx"], tmp_path / "libreoffice")
    write_book(tmp_path / "straight.xlsx", starter.book(), calendar)
    reading = read_workbook(saved)
    assert reading.faults == ()
    assert reading.case is not None
    assert reading.case == read_workbook(tmp_path / "straight.xlsx").case
    book = load_workbook(saved)
    rules = book["site_nodes"].data_validations.dataValidation
    lists = {str(rule.sqref): str(rule.formula1).replace(" ", "") for rule in rules if rule.type == "list"}
    assert "sites!$A$2" in lists["A2:A500"].replace("'", "")
    assert book["nodes"]["C1"].comment is not None


def test_a_formula_without_a_value_is_fixed_by_saving_the_workbook(tmp_path: Path) -> None:
    sheets = sound()
    sheets["demand"][1][2:6] = ["==3*1", "==C2", "==SUM(C2:D2)/2", 3]
    path = save(tmp_path / "formulas.xlsx", sheets)
    faults = read_workbook(path).faults
    assert {(fault.code, fault.fix) for fault in faults} == {
        ("E408", "open the workbook, let it calculate and save it")
    }
    (saved,) = saved_again([path], tmp_path / "libreoffice")
    reading = read_workbook(saved)
    assert reading.faults == ()
    assert reading.case == read_workbook(save(tmp_path / "plain.xlsx", sound())).case


def test_an_opendocument_sheet_is_fixed_by_saving_it_as_xlsx(tmp_path: Path) -> None:
    path = save(tmp_path / "plain.xlsx", sound())
    (ods,) = saved_again([path], tmp_path / "there", "ods")
    assert [fault.code for fault in read_workbook(ods).faults] == ["E108"]
    (back,) = saved_again([ods], tmp_path / "back")
    assert (read_workbook(back).faults, read_workbook(back).case) == ((), read_workbook(path).case)


def test_marks_in_a_difficult_workbook_outlive_being_saved(tmp_path: Path) -> None:
    def shape(book: Workbook) -> None:
        dressed(book)
        conditional(book)

    sheets = planted()
    sheets["demand"][1][3] = -4
    ours = save(tmp_path / "ours.xlsx", sheets, shape)
    (theirs,) = saved_again([ours], tmp_path / "once")
    copies = [tmp_path / "marked_ours.xlsx", tmp_path / "marked_theirs.xlsx"]
    for source, copy in zip((ours, theirs), copies, strict=True):
        mark(source, copy, read_workbook(source).faults)
        assert read_workbook(copy).faults == read_workbook(source).faults
    before = {(fault.code, fault.cell) for fault in read_workbook(ours).faults}
    for saved in saved_again(copies, tmp_path / "twice"):
        assert {(fault.code, fault.cell) for fault in read_workbook(saved).faults} == before
        book = load_workbook(saved)
        assert book.sheetnames[0] == "faults"
        assert len(vars(book["_memo"])["_charts"]) == 1
        for at in ("sites!B2", "nodes!D2", "demand!D2"):
            sheet, cell = at.split("!")
            comment = book[sheet][cell].comment
            assert comment is not None
            assert comment.text.startswith("fab-planner")
            assert book[sheet][cell].fill.fgColor.rgb in RED
        assert "checked in May" in str(book["sites"]["B2"].comment)


def test_a_blank_cell_among_the_names_cuts_none_off_their_list(tmp_path: Path) -> None:
    calendar = starter.CALENDAR
    write_template(tmp_path / "names.xlsx", calendar.label(0), calendar.periods)
    book = load_workbook(tmp_path / "names.xlsx")
    rules = {str(rule.sqref): rule.formula1 for rule in book["site_nodes"].data_validations.dataValidation}
    names: dict[int, str | int] = {2: "Zeta", 3: "Beta", 5: 7, 6: "Alpha"}
    for row, name in names.items():
        book["sites"].cell(row, 1).value = name
    for sheet in set(book.sheetnames) - {"sites", "site_nodes"}:
        del book[sheet]
    book.create_sheet("length")["A1"] = f"=ROWS({rules['A2:A500']})"
    book["length"]["A2"] = f"=ROWS({rules['A2:A500'].replace('$A$', '$Z$')})"
    book.save(tmp_path / "names.xlsx")
    saved = load_workbook(saved_again([tmp_path / "names.xlsx"], tmp_path / "libreoffice")[0], data_only=True)
    assert [saved["length"]["A1"].value, saved["length"]["A2"].value] == [5, 1]
