"""Example workbooks are written again only where something in them changed."""

from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from inputs.rows import Book
from planner.case.calendar import Calendar
from planner.workbook.template.books import write_book

_DATES = "docProps/core.xml"  # when the file was written


def write_if_changed(path: Path, rows: Book, calendar: Calendar, *, blank_columns: bool) -> None:
    """Write the workbook of the rows, but leave a file alone that differs by nothing but its date."""
    with TemporaryDirectory() as folder:
        new = Path(folder) / path.name
        write_book(new, rows, calendar, blank_columns=blank_columns)
        if not path.exists() or _contents(path) != _contents(new):
            path.write_bytes(new.read_bytes())


def _contents(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != _DATES}
