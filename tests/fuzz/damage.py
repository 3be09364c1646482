"""Workbooks with something wrong in them: cells, sheets, XML and the archive around it."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

VALUES: tuple[Any, ...] = (
    None, "", " ", 0, -1, 1e308, -1e308, 1e-320, 10**15, 2**63, 0.1 + 0.2, True, False, "nan", "inf", "-inf", "1e999",
    "1,5", "1.234,5", "1 200", "12%", "=1/0", "=A1", "#REF!", "#N/A", "2027Q1", "2027", "Q1", "1900-01-00",
    "0001-01-01", "\ufffd", "\u202e", "\u200b", "\ufeff", "e\u0301", "\U0001f4a5" * 40, "\u0661\u0662",
    "x" * 40_000, "a\nb", "_x000D_", "{0}", "%s", "[red]", "../..", "yes", "no", "all", "*", "-", "none", "A;B,C",
)  # fmt: skip
"""What is written into cells."""
_XML = (
    (rb'<v>[^<]*</v>', (b"<v>NaN</v>", b"<v></v>", b"<v>1e400</v>", b"<v>-0</v>", b"<v>99999999999999999999</v>")),
    (rb' t="[a-zA-Z]*"', (b' t="s"', b' t="d"', b' t="b"', b' t="e"', b' t="str"', b' t="zz"', b"")),
    (rb' r="[A-Z]+[0-9]+"', (b' r="A0"', b' r="ZZZZ9"', b' r="A1048577"', b' r="XFD1048576"', b' r=""', b"")),
    (rb' s="[0-9]+"', (b' s="99999"', b' s="-1"', b' s="x"')),
    (rb' r="[0-9]+"', (b' r="0"', b' r="-5"', b' r="9999999999"', b' r="x"', b"")),
    (rb"<row[^>]*>", (b"<row>", b"<row><row>", b"")),
    (rb"</c>", (b"", b"</c></c>", b"<f>1/0</f></c>", b"<is><t>x</t></is></c>")),
    (rb'sheetId="[0-9]+"', (b'sheetId="1"', b'sheetId="x"', b"")),
    (rb' name="[^"]*"', (b' name=""', b' name="settings"', b' name="' + b"x" * 300 + b'"')),
    (rb' r:id="[^"]*"', (b' r:id="rId1"', b' r:id="none"', b"")),
    (rb' Target="[^"]*"', (b' Target="../../x"', b' Target=""', b' Target="/xl/workbook.xml"')),
    (rb'numFmtId="[0-9]+"', (b'numFmtId="14"', b'numFmtId="9999"', b'numFmtId="-1"')),
    (rb"<\?xml[^>]*>", (b'<?xml version="1.1"?>', b'<?xml version="1.0" encoding="utf-16"?>', b"", b"<!DOCTYPE x>")),
    (rb"xmlns=\"[^\"]*\"", (b'xmlns="urn:other"', b"")),
    (rb"</[a-zA-Z]+>", (b"", b"<!-- -->", b"<![CDATA[x]]>", b"&undefined;", b"\x00", b"\xff\xfe")),
)  # fmt: skip


def damaged(book: bytes, draw: random.Random) -> tuple[str, bytes]:
    """Return a workbook with one to three things wrong, and what they are."""
    kinds = draw.choices((cells, sheets, parts, archive), (6, 2, 6, 2), k=draw.choice((1, 1, 2, 3)))
    for kind in kinds:
        try:
            book = kind(book, draw)
        except Exception:  # what is damaged already may not open any more: it is tried as it is
            break
    return "+".join(kind.__name__ for kind in kinds), book


def cells(book: bytes, draw: random.Random) -> bytes:
    """Write odd values into cells, or merge some."""
    made = load_workbook(io.BytesIO(book))
    for _ in range(draw.choice((1, 1, 3, 10))):
        sheet = draw.choice(made.worksheets)
        row, column = draw.randint(1, sheet.max_row + 1), draw.randint(1, sheet.max_column + 1)
        if draw.random() < 0.1:
            sheet.merge_cells(
                start_row=row, end_row=row + draw.randint(0, 3), start_column=column, end_column=column + 1
            )
        elif isinstance(cell := sheet.cell(row, column), Cell):
            value = draw.choice(VALUES)
            cell.value = str(value) if isinstance(value, int) and abs(value) > 2**53 else value
            if draw.random() < 0.1:
                cell.number_format = draw.choice(("@", "0%", "mmm yy", ";;;", "[h]:mm", "yyyy", '"x"0'))
    return _saved(made)


def sheets(book: bytes, draw: random.Random) -> bytes:
    """Rename, hide, empty, copy or remove a sheet, or move rows about in it."""
    made = load_workbook(io.BytesIO(book))
    sheet = draw.choice(made.worksheets)
    match draw.randrange(8):
        case 0:
            sheet.title = draw.choice(
                ("x", "DEMAND ", "settings", "demand - Table 1", "A" * 31, "\u6771", sheet.title + "s")
            )
        case 1:
            sheet.sheet_state = draw.choice(("hidden", "veryHidden", "visible"))
        case 2:
            sheet.delete_rows(draw.randint(1, 3), draw.choice((1, 2, 100)))
        case 3:
            made.copy_worksheet(sheet)
        case 4 if len(made.worksheets) > 1:
            made.remove(sheet)
        case 5:
            sheet.insert_rows(draw.randint(1, 3), draw.randint(1, 40))
        case 6:
            sheet.insert_cols(draw.randint(1, 3), draw.choice((1, 2, 50)))
        case _:
            rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
            for row in draw.sample(rows, min(3, len(rows))):
                sheet.append(row)
    return _saved(made)


def parts(book: bytes, draw: random.Random) -> bytes:
    """Change the XML of a part, by a pattern or byte by byte."""
    content = _parts(book)
    name = draw.choice(sorted(content))
    data = content[name]
    match draw.randrange(5):
        case 0 | 1:
            pattern, others = draw.choice(_XML)
            found = list(re.finditer(pattern, data))
            if found:
                at = draw.choice(found)
                data = data[: at.start()] + draw.choice(others) + data[at.end() :]
        case 2:
            data = _bytes_turned(data, draw)
        case 3:
            data = data[: draw.randint(0, len(data))]
        case _:
            data = draw.choice((b"", b"<a/>", b"x", data * 2, data.decode("utf-8", "replace").encode("utf-16")))
    return _packed({**content, name: data})


def archive(book: bytes, draw: random.Random) -> bytes:
    """Change the archive: parts gone, twice or renamed, bytes turned, cut off, or packed otherwise."""
    content = _parts(book)
    name = draw.choice(sorted(content))
    match draw.randrange(6):
        case 0:
            del content[name]
            return _packed(content)
        case 1:
            content[draw.choice((name.upper(), name.replace("/", "\\"), "/" + name, "../" + name))] = content.pop(name)
            return _packed(content)
        case 2:
            return _bytes_turned(book, draw)
        case 3:
            return book[: draw.randint(0, len(book))]
        case 4:
            return draw.choice((b"MZ", b"\xef\xbb\xbf", b"\n")) + book
        case _:
            return _packed(content, draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))


def _bytes_turned(data: bytes, draw: random.Random) -> bytes:
    turned = bytearray(data)
    for _ in range(draw.choice((1, 2, 10)) if turned else 0):
        turned[draw.randrange(len(turned))] = draw.choice((0, 0xFF, 0x3C, 0x26, draw.randrange(256)))
    return bytes(turned)


def _parts(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _packed(content: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as packed:
        for name, data in content.items():
            packed.writestr(name, data)
    return target.getvalue()


def _saved(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


Damage = Callable[[bytes, random.Random], bytes]
