"""Stores a plan: the plan and the data of its page first, then its workbook, which takes longer."""

import json
from pathlib import Path

from planner.audit import Audit
from planner.case.records import Case
from planner.pipeline import Result
from planner.plan.records import Plan
from planner.report.contract.plain_json import finite
from planner.report.contract.plan_json import to_text
from planner.report.excel.workbook import schedule_bytes, write_plan
from planner.report.words.verdict import audit_lines
from planner.web.store.records import CHARTS, FACTS, PLAN, PLAN_BOOK, VIEW
from planner.web.store.store import Store
from planner.web.view.facts import facts_of
from planner.web.view.plan import charts_of, view_of


def put_view(store: Store, run: str, case: Case, plan: Plan, audit: Audit) -> dict[str, object]:
    """Store a plan and the data of its page; return its headline figures."""
    view = view_of(case, plan, audit)
    store.put(
        run,
        {
            PLAN: to_text(plan).encode(),
            VIEW: json.dumps(view).encode(),
            CHARTS: json.dumps(charts_of(case, plan)).encode(),
            FACTS: json.dumps(finite(facts_of(case, plan))).encode(),
        },
    )
    figures: dict[str, object] = view["figures"]
    return figures


def put_schedule(store: Store, run: str, result: Result) -> None:
    """Store the schedule of a plan that could not be extracted, as a workbook to start another solve from."""
    store.put(run, {PLAN_BOOK: schedule_bytes(result.case, result.plan)})


def put_workbook(store: Store, run: str, case: Case, plan: Plan, audit: Audit, folder: Path) -> None:
    """Store the plan workbook."""
    store.work.mkdir(exist_ok=True, mode=0o700)  # where somebody has deleted the working files
    folder.mkdir(exist_ok=True, mode=0o700)
    target = folder / "plan.xlsx"
    write_plan(target, case, plan, audit_lines(audit))
    store.put(run, {PLAN_BOOK: target.read_bytes()})
