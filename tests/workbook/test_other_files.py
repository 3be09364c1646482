"""Files of other programs: read where they hold a workbook, otherwise named, with what to do."""

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.cli.exits import Stop
from planner.cli.files import check_target
from planner.workbook.editing import Edit, edit_book
from planner.workbook.marking.mark import mark
from planner.workbook.reader import read_case, read_workbook
from tests.workbook.books import Sheets, save, sound

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
BYTES: list[tuple[str, bytes, str, str]] = [
    ("a.xlsx", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a Git LFS pointer", "git lfs pull"),
    ("~$a.xlsx", b"\x05owner", "a lock file of Excel", "give a.xlsx instead"),
    (".~lock.a.xlsx#", b",owner,", "a lock file of LibreOffice", "give a.xlsx instead"),
    ("a.xlsx", b"<!DOCTYPE html><html><body>Please sign in</body>", "a web page (HTML)", "sign in with the browser"),
    ("a.xls", b"\xef\xbb\xbf <html><table><tr></tr></table>", "a web page (HTML)", "save it as .xlsx"),
    ("a.xlsx", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
     "an XML spreadsheet of Excel 2003", "save it as .xlsx"),
    ("a.xlsx", b"%PDF-1.7\n%", "a PDF document", "give the workbook itself"),
    ("a.xlsx", b"site;region\nA;here\n", "one table as text (CSV)", "copy the table to its sheet"),
    ("a.csv", "site\tregion\nA\there\n".encode("utf-16"), "one table as text (CSV)", "copy the table to its sheet"),
    ("a.xlsx", b'{"sites": []}', "a JSON file", "copy its tables"),
    ("a.xlsx", b"\x1f\x8b\x08\x00", "a file packed with gzip", "unpack it"),
    ("a.gsheet", b'{"doc_id":"1a","email":"a"}', "a link to a Google Sheet", "use File, Download, Microsoft Excel"),
    ("a.url", b"[InternetShortcut]\r\nURL=https://a", "a link to a file", "download the workbook itself"),
    ("a.xlsx", b"/annex/objects/MD5E-s1--a.xlsx", "a git-annex pointer", "git annex get"),
    (".a.xlsx.icloud", b"bplist00", "a file that is still in iCloud", "download it"),
    ("a.xls", b"MIME-Version: 1.0\r\n", "a web page or a mail in one file (MHTML)", "save it as .xlsx"),
    ("a.fods", b"<?xml ?><office:document>", "an OpenDocument spreadsheet as plain XML (.fods)", "LibreOffice"),
    ("a.msg", OLE + b"\0" * 600 + "__substg1.0_00".encode("utf-16-le"), "a mail of Outlook (.msg)", "its attachment"),
    ("a.xlsx", OLE + b"\0" * 600 + "DRMEncryptedDataSpace EncryptedPackage".encode("utf-16-le"),
     "a workbook protected by a sensitivity label or rights management", "save a copy without protection"),
    ("a.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "a workbook with a password", "remove the"),
    ("a.xls", OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "an old Excel workbook (.xls)", "save it as Excel"),
    ("a.xlsx", OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "an old Word document", "give the workbook"),
]  # fmt: skip
PARTS: list[tuple[str, list[str], str, str]] = [
    ("a.xlsx", ["[Content_Types].xml", "word/document.xml"], "a Word document", "give the workbook itself"),
    ("a.xlsb", ["[Content_Types].xml", "xl/workbook.bin"], "a binary workbook (.xlsb)", "save it as Excel Workbook"),
    ("a.numbers", ["Index/Document.iwa"], "a Numbers document", "export it with File, Export To, Excel"),
    ("a.zip", ["old/case.xlsx"], "a zip archive that holds a workbook", "unpack it and give old/case.xlsx"),
]


@pytest.mark.parametrize(("name", "data", "found", "fix"), BYTES, ids=[found for _, _, found, _ in BYTES])
def test_a_file_that_is_something_else_is_named(tmp_path: Path, name: str, data: bytes, found: str, fix: str) -> None:
    (tmp_path / name).write_bytes(data)
    (fault,) = read_workbook(tmp_path / name).faults
    assert fault.found == found
    assert fix in fault.fix


@pytest.mark.parametrize(("name", "parts", "found", "fix"), PARTS, ids=[found for _, _, found, _ in PARTS])
def test_an_archive_that_is_something_else_is_named(
    tmp_path: Path, name: str, parts: list[str], found: str, fix: str
) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    (fault,) = read_workbook(tmp_path / name).faults
    assert fault.found == found
    assert fix in fault.fix


def test_an_open_document_names_the_command_that_converts_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "case.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    (fault,) = read_workbook(tmp_path / "case.ods").faults
    assert fault.fix == "save it as .xlsx in LibreOffice, or run: soffice --headless --convert-to xlsx case.ods"


def test_a_folder_lists_its_workbooks(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.xlsx", "~$a.xlsx", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    (fault,) = read_workbook(tmp_path).faults
    assert (fault.code, fault.fix) == ("E102", "name a workbook in it: a.xlsx, b.xlsx")


def with_backslashes(source: Path, target: Path) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            info = zipfile.ZipInfo("x")
            info.filename = part.filename.replace("/", "\\")
            new.writestr(info, old.read(part))
    return target


def test_parts_named_with_backslashes_are_read_marked_and_changed(tmp_path: Path) -> None:
    sheets = sound()
    sheets["nodes"][0].append("colour")
    path = with_backslashes(save(tmp_path / "case.xlsx", sheets), tmp_path / "other.xlsx")
    faults = read_workbook(path).faults
    assert [fault.cell for fault in faults] == ["nodes!F1"]
    mark(path, tmp_path / "marked.xlsx", faults)
    comment = load_workbook(tmp_path / "marked.xlsx")["nodes"]["F1"].comment
    assert comment is not None
    assert "column not read" in comment.text
    edit_book(path, tmp_path / "changed.xlsx", Edit(budgets_usd_bn={"purse": 500.0}))
    assert sum(read_case(tmp_path / "changed.xlsx").funds["purse"].budget_usd_bn) == 500.0


def test_parts_are_found_in_any_capitals(tmp_path: Path) -> None:
    path = save(tmp_path / "case.xlsx", sound())
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "other.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("sheet1.xml", "Sheet1.XML"), old.read(name))
    assert read_workbook(tmp_path / "other.xlsx").faults == ()


def renamed(pattern: str) -> Sheets:
    return {pattern.format(name): rows for name, rows in sound().items()}


@pytest.mark.parametrize("pattern", ["{} - Table 1", "{} - Tabelle 1-1", "Sheet 1 - {}", "{0} – {0}"])
def test_the_export_of_numbers_is_read(tmp_path: Path, pattern: str) -> None:
    sheets = {"Export Summary": [["Each table became a worksheet."]], **renamed(pattern)}
    path = save(tmp_path / "case.xlsx", sheets)
    reading = read_workbook(path)
    assert [(fault.code, fault.found) for fault in reading.faults] == [
        ("I220", f"{pattern.format('settings')} and 12 more")
    ]
    assert reading.case == read_case(save(tmp_path / "sound.xlsx", sound()))
    mark(path, tmp_path / "marked.xlsx", reading.faults)
    assert pattern.format("settings") in load_workbook(tmp_path / "marked.xlsx").sheetnames
    edit_book(path, tmp_path / "changed.xlsx", Edit(budgets_usd_bn={"purse": 500.0}))
    assert sum(read_case(tmp_path / "changed.xlsx").funds["purse"].budget_usd_bn) == 500.0


def test_two_tables_of_one_sheet_of_numbers_are_one_fault(tmp_path: Path) -> None:
    sheets = renamed("{} - Table 1")
    sheets["demand - Table 2"] = [list(row) for row in sheets["demand - Table 1"]]
    faults = [f for f in read_workbook(save(tmp_path / "case.xlsx", sheets)).faults if f.severity != "info"]
    assert [(f.code, f.fix) for f in faults] == [("E205", "keep one table for demand, and rename the other sheet")]


def test_a_sheet_of_its_plain_name_counts_before_one_of_numbers(tmp_path: Path) -> None:
    sheets = {**sound(), "demand - Table 1": [["product"], ["chip"]]}
    reading = read_workbook(save(tmp_path / "case.xlsx", sheets))
    assert [(fault.code, fault.sheet) for fault in reading.faults] == [("W203", "demand - Table 1")]
    assert reading.case is not None


def test_a_budget_below_years_and_quarters_is_changed_as_a_whole(tmp_path: Path) -> None:
    sheets = sound()
    sheets["budget"] = [["fund", 2027], [None, "Q1", "Q2", "Q3", "Q4"], ["purse", 400, 300, 200, 100]]
    path = save(tmp_path / "case.xlsx", sheets)
    edit_book(path, tmp_path / "changed.xlsx", Edit(budgets_usd_bn={"purse": 500.0}))
    assert read_case(tmp_path / "changed.xlsx").funds["purse"].budget_usd_bn == (200.0, 150.0, 100.0, 50.0)


def test_marks_are_taken_from_the_cells_that_are_sound_and_stay_at_others(tmp_path: Path) -> None:
    sheets = sound()
    sheets["settings"] += [[f"unknown {number}", number] for number in range(30)]
    path = save(tmp_path / "case.xlsx", sheets)
    faults = read_workbook(path).faults
    mark(path, tmp_path / "marked.xlsx", faults)
    mark(tmp_path / "marked.xlsx", tmp_path / "half.xlsx", faults[::2])
    with zipfile.ZipFile(tmp_path / "half.xlsx") as archive:
        name = next(name for name in archive.namelist() if "vmlDrawing" in name and name.endswith(".vml"))
        rows = [int(row) for row in re.findall(rb"Row>\s*(\d+)", archive.read(name))]
    assert sorted(rows) == [int(fault.cell.rpartition("A")[2]) - 1 for fault in faults[::2]]


def test_a_folder_as_output_is_refused_with_a_name_in_it(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stopped:
        check_target(tmp_path, Path("case.xlsx"))
    assert stopped.value.message == f"{tmp_path} is a folder: name a file in it, such as {tmp_path}/case_plan.xlsx."
