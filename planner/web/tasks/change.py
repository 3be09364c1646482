"""Task: apply the changes of a what-if to the workbook of a new run."""

import json
from pathlib import Path
from typing import Any

from planner.web.queue.lifeline import Lifeline, Unsolved
from planner.web.store.records import CHANGE, INPUT
from planner.web.store.store import Store
from planner.web.studies.answer_data import edit_of
from planner.web.tasks.files import workplace
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.means import LockRow
from planner.workbook.edit.apply import edited
from planner.workbook.edit.edits import Edit as AnyEdit
from planner.workbook.edit.edits import EditError
from planner.workbook.edit.parse import edits_of_row, parse_edits
from planner.workbook.edit.write import write_edited
from planner.workbook.editing import Edit, edit_book
from planner.workbook.faults.fault import InputFaults, Severity
from planner.workbook.file.book import open_book
from planner.workbook.grid.of_book import rows_of_book
from planner.workbook.reader import read_case, read_workbook


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Change the workbook of a run that is not checked yet. Raises Unsolved with a sentence where that cannot be."""
    asked = json.loads(store.file(run, CHANGE) or b"{}")
    with workplace(store, run) as (path, folder):
        before = path
        try:
            if asked.get("cells") or asked.get("rows"):
                path = _with_rows(path, folder / "rows.xlsx", asked)
            if asked.get("budgets_usd_bn") or asked.get("forbid") or asked.get("keep"):
                path = _with_choices(path, folder / "chosen.xlsx", asked)
            if asked.get("texts") or asked.get("edits"):
                path = _with_edits(path, folder / "changed.xlsx", asked)
        except InputFaults as error:
            where = "The workbook" if path == before else "With these changes the case"
            raise Unsolved(f"{where} has errors: {_in_short(error)}") from error
        store.put(run, {INPUT: path.read_bytes()})


def _in_short(error: InputFaults) -> str:
    """Return the first error, and how many others there are."""
    errors = [fault for fault in error.faults if fault.severity is Severity.ERROR]
    more = f" There {'is 1 more' if len(errors) == 2 else f'are {len(errors) - 1} more'}." if len(errors) > 1 else ""
    return f"{errors[0]}.{more}"


def _with_choices(path: Path, target: Path, asked: dict[str, Any]) -> Path:
    """Change budgets of funds, and keep or forbid sites."""
    case = read_case(path)
    locks: dict[str, list[tuple[str, str | None, str | None, int, int]]] = {}
    for site in (*asked["forbid"], *asked["keep"]):
        starts = [start for start in asked["starts"] if start[0] == site and site in asked["keep"]]
        locks[site] = [(node, period, period, phases, phases) for _, node, period, phases in starts]
        for where, node in case.pairs:
            if where == site:
                planned = sum(phases for _, built, _, phases in starts if built == node)
                locks[site].append((node, None, None, 0, planned))
    edit_book(path, target, Edit(asked["budgets_usd_bn"], locks))
    return target


def _with_rows(path: Path, target: Path, asked: dict[str, Any]) -> Path:
    """Change cells of rows by their places, which nothing has moved yet, and add rows."""
    tables, rows = _tables(path), rows_of_book(open_book(path))
    edits: list[AnyEdit] = []
    try:
        for cell in asked.get("cells", ()):
            row = rows[cell["sheet"]][cell["row"]]
            if cell["sheet"] == LockRow.sheet and row not in tables.places[LockRow.sheet].rows:
                raise Unsolved(f"locks, row {row}: this lock applies to no pair, so there is nothing to lift.")
            value = cell["value"] if isinstance(cell["value"], str) else f"{cell['value']:.17g}"
            edits += edits_of_row(cell["sheet"], row, cell["field"], cell["op"], value, tables)
        edits += [edit_of(row) for row in asked.get("rows", ())]
        edited(tables, edits)
    except EditError as error:
        raise Unsolved(str(error)) from error
    write_edited(path, target, tables, edits)
    return target


def _with_edits(path: Path, target: Path, asked: dict[str, Any]) -> Path:
    """Make edits: those of a suggestion, or texts that somebody has written."""
    tables = _tables(path)
    try:
        edits = [edit_of(edit) for edit in asked.get("edits", ())] + list(parse_edits(asked.get("texts", ()), tables))
    except EditError as error:
        raise Unsolved(str(error)) from error
    if not edits:
        raise Unsolved("These edits change no cell: each cell has that value already.")
    write_edited(path, target, tables, edits)
    return target


def _tables(path: Path) -> Tables:
    reading = read_workbook(path)
    if reading.tables is None:
        raise InputFaults(reading.faults)
    return reading.tables
