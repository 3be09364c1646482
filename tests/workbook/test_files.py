"""Whatever the bytes are, the reader answers with faults: never a traceback, never a hang."""

import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.parsers.expat import ExpatError, errors

import pytest
from openpyxl import Workbook

from planner.workbook.faults.fault import InputFaults, Severity
from planner.workbook.file import book
from planner.workbook.reader import read_case, read_workbook
from tests.workbook.books import save, sound


def codes(path: Path) -> list[str]:
    return [fault.code for fault in read_workbook(path).faults]


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes | None], **more: bytes) -> Path:
    """Copy a zip file with its parts changed; a part changed to None is left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, data in more.items():
            new.writestr(name, data)
    return target


def in_sheet(number: int, old: bytes, new: bytes) -> Callable[[str, bytes], bytes | None]:
    def change(name: str, data: bytes) -> bytes:
        if name != f"xl/worksheets/sheet{number}.xml":
            return data
        assert old in data
        return data.replace(old, new)

    return change


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return save(tmp_path / "good.xlsx", sound())


def test_1_a_missing_file(tmp_path: Path) -> None:
    assert codes(tmp_path / "none.xlsx") == ["E101"]


def test_2_a_folder(tmp_path: Path) -> None:
    assert codes(tmp_path) == ["E102"]


def test_3_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.xlsx").write_bytes(b"")
    assert codes(tmp_path / "empty.xlsx") == ["E103"]


def test_4_text_renamed(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("site,region\nA,here\n")
    assert codes(tmp_path / "text.xlsx") == ["E104"]


def test_5_an_old_or_locked_workbook(tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    (fault,) = read_workbook(tmp_path / "old.xls").faults
    assert fault.code == "E105"
    assert "password" in str(fault)


def test_6_a_truncated_workbook(good: Path) -> None:
    good.write_bytes(good.read_bytes()[:-200])
    assert codes(good) == ["E106"]


def test_7_macros_are_a_warning_and_the_values_are_read(good: Path, tmp_path: Path) -> None:
    path = rewritten(good, tmp_path / "macros.xlsm", lambda _, data: data, **{"xl/vbaProject.bin": b"macro"})
    reading = read_workbook(path)
    assert [fault.code for fault in reading.faults] == ["W107"]
    assert reading.case is not None


def test_8_other_formats_get_a_hint(tmp_path: Path) -> None:
    (tmp_path / "case.csv").write_text("site,region\n")
    with zipfile.ZipFile(tmp_path / "case.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    assert codes(tmp_path / "case.csv") == ["E108"]
    assert codes(tmp_path / "case.ods") == ["E108"]


def test_8_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "photos.xlsx", "w") as archive:
        archive.writestr("photo.txt", "x")
    assert codes(tmp_path / "photos.xlsx") == ["E104"]


def test_9_a_zip_bomb_is_not_unpacked(good: Path, tmp_path: Path) -> None:
    path = rewritten(good, tmp_path / "bomb.xlsx", lambda _, data: data, **{"xl/media/a.bin": b"\0" * 60_000_000})
    assert codes(path) == ["E109"]


def test_9_thousands_of_parts_are_not_unpacked(good: Path, tmp_path: Path) -> None:
    parts = {f"xl/media/{number}": b"" for number in range(3_100)}
    assert codes(rewritten(good, tmp_path / "parts.xlsx", lambda _, data: data, **parts)) == ["E109"]


def test_9_a_document_type_is_refused(good: Path, tmp_path: Path) -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet '
    path = rewritten(good, tmp_path / "dtd.xlsx", in_sheet(2, b"<worksheet ", doctype))
    assert codes(path) == ["E111"]


def test_10_only_a_chart_sheet(tmp_path: Path) -> None:
    book = Workbook()
    book.create_chartsheet("chart")
    book.remove(book.worksheets[0])
    book.save(tmp_path / "chart.xlsx")
    assert codes(tmp_path / "chart.xlsx") == ["E110"]


def test_a_chart_sheet_beside_the_tables_does_no_harm(tmp_path: Path) -> None:
    def with_chart(book: Workbook) -> None:
        book.create_chartsheet("chart")

    path = save(tmp_path / "charts.xlsx", sound(), with_chart)
    assert codes(path) == []


def test_a_damaged_sheet_is_one_fault(good: Path, tmp_path: Path) -> None:
    path = rewritten(good, tmp_path / "damaged.xlsx", in_sheet(3, b"</sheetData>", b"<sheetData>"))
    (fault,) = read_workbook(path).faults
    assert (fault.code, fault.sheet) == ("E113", "sites")


@pytest.mark.parametrize("number", [b"1E400", b"-1E400"])
def test_40_numbers_beyond_all_bounds(good: Path, tmp_path: Path, number: bytes) -> None:
    sheet = in_sheet(13, b"<v>1000</v>", b"<v>" + number + b"</v>")
    path = rewritten(good, tmp_path / "huge.xlsx", sheet)
    (fault,) = read_workbook(path).faults
    assert (fault.code, fault.cell) == ("E414", "budget!B2")


def test_41_control_characters_escaped_by_excel(good: Path, tmp_path: Path) -> None:
    sheet = in_sheet(9, b"<t>die</t>", b"<t>di_x0007_e</t>")
    (fault,) = read_workbook(rewritten(good, tmp_path / "bell.xlsx", sheet)).faults
    assert (fault.code, fault.cell) == ("W415", "materials!B2")


def test_a_wrong_dimension_is_not_trusted(good: Path, tmp_path: Path) -> None:
    path = rewritten(good, tmp_path / "dim.xlsx", in_sheet(2, b'<dimension ref="A1:B2"', b'<dimension ref="A1:A1"'))
    assert codes(path) == []


def test_bytes_lost_anywhere_never_raise(good: Path, tmp_path: Path) -> None:
    whole = good.read_bytes()
    for size in range(0, len(whole), 97):
        good.write_bytes(whole[:size])
        assert read_workbook(good).case is None


def test_bytes_changed_anywhere_never_raise(good: Path) -> None:
    whole = good.read_bytes()
    chance = random.Random(7)
    for _ in range(150):
        bent = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            bent[chance.randrange(len(bent))] ^= 1 << chance.randrange(8)
        good.write_bytes(bytes(bent))
        reading = read_workbook(good)
        assert reading.case is not None or any(fault.severity is Severity.ERROR for fault in reading.faults)


def test_characters_changed_inside_the_parts_never_raise(good: Path, tmp_path: Path) -> None:
    chance = random.Random(11)

    def change(name: str, data: bytes) -> bytes:
        bent = bytearray(data)
        if chance.random() < 0.3:
            for _ in range(chance.randint(1, 3)):
                bent[chance.randrange(len(bent))] = chance.choice(b'<>/"=0123456789abcXYZ \0\xff')
        return bytes(bent)

    for _ in range(200):
        reading = read_workbook(rewritten(good, tmp_path / "bent.xlsx", change))
        assert reading.case is not None or any(fault.severity is Severity.ERROR for fault in reading.faults)


def test_parts_left_out_never_raise(good: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(good) as archive:
        names = archive.namelist()
    for lost in names:

        def change(name: str, data: bytes, lost: str = lost) -> bytes | None:
            return None if name == lost else data

        read_workbook(rewritten(good, tmp_path / "part.xlsx", change))


def test_read_case_raises_every_fault_at_once(tmp_path: Path) -> None:
    sheets = sound()
    sheets["sites"][1][1] = "there"
    sheets["nodes"][1][2] = "large"
    with pytest.raises(InputFaults) as raised:
        read_case(save(tmp_path / "two.xlsx", sheets))
    assert [fault.cell for fault in raised.value.faults] == ["nodes!C2", "sites!B2"]


def _out_of_memory_in_the_parser() -> ExpatError:
    error = ExpatError(errors.XML_ERROR_NO_MEMORY)
    error.code = errors.codes[errors.XML_ERROR_NO_MEMORY]
    return error


@pytest.mark.parametrize("lack", [MemoryError(), _out_of_memory_in_the_parser()], ids=["python", "parser"])
def test_a_lack_of_memory_is_no_fault_of_the_file(good: Path, monkeypatch: pytest.MonkeyPatch, lack: Exception) -> None:
    def fail(*_: object) -> None:
        raise lack

    monkeypatch.setattr(book, "read_cells", fail)
    with pytest.raises(MemoryError):
        read_workbook(good)
