"""Task: finish the plan of a run whose solve was stopped: its best plan so far, or the workbook of a complete one."""

from functools import partial

from planner.audit import audit
from planner.report.contract.plan_json import from_text
from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import INTERIM, PLAN, PLAN_BOOK, Run, State
from planner.web.store.store import Store
from planner.web.tasks.files import alone, workplace
from planner.web.tasks.results import put_view, put_workbook
from planner.web.tasks.storing import store_when_possible
from planner.workbook.reader import read_case

_BEST = "This is the best plan found."


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Finish a run that has a plan so far but no final one, or a final one but no workbook."""
    with alone(store, run), workplace(store, run) as (path, folder):
        stored = store.run(run)
        if stored is None:
            return
        is_shown = stored.has_plan and bool(stored.status)
        if is_shown and PLAN_BOOK in stored.files:
            return
        text = store.file(run, PLAN if stored.has_plan else INTERIM)
        if text is None:
            return
        case, plan = read_case(path), from_text(text)
        written = (store, run, case, plan, audit(case, plan))
        if not is_shown:  # the worker, or an earlier attempt, may have ended between the plan and the state of its run
            figures = store_when_possible(store, lifeline, partial(put_view, *written))
            store_when_possible(store, lifeline, partial(_shown, store, stored, plan.outcome.status, figures))
            lifeline.report_stage()
        store_when_possible(store, lifeline, partial(put_workbook, *written, folder))


def _shown(store: Store, run: Run, status: str, figures: dict[str, object]) -> None:
    """Move a run to where its plan is shown: with a plan, a solve that was stopped has not failed."""
    to = State.INTERRUPTED if run.state is State.FAILED else run.state
    message = " ".join(filter(None, (run.message, _BEST)))
    store.move(run.id, to, run.state, status=status, figures=figures, message=message)
