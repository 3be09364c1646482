"""The plan's tables as a folder of CSV files for other programs: one file for a table, whole or not at all.

UTF-8, commas, a header, full precision, line ends as in RFC 4180. Text that a spreadsheet program would take for a
formula has an apostrophe put before it; numbers never have.
"""

import csv
import errno
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from planner.report.contract.layout import OPTIONAL_SHEETS

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def strangers(folder: Path, tables: Iterable[str]) -> list[str]:
    """Return the files of a folder that are not these tables and would be lost if it were replaced."""
    known = {f"{name}.csv" for name in tables}
    return sorted(path.name for path in folder.iterdir() if path.name not in known or path.is_dir())


def write_csv(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write every table into a folder, whole or not at all; a folder that holds such tables alone is replaced.

    Raises OSError where that fails, and FileExistsError where the folder holds anything else.
    """
    place = folder.resolve()
    partial, old = (place.with_name(f".{place.name}.{os.getpid()}.{kind}") for kind in ("partial", "old"))
    try:
        partial.mkdir()
        for name, table in tables.items():
            _write(partial / f"{name}.csv", table)
        if place.exists():
            if strangers(place, {*tables, *OPTIONAL_SHEETS}):
                raise FileExistsError(errno.EEXIST, "it holds other files", str(folder))
            os.replace(place, old)
        try:
            os.replace(partial, place)
        except OSError:
            if old.exists():
                os.replace(old, place)
            raise
    finally:
        for left in (partial, old):
            shutil.rmtree(left, ignore_errors=True)


def _write(path: Path, table: pd.DataFrame) -> None:
    columns = [[neutral(value) for value in table[column].tolist()] for column in table.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.columns)
        writer.writerows(zip(*columns, strict=True))


def neutral(value: object) -> object:
    """Return a value, text with an apostrophe before it where it would be taken for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
