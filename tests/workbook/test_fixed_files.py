"""Kinds of fault that lie in the file or in the shape of a sheet: reported once, and gone when fixed."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from planner.workbook.reader import read_workbook
from tests.workbook.books import save, sound
from tests.workbook.test_files import rewritten

Make = Callable[[Path], Path]
"""Makes a file out of a sound workbook, beside it."""


def _missing(good: Path) -> Path:
    return good.with_name("lost.xlsx")


def _folder(good: Path) -> Path:
    (good.parent / "folder.xlsx").mkdir()
    return good.parent / "folder.xlsx"


def _bytes(name: str, data: bytes) -> Make:
    def make(good: Path) -> Path:
        good.with_name(name).write_bytes(data)
        return good.with_name(name)

    return make


def _truncated(good: Path) -> Path:
    return _bytes("cut.xlsx", good.read_bytes()[:-200])(good)


def _with_part(name: str, part: str, data: bytes) -> Make:
    return lambda good: rewritten(good, good.with_name(name), lambda _, old: old, **{part: data})


def _ods(good: Path) -> Path:
    path = good.with_name("case.ods")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    return path


def _chart_sheet(good: Path) -> Path:
    book = Workbook()
    book.create_chartsheet("chart")
    book.remove(book.worksheets[0])
    book.save(good.with_name("chart.xlsx"))
    return good.with_name("chart.xlsx")


OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
COPY = "a case is one workbook of several sheets: copy the table to its sheet; `planner template` shows them"
CONVERT = "save it as .xlsx in LibreOffice, or run: soffice --headless --convert-to xlsx case.ods"

FILES: list[tuple[str, Make, str, str]] = [
    ("1 a missing file", _missing, "E101", "check the path"),
    ("2 a folder", _folder, "E102", "name the workbook inside it"),
    ("3 an empty file", _bytes("empty.xlsx", b""), "E103", "save the workbook again"),
    ("4 text that is called .xlsx", _bytes("text.xlsx", b"site,region\nA,here\n"), "E104", COPY),
    ("5 an old .xls file or a password", _bytes("old.xls", OLD), "E105", "save it as .xlsx without a password"),
    ("6 a workbook cut short", _truncated, "E106", "copy or save the workbook again"),
    (
        "7 macros",
        _with_part("macros.xlsm", "xl/vbaProject.bin", b"macro"),
        "W107",
        "nothing to do: values are read, macros are never run",
    ),
    ("8 a text table", _bytes("case.csv", b"site,region\nA,here\n"), "E108", COPY),
    ("8 an OpenDocument sheet", _ods, "E108", CONVERT),
    (
        "9 a zip bomb",
        _with_part("bomb.xlsx", "xl/media/a.bin", bytes(60_000_000)),
        "E109",
        "remove sheets and pictures that are not needed",
    ),
    ("10 a chart sheet alone", _chart_sheet, "E110", "put the tables on worksheets, not on chart sheets"),
]


@pytest.mark.parametrize(("make", "code", "fix"), [file[1:] for file in FILES], ids=[file[0] for file in FILES])
def test_a_fault_of_the_file_is_reported_once_and_gone_in_a_sound_one(
    tmp_path: Path, make: Make, code: str, fix: str
) -> None:
    good = save(tmp_path / "good.xlsx", sound())
    path = make(good)
    (fault,) = read_workbook(path).faults
    assert (fault.code, fault.cell, fault.fix) == (code, "", fix)
    # Every fix ends with a sound workbook: at the path, inside the folder, or saved as .xlsx beside it.
    place = path / "inside.xlsx" if path.is_dir() else path.with_suffix(".xlsx")
    shutil.copy(good, place)
    assert read_workbook(place).faults == ()


Shape = Callable[[Workbook], object]


def _hidden(state: str) -> Shape:
    return lambda book: setattr(book["demand"], "sheet_state", state)


def _merged(sheet: str, cells: str) -> Shape:
    return lambda book: book[sheet].merge_cells(cells)


def _unmerged(sheet: str, cells: str, **values: str | int) -> Shape:
    def shape(book: Workbook) -> None:
        book[sheet].unmerge_cells(cells)
        for cell, value in values.items():
            book[sheet][cell] = value

    return shape


def _stray(value: str | None) -> Shape:
    return lambda book: book["demand"].__setitem__("XFD1048576", value)


def _do(book: Workbook, *shapes: Shape) -> None:
    for shape in shapes:
        shape(book)


SHAPES: list[tuple[str, Shape, str, str, str, Shape]] = [
    (
        "14 a hidden sheet that holds data",
        _hidden("hidden"),
        "I204",
        "demand!A1",
        "unhide it if others should see it",
        _hidden("visible"),
    ),
    (
        "22 a merged header",
        _merged("nodes", "B1:C1"),
        "E306",
        "nodes!B1",
        "unmerge them and give each column its own title",
        _unmerged("nodes", "B1:C1", C1="phase_kwspm"),
    ),
    (
        "43 merged numbers",
        _merged("nodes", "C2:D2"),
        "E410",
        "nodes!C2",
        "unmerge them and fill in every cell",
        _unmerged("nodes", "C2:D2", D2=1),
    ),
    (
        "43 merged names",
        _merged("materials", "A2:B2"),
        "E410",
        "materials!A2",
        "unmerge them and write chip into each",
        _unmerged("materials", "A2:B2", B2="chip"),
    ),
    (
        "50 a stray cell at the far corner",
        _stray("x"),
        "I504",
        "demand!XFD1048576",
        "give the column a title, or clear the cells",
        _stray(None),
    ),
]


@pytest.mark.parametrize(
    ("shape", "code", "cell", "fix", "fixed"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES]
)
def test_a_fault_of_shape_is_reported_once_and_gone_when_fixed(
    tmp_path: Path, shape: Shape, code: str, cell: str, fix: str, fixed: Shape
) -> None:
    (fault,) = read_workbook(save(tmp_path / "shaped.xlsx", sound(), lambda book: _do(book, shape))).faults
    assert (fault.code, fault.cell, fault.fix) == (code, cell, fix)

    path = save(tmp_path / "fixed.xlsx", sound(), lambda book: _do(book, shape, fixed))
    assert read_workbook(path).faults == ()
