"""Sheets of a workbook as plain rows of cells, with whatever is wrong written down instead of raised."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

Cell = str | int | float | bool | None

MAX_COLUMNS = 64
"""Plan sheets are narrow; a stray cell at the far corner must not make every row 16,384 cells wide."""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The cells of one sheet: the header row and the rows below it, numbered as in the workbook."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]

    def select(self, wanted: Sequence[str], problems: list[str]) -> Iterator[tuple[tuple[str, ...], tuple[Cell, ...]]]:
        """Yield the addresses and values of the wanted columns for every row that is not blank."""
        missing = [name for name in wanted if name not in self.header]
        if missing:
            problems.append(f"{self.name}!1:1: column {', '.join(missing)} is missing; found {_listed(self.header)}")
            return
        places = [self.header.index(name) for name in wanted]
        letters = [get_column_letter(place + 1) for place in places]
        for number, row in self.rows:
            cells = tuple(row[place] if place < len(row) else None for place in places)
            if any(cell is not None for cell in cells):
                yield tuple(f"{self.name}!{letter}{number}" for letter in letters), cells


def open_sheets(path: Path, wanted: Sequence[str], problems: list[str]) -> dict[str, SheetRows]:
    """Return the wanted sheets that the workbook has; those that it lacks, and an unreadable file, are problems."""
    try:
        with path.open("rb") as stream:
            book = load_workbook(stream, read_only=True, data_only=True)
            titles = {sheet.title.strip().casefold(): sheet for sheet in book.worksheets}
            found = {name: _read(name, titles[name]) for name in wanted if name in titles}
    except OSError as error:
        problems.append(f"the file cannot be opened: {error.strerror or error}")
        return {}
    except (
        Exception
    ) as error:  # whatever openpyxl stumbles over in a damaged or foreign file, the reader must hear of it
        problems.append(f"the file is not a readable .xlsx workbook ({type(error).__name__}: {error})")
        return {}
    if not found:
        problems.append(f"it holds none of the plan sheets; found {_listed(tuple(titles))}")
    else:
        problems += [f"sheet {name} is missing" for name in wanted if name not in found]
    return found


def _read(name: str, sheet: Any) -> SheetRows:
    rows = list(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True))
    header = tuple(str(cell).strip().casefold() if cell is not None else "" for cell in (rows[0] if rows else ()))
    return SheetRows(name, header, tuple(enumerate(rows[1:], start=2)))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name for name in names if name) or "nothing"
