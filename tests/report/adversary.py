"""The audit as an adversary sees it: a plan workbook is changed at one place at a time, and what is missed is counted.

    python -m tests.report.adversary 400 [seed]
    python -m tests.report.adversary 400 [seed] IN.xlsx PLAN.xlsx

makes so many changes, of the plan given or of plans in which random parts of all rules act, prints the share caught by
sheet and by kind of change, and every change that was missed and should not have been (see `excuse`).
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from planner.audit import audit
from planner.case.records import Case
from planner.report.contract.layout import RECORD_SHEETS
from planner.report.excel import drawing
from planner.report.excel.workbook import write_plan
from planner.report.readback import reader_sheets, rows
from planner.report.readback.claims import wrong_claims
from planner.report.readback.plan_workbook import read_plan
from planner.report.readback.reader_sheets import wrong_cells
from planner.report.words.verdict import audit_lines
from planner.solver.messages import idle
from planner.workbook.case_file import read_case_file
from planner.workbook.faults.fault import InputFaults
from planner.workbook.file.book import Book, open_book
from planner.workbook.text.values import RawSheet, is_blank
from tests.audit.adversary import plans

Rows = tuple[tuple[int, tuple[Any, ...]], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind, where, and the workbook with it."""

    kind: str
    where: str
    book: Book


def caught(path: Path, case: Case, book: Book) -> bool:
    """Say whether reading or auditing a workbook finds anything."""
    with _opened(book):
        try:
            plan = read_plan(path, case)
        except InputFaults:
            return True
        verdict = audit(case, plan)
        return not verdict.clean or bool(wrong_claims(path, case, plan)) or any(wrong_cells(path, case, plan, verdict))


def changes(book: Book, count: int, seed: int) -> Iterator[Change]:
    """Yield changes of the sheets in turn, so that a small sheet is tried as often as a large one."""
    draw = random.Random(seed)
    sheets = [sheet for sheet in book.sheets if len(sheet.rows) > 1]
    for number in range(count):
        sheet = sheets[(number + seed) % len(sheets)]
        kind = draw.choice(("number", "infinite", "text", "gone", "row gone", "row twice", "false row"))
        position = draw.randrange(1, len(sheet.rows))
        change = _changed(sheet, position, kind, draw)
        if change is not None:
            where, changed = change
            others = tuple(changed if one is sheet else one for one in book.sheets)
            yield Change(kind, where, replace(book, sheets=others))


def _changed(sheet: RawSheet, position: int, kind: str, draw: random.Random) -> tuple[str, RawSheet] | None:
    at, cells = sheet.rows[position]
    filled = [place for place, cell in enumerate(cells) if not is_blank(cell)]
    numbers = [place for place in filled if isinstance(cells[place], int | float)]
    if kind in ("row gone", "row twice"):
        copies = ((at, cells),) * (2 if kind == "row twice" else 0)
        return f"{sheet.name} row {at}", replace(
            sheet, rows=_numbered((*sheet.rows[:position], *copies, *sheet.rows[position + 1 :]))
        )
    places = numbers if kind in ("number", "infinite", "false row") else filled
    if not places:
        return None
    place = draw.choice(places)
    cell: Any = cells[place]
    new = {"infinite": "inf", "text": "other", "gone": None}.get(kind, cell * 1.1 + 1 if place in numbers else cell)
    row = (*cells[:place], new, *cells[place + 1 :])
    where = f"{sheet.name} row {at}, column {place + 1}: {cell!r} -> {new!r}"
    if kind == "false row":
        both = (*sheet.rows[:position], (at, row), *sheet.rows[position:])
        return where, replace(sheet, rows=_numbered(both))
    return where, replace(sheet, rows=(*sheet.rows[:position], (at, row), *sheet.rows[position + 1 :]))


def _numbered(of: Rows) -> Rows:
    return tuple((number, cells) for number, (_, cells) in enumerate(of, start=1))


@contextmanager
def _opened(book: Book) -> Iterator[None]:
    with (
        patch.object(rows, "open_book", lambda path: book),
        patch.object(reader_sheets, "open_book", lambda path: book),
    ):
        yield


FREE = {
    "contents": "the sheet leads to others",
    "pictures": "the sheet leads to others",
    "run": "how a run was made cannot be told from its plan",
    "binding": "slack is the solver's",
}
RECORDS = {"summary", "locks", *(sheet.name for sheet in RECORD_SHEETS)}


def excuse(change: Change) -> str:
    """Return why a change need not be caught, empty where it should have been."""
    sheet = change.where.split(" row ")[0]
    if sheet not in RECORDS and change.kind == "row twice":
        return "a row of text below the others is a remark"
    return FREE.get(sheet, "")


def books(seed: int, folder: Path) -> Iterator[tuple[Case, Path]]:
    """Yield cases with a plan workbook each without end, without pictures, which would take most of the time."""
    with patch.object(drawing, "available", lambda: False):
        for case, plan in plans(seed):
            path = folder / "plan.xlsx"
            write_plan(path, case, plan, audit_lines(audit(case, plan)))
            yield case, path


def main() -> None:
    """Print what is caught by sheet and by kind, and what is missed."""
    count, seed, *given = sys.argv[1:] if len(sys.argv) > 2 else (*sys.argv[1:], "0")
    tried, noticed, excused, missed = Counter[str](), Counter[str](), Counter[str](), 0
    with TemporaryDirectory() as folder:
        of = [(read_case_file(given[0]).case, Path(given[1]))] if given else books(int(seed), Path(folder))
        for number, (case, path) in enumerate(of):
            book = open_book(path)
            assert not caught(path, case, book)
            left = int(count) - tried["all"]
            for change in changes(book, left if given else min(left, 30), int(seed) + number):
                names = ("all", f"sheet: {change.where.split(' row ')[0]}", f"kind: {change.kind}")
                tried.update(names)
                if caught(path, case, change.book):
                    noticed.update(names)
                elif reason := excuse(change):
                    excused.update((*names, f"because {reason}"))
                else:
                    missed += 1
                    print("missed:", change.kind, change.where, flush=True)
            if tried["all"] >= int(count):
                break
    for name, times in sorted(tried.items()):
        print(f"{name}: {noticed[name]} of {times} caught, {excused[name]} need not be")
    print(*(f"{times} {reason}" for reason, times in excused.items() if reason.startswith("because")), sep="\n")
    print(f"{missed} missed")


if __name__ == "__main__":
    with idle.reuse():
        main()
