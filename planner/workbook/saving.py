"""A workbook is saved whole or not at all."""

import os
from pathlib import Path

from openpyxl import Workbook


def save_whole(book: Workbook, path: Path) -> None:
    """Save a workbook beside its place under another name, then move it there.

    A reader never meets half a file, and what stood there stays if saving fails.
    """
    partial = path.with_name(f".{path.stem}.{os.getpid()}.partial{path.suffix}")
    try:
        book.save(partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
