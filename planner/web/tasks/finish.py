"""Task: finish the best plan so far of a run whose solve was interrupted."""

from functools import partial

from planner.audit import audit
from planner.report.contract.plan_json import from_text
from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import INTERIM
from planner.web.store.store import Store
from planner.web.tasks.files import alone, workplace
from planner.web.tasks.results import put_view, put_workbook
from planner.web.tasks.storing import store_when_possible
from planner.workbook.reader import read_case


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Finish a run that has an interim plan but no final one."""
    with alone(store, run), workplace(store, run) as (path, folder):
        stored, interim = store.run(run), store.file(run, INTERIM)
        if stored is None or stored.has_plan or interim is None:
            return
        case, plan = read_case(path), from_text(interim)
        verdict = audit(case, plan)
        written = (store, run, case, plan, verdict)
        figures = store_when_possible(store, lifeline, partial(put_view, *written))
        store_when_possible(store, lifeline, partial(put_workbook, *written, folder))
        states, status = (stored.state, stored.state), plan.outcome.status
        moved = partial(store.move, run, *states, status=status, figures=figures)
        store_when_possible(store, lifeline, moved)
