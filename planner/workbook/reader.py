"""Excel to case: open, find the sheets, read their rows, resolve names, check the sense, assemble."""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from planner.case.calendar import Calendar
from planner.case.checks import Problem
from planner.case.checks import check as check_case
from planner.case.checks.draft.of_case import draft_of
from planner.case.records import Case
from planner.shape.reach.problems import reach_problems
from planner.workbook.assemble.case import assemble
from planner.workbook.assemble.starred_locks import with_starred_locks
from planner.workbook.assemble.tables import Place, Tables
from planner.workbook.contract.columns import Column, Row
from planner.workbook.contract.schema import BY_NAME, SHEETS
from planner.workbook.contract.settings import SettingRow
from planner.workbook.faults.codes import CANNOT_BE
from planner.workbook.faults.fault import Fault, InputFaults, Severity
from planner.workbook.faults.tidying import settle
from planner.workbook.file.book import Book, open_book
from planner.workbook.file.container import has_errors
from planner.workbook.file.identity import is_plan, plan_for_case
from planner.workbook.read.defaults import Default, defaults_used
from planner.workbook.read.header import Report
from planner.workbook.read.references import Read, resolve
from planner.workbook.read.rows import read_table
from planner.workbook.read.settings import SettingsRead, read_settings
from planner.workbook.read.sheets import MatchedSheets, empty_sheets, find_sheets
from planner.workbook.read.table import Table
from planner.workbook.sense.every import effect_faults, sense_faults
from planner.workbook.text.words import fold

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook says. `case` is missing where a fault is an error; `defaults` lists the defaults used."""

    case: Case | None
    faults: tuple[Fault, ...]
    defaults: tuple[Default, ...] = ()
    tables: Tables | None = None
    """The rows of a workbook in which no more is wrong than that requirements contradict each other."""


def read_case(path: Path | str) -> Case:
    """Return the case of a workbook. Raises InputFaults with every fault where there is an error."""
    reading = read_workbook(path)
    if reading.case is None:
        raise InputFaults(reading.faults)
    return reading.case


@overload
def check(source: Case) -> tuple[Problem, ...]: ...
@overload
def check(source: Path | str) -> tuple[Fault, ...]: ...
def check(source: Case | Path | str) -> tuple[Problem, ...] | tuple[Fault, ...]:
    """Return everything wrong or odd in a case or in a case workbook, and how to fix it: errors, warnings and remarks.

    Each names its record and field in a case, its sheet and cell in a workbook. Raises nothing for a file that cannot
    be read: that is a fault.
    """
    return _check_case(source) if isinstance(source, Case) else read_workbook(source).faults


def _check_case(case: Case) -> tuple[Problem, ...]:
    problems = check_case(case)
    if any(problem.is_error for problem in problems):
        return problems
    return tuple(dict.fromkeys((*problems, *reach_problems(case, draft_of(case)))))


def read_workbook(path: Path | str) -> Reading:
    """Read a workbook and find all its faults at once."""
    with uncollected():
        reading = read_book(open_book(Path(path)))
    case = reading.case
    log.info("%s: %d faults, %s", Path(path).name, len(reading.faults), case.settings.case_name if case else "no case")
    return reading


def read_book(book: Book) -> Reading:
    """Read the raw sheets of a workbook and find all its faults at once."""
    faults: list[Fault] = []
    sheets = find_case(book, faults)
    if sheets is None:
        return Reading(None, tuple(faults))
    settings, read, absent = read_rows(sheets, faults)
    read = resolve(with_starred_locks(read, absent, faults), absent, faults)
    faults.extend(sense_faults(read, absent, settings))
    unreadable = any(fault.severity is Severity.ERROR and fault.code != CANNOT_BE.id for fault in faults)
    tables = None if unreadable else _tables(read, settings)
    case = None if tables is None or has_errors(tuple(faults)) else assemble(tables)
    if case is not None:
        faults.extend(effect_faults(case, read, absent, settings))
    return Reading(case, settle(faults), defaults_used(read, settings), tables)


@contextmanager
def uncollected() -> Iterator[None]:
    """Turn garbage collection off while reading: there are millions of cells and no cycles among them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def find_case(book: Book, faults: list[Fault]) -> MatchedSheets | None:
    """Return the sheets of a case; nothing where the workbook holds none."""
    faults.extend(book.faults)
    if is_plan(book.sheets):
        faults.append(plan_for_case(book.sheets))
        return None
    damaged = frozenset(fault.sheet for fault in book.faults if fault.sheet)
    return find_sheets(book.sheets, damaged, faults.append) if book.sheets else None


def read_rows(sheets: MatchedSheets, faults: list[Fault]) -> tuple[SettingsRead, Read, frozenset[str]]:
    """Return the settings, the tables, and the names of sheets that are at fault as a whole."""
    settings = SettingsRead()
    if SettingRow.sheet in sheets.raw:
        settings = read_settings(sheets.raw[SettingRow.sheet], faults.append)
    read = _read_tables(sheets, settings.calendar, faults.append)
    unread = {sheet for sheet, raw in sheets.raw.items() if sheet not in read and (raw.rows or BY_NAME[sheet].required)}
    return settings, read, sheets.faulty | unread | empty_sheets(read, faults.append)


def _read_tables(sheets: MatchedSheets, calendar: Calendar | None, report: Report) -> Read:
    read: Read = {}
    declared: frozenset[str] = frozenset()
    names: dict[str, frozenset[str]] = {}
    for kind in SHEETS:
        if kind is SettingRow or kind.sheet not in sheets.raw:
            continue
        table = read_table(sheets.raw[kind.sheet], kind, calendar, declared, names, report)
        if table is not None:
            read[kind.sheet] = table
            first = kind.columns()[0]
            listed = {one.id: _names_in(table, one) for one in kind.columns() if one is first or one.targets}
            if not first.refers_to:
                declared |= listed[first.id]
                names[kind.sheet] = names.get(kind.sheet, frozenset()) | listed[first.id]
            for column in kind.columns():
                for sheet, _ in column.targets:
                    names[sheet] = names.get(sheet, frozenset()) | listed[column.id]
    return read


def _names_in(table: Table, column: Column) -> frozenset[str]:
    """Return the folded names in a column of a table; none of one that holds several in a cell."""
    values = (record.values.get(column.id) for record in table.records)
    return frozenset(fold(name) for name in values if isinstance(name, str))


def _tables(read: Read, settings: SettingsRead) -> Tables | None:
    if settings.values is None or settings.calendar is None:
        return None
    rows: dict[type[Row], tuple[Row, ...]] = {}
    places = {SettingRow.sheet: Place(settings.title, 1, settings=settings.cells)}
    for sheet, table in read.items():
        sound = [record for record in table.records if record.made is not None]
        rows[table.kind] = tuple(record.made for record in sound if record.made is not None)
        columns = {name: at + 1 for name, at in table.header.columns.items()}
        columns |= {settings.calendar.label(t): at + 1 for t, at in table.header.periods.items()}
        places[sheet] = Place(table.name, table.header.row, tuple(record.row for record in sound), columns)
    return Tables(settings.values, settings.calendar, rows, places)
