"""Task: finish the best plan so far of a run whose solve was interrupted."""

from planner.audit import audit
from planner.report.contract.plan_json import from_text
from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import INTERIM
from planner.web.store.store import Store
from planner.web.tasks.files import alone, workplace
from planner.web.tasks.results import put_view, put_workbook
from planner.workbook.reader import read_case


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Finish a run that has an interim plan but no final one."""
    with alone(store, run), workplace(store, run) as (path, folder):
        stored, interim = store.run(run), store.file(run, INTERIM)
        if stored is None or stored.has_plan or interim is None:
            return
        case, plan = read_case(path), from_text(interim)
        verdict = audit(case, plan)
        figures = put_view(store, run, case, plan, verdict)
        put_workbook(store, run, case, plan, verdict, folder)
        store.move(run, stored.state, stored.state, status=plan.outcome.status, figures=figures)
