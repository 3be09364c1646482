"""A workbook is saved whole or not at all: in memory first, so that a full disk meets nothing but finished bytes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import Element, tostring

from planner.workbook.file.sheet_rows import rows_xml

_LONGEST_STEM = 40  # most file systems take names of 255 bytes, and four may go to a character


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yield a temporary name in the same folder; the file written there replaces the target at the end.

    A reader never sees half a file, and the old file remains if writing fails.
    """
    partial = path.with_name(f".{path.stem[:_LONGEST_STEM]}.{os.getpid()}.partial{path.suffix}")
    try:
        yield partial
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all. Raises OSError."""
    with whole(path) as partial:
        partial.write_bytes(content)


def book_bytes(book: Workbook) -> bytes:
    """Return a workbook as the bytes of its file."""
    content = BytesIO()
    book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
    with ZipFile(content, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        _InMemory(book, archive).write_data()
    return content.getvalue()


def save_whole(book: Workbook, path: Path) -> None:
    """Save a workbook, whole or not at all. Raises OSError."""
    write_whole(path, book_bytes(book))


class _InMemory(ExcelWriter):
    """Writes sheets in memory; openpyxl itself puts each into a file of the temporary folder, which may be full."""

    _archive: ZipFile

    def write_worksheet(self, ws: Any) -> None:
        """Write one sheet."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        content, links = BytesIO(), list[Any]()
        rows = rows_xml(ws, links)
        writer: Any = WorksheetWriter(ws, content) if rows is None else _WithoutRows(ws, content)
        ws._hyperlinks += links  # a writer begins with none
        writer.write()
        ws._rels = writer._rels
        whole_sheet = content.getvalue()
        if rows is not None:
            head, mark, tail = whole_sheet.partition(_NO_ROWS)
            assert mark, "openpyxl writes an element without content in the same way everywhere"
            whole_sheet = b"".join((head, b"<sheetData>", rows, b"</sheetData>", tail))
        self._archive.writestr(ws.path[1:], whole_sheet)
        self.manifest.append(ws)


class _WithoutRows(WorksheetWriter):
    """Writes a sheet without its rows, which are put in afterwards."""

    def write_rows(self) -> None:
        """Write where the rows belong."""
        xf: Any = self.xf.send(True)
        xf.write(Element("sheetData"))
        self.xf.send(None)


_NO_ROWS: Any = tostring(Element("sheetData"))
