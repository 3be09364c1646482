"""Task: check a workbook and summarise it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from planner.case.records import Case
from planner.report.figures.built import count
from planner.web.queue.lifeline import Lifeline
from planner.web.store.projects import TABLES
from planner.web.store.records import CHECK, State
from planner.web.store.store import Store
from planner.web.tasks.files import workplace
from planner.workbook.faults.fault import Fault, Severity
from planner.workbook.file.book import Book, open_book
from planner.workbook.grid.of_book import BookTables, grid_of_book
from planner.workbook.grid.places import Places, grid_cell_of
from planner.workbook.grid.records import MAX_CELLS
from planner.workbook.reader import Reading, read_book, uncollected

MAX_FAULTS = 2000


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Check the workbook of a new run."""
    with workplace(store, run) as (path, _):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        with uncollected():
            book = open_book(path)
            reading = read_book(book)
            tables = _tables_of(book)
    stored = {TABLES: json.dumps({**tables.grid.to_json(), "lost": tables.lost}).encode()} if tables else {}
    store.put(run, {CHECK: json.dumps(_record(reading, tables.places if tables else {})).encode(), **stored})
    name = reading.case.settings.case_name if reading.case else ""
    to = State.READY if reading.case else State.FAULTY
    store.move(run, to, State.CHECKING, sha256=digest, case_name=name)


def _tables_of(book: Book) -> BookTables | None:
    """Return the tables of a workbook for the page; nothing where it holds no case, or one that is too large."""
    cells = sum(len(row) for sheet in book.sheets for _, row in sheet.rows)
    return grid_of_book(book) if cells <= MAX_CELLS else None


def _record(reading: Reading, places: Places) -> dict[str, Any]:
    counts = {str(s): sum(fault.severity is s for fault in reading.faults) for s in Severity}
    ranked = sorted(reading.faults, key=lambda fault: list(Severity).index(fault.severity))[:MAX_FAULTS]
    cells = [grid_cell_of(fault, places) for fault in ranked]
    return {
        "counts": counts,
        "readable": not any(_of_the_file(fault) for fault in reading.faults),
        "faults": [fault.to_json() for fault in ranked],
        "cells": [asdict(cell) if cell else None for cell in cells],
        "defaults": [{"sheet": d.sheet, "field": d.field, "value": d.value, "rows": d.rows} for d in reading.defaults],
        "holds": dict(_holds(reading.case)) if reading.case else {},
        "funds": [{"fund": f.name, "usd_bn": sum(f.budget_usd_bn)} for f in reading.case.funds.values()]
        if reading.case
        else [],
        "sites": [{"site": s.name, "region": s.region} for s in reading.case.sites.values()] if reading.case else [],
    }


def _of_the_file(fault: Fault) -> bool:
    return fault.severity is Severity.ERROR and not fault.sheet and fault.code.startswith("E1")


def _holds(case: Case) -> Iterator[tuple[str, str]]:
    calendar = case.calendar
    yield "horizon", f"{calendar.label(0)} to {calendar.label(calendar.last)}, {calendar.periods} periods"
    yield "objective", str(case.settings.objective).replace("_", " ")
    yield "sites", str(len(case.sites))
    yield "nodes", str(len(case.nodes))
    yield "products", str(len(case.products))
    yield "markets", str(len(case.markets))
    yield "scenarios", str(len(case.scenarios))
    budget_usd_bn = sum(sum(fund.budget_usd_bn) for fund in case.funds.values())
    yield "budget", f"{budget_usd_bn:,.1f} bn USD in {count(len(case.funds), 'fund')}"
