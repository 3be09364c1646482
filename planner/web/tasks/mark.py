"""Task: a copy of a workbook with its faults marked."""

from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import MARKED
from planner.web.store.store import Store
from planner.web.tasks.files import workplace
from planner.workbook.marking.mark import mark
from planner.workbook.reader import read_workbook


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Mark the workbook of a run. Raises an error for one too unusual to be copied."""
    with workplace(store, run) as (path, folder):
        marked = folder / "marked.xlsx"
        mark(path, marked, read_workbook(path).faults)
        store.put(run, {MARKED: marked.read_bytes()})
