"""A workbook is saved whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook

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


def save_whole(book: Workbook, path: Path) -> None:
    """Save a workbook, whole or not at all."""
    with whole(path) as partial:
        book.save(partial)
