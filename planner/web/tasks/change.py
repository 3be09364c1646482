"""Task: apply the changes of a what-if to the workbook of a new run."""

import json

from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import CHANGE, INPUT
from planner.web.store.store import Store
from planner.web.tasks.files import workplace
from planner.workbook.editing import Edit, edit_book
from planner.workbook.reader import read_case


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Change the workbook of a run that is not checked yet."""
    asked = json.loads(store.file(run, CHANGE) or b"{}")
    with workplace(store, run) as (path, folder):
        case = read_case(path)
        locks: dict[str, list[tuple[str, str | None, str | None, int, int]]] = {}
        for site in (*asked["forbid"], *asked["keep"]):
            starts = [start for start in asked["starts"] if start[0] == site and site in asked["keep"]]
            locks[site] = [(node, period, period, phases, phases) for _, node, period, phases in starts]
            for where, node in case.pairs:
                if where == site:
                    planned = sum(phases for _, built, _, phases in starts if built == node)
                    locks[site].append((node, None, None, 0, planned))
        target = folder / "changed.xlsx"
        edit_book(path, target, Edit(asked["budgets_usd_bn"], locks))
        store.put(run, {INPUT: target.read_bytes()})
