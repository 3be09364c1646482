"""What if: a case and its plan against the case with edits. What a solver moves without need is not reported."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from planner.audit import audit
from planner.case.records import Case, Objective
from planner.plan.records import Plan, Schedule
from planner.report.contract.tables import plan_tables
from planner.study.aims.aim import differences
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval, cost_change
from planner.study.answers.measure import measured
from planner.study.answers.table import Table
from planner.study.compare.differing import of_cases, of_plans, plan_sentences
from planner.study.compare.nearest import in_calendar, nearest_of
from planner.study.compare.pictures import Side, pictures
from planner.study.errors import QuestionError
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from planner.workbook.case_file import CaseFile
from planner.workbook.edit.apply import edited
from planner.workbook.edit.edits import Edit

MAX_EDITS = 4
"""Edits that the sentences name one by one; the table has all."""


def what_if(
    source: Case | CaseFile | Path | str,
    options: StudyOptions | None = None,
    *,
    edits: Sequence[Edit | str],
    plan: Plan | None = None,
    nearest: bool = True,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return what edits of a case change: inputs, decisions, coverage, money, and the optimum as an interval.

    `plan` is the plan of the case, which is solved where none is given. Of the new plans within the gap, the one
    nearest to the old plan is compared, so that a tie is not reported as a change; with `nearest` false it is the plan
    as it was solved. Raises EditError or CaseProblems for wrong edits, QuestionError where the audit of the plan has
    findings, InputFaults, StudyCancelled, OSError and ExecutorError.
    """
    options = options or StudyOptions()
    base = as_it_stands(source)
    changed = base.with_edits("with the edits", edits)
    with Session(options, on_progress, cancel) as session:
        session.plan(2 + nearest - (plan is not None))
        before = _of_plan(base.case, plan) if plan is not None else session.solve([base])[0]
        old = in_calendar(before.plan.schedule, base.case, changed.case)
        (after,) = session.solve([changed], old)
        shown = nearest_of(session, changed, after, old, options.solve.gap) if nearest else after
    inputs = of_cases(base.tables, edited(base.tables, changed.edits))
    title = f"What the edits change: {base.case.settings.case_name}"
    missing = [name for name, one in (("as it stands", before), ("with the edits", after)) if not one.has_plan]
    if missing:
        sentence = f"There is no plan {' and none '.join(missing)}, so no plans can be compared."
        reason = (after if before.has_plan else before).why_no_plan
        return Answer("compare", title, (*changed.changes, sentence, reason), (inputs,))
    solves = ((base, before), (changed, shown))
    plans = [plan_tables(of.case, one.plan) for of, one in solves]
    tables = [inputs, *of_plans(plans[0], plans[1], (base.case, changed.case))]
    sides = [Side(table, of.case, one.plan) for table, (of, one) in zip(plans, solves, strict=True)]
    sentences = tuple(_sentences(changed, before, after, tables, _spared(after, shown, old) if nearest else None))
    shown_tables = tuple(table for table in tables if table.rows)
    return Answer("compare", title, sentences, shown_tables, pictures=pictures(*sides))


def _of_plan(case: Case, plan: Plan) -> Solved:
    if not audit(case, plan).clean:
        raise QuestionError("The plan breaks rules of this case: planner audit lists them. Give a plan of the case.")
    return Solved(plan, clean=True, seconds=0.0)


def _spared(after: Solved, shown: Solved, old: Schedule) -> int:
    """Return how many differences the second solve has found to be without need."""
    return differences(after.plan.schedule, old) - differences(shown.plan.schedule, old)


def _sentences(
    changed: Variant, before: Solved, after: Solved, tables: Sequence[Table], spared: int | None
) -> Iterator[str]:
    edits = changed.changes
    yield from (f"{edit}." for edit in (edits if len(edits) <= MAX_EDITS else edits[: MAX_EDITS - 1]))
    if len(edits) > MAX_EDITS:
        yield f"And {len(edits) - MAX_EDITS + 1} cells more, see the inputs."
    change: Interval = cost_change(before, after)
    if changed.case.settings.objective is Objective.PROFIT:
        change = -change
    optimum = f"optimal {measured(changed.case)}"
    if change.is_zero:
        yield f"The {optimum} stays the same."
    elif change.is_distinct:
        yield f"The {optimum} changes by {change} bn USD."
    else:
        yield f"The change of the {optimum}, {change} bn USD, cannot be distinguished from none within the gaps."
    yield from plan_sentences({table.name: table.rows for table in tables})
    if spared:
        yield (
            "Of the new plans within the gap, the one nearest to the old plan is compared: "
            f"{spared} further {'difference' if spared == 1 else 'differences'} would be a matter of chance."
        )
