"""Task: the workbook of a version that was made in the page."""

import tempfile
from pathlib import Path

from planner.web.queue.lifeline import Lifeline
from planner.web.store.projects import TABLES
from planner.web.store.records import INPUT
from planner.web.store.store import Store
from planner.workbook.grid.book import write_grid
from planner.workbook.grid.changed_book import write_changed
from planner.workbook.grid.records import Grid, from_text


def work(store: Store, version: str, lifeline: Lifeline) -> None:
    """Write the tables of a version as its workbook: its ancestor's with the changes made, or a new one."""
    tables = store.projects.file(version, TABLES)
    if tables is None:
        raise LookupError("this version has been deleted")
    grid, ancestor = from_text(tables), store.projects.ancestor(version, INPUT)
    store.work.mkdir(exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=f"{version}-", dir=store.work, ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "case.xlsx"
        if ancestor is None or not _is_changed(store, ancestor, path, grid):
            write_grid(path, grid)
        store.projects.put(version, INPUT, path.read_bytes())


def _is_changed(store: Store, ancestor: str, path: Path, grid: Grid) -> bool:
    """Write the workbook of an ancestor with the changes made, and return whether that was possible."""
    source = path.with_name("ancestor.xlsx")
    source.write_bytes(store.projects.file(ancestor, INPUT) or b"")
    before = from_text(store.projects.file(ancestor, TABLES) or b"")
    return write_changed(source, path, before, grid)
