"""What is replanned: a plan, the case that it was made for, and the period from which it may change."""

from pathlib import Path

from planner.audit import audit
from planner.case.calendar import Calendar
from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.readback.plan_workbook import read_edits, read_plan
from planner.study.errors import QuestionError
from planner.study.variant import Variant, as_it_stands
from planner.workbook.case_file import CaseFile
from planner.workbook.edit.of_file import SEPARATOR
from planner.workbook.text.periods import period_hint


def planned(source: Case | CaseFile | Path | str, plan: Plan | Path | str) -> tuple[Variant, Plan]:
    """Return the case as it was planned, with the edits that the plan records, and the plan.

    Raises InputFaults for a workbook with errors, QuestionError where the plan breaks a rule of the case.
    """
    base = as_it_stands(source)
    edits = _recorded(plan)
    if edits and not (isinstance(source, CaseFile) and source.edits == SEPARATOR.join(edits)):
        base = base.with_edits("as planned", edits)
    known = plan if isinstance(plan, Plan) else read_plan(plan, base.case)
    verdict = audit(base.case, known)
    if not verdict.clean:
        name = "The plan" if isinstance(plan, Plan) else str(plan)
        made_for = known.run.get("input_file")
        hint = f": {made_for}" if made_for else ""
        raise QuestionError(
            f"{name} is not a plan of this case, because it breaks a rule of it. {verdict.findings[0]}. Give the "
            f"case that the plan was made for{hint}; what has happened since belongs in --set."
        )
    return base, known


def period_of(now: str, calendar: Calendar) -> int:
    """Return the ordinal of the period from which a plan may change. Raises QuestionError for any other text."""
    try:
        ordinal = calendar.ordinal(now)
    except ValueError:
        raise QuestionError(f"--now {now!r} is not a period: {period_hint(now, calendar.period_months)}.") from None
    if ordinal not in calendar.horizon:
        first, last = calendar.label(0), calendar.label(calendar.last)
        raise QuestionError(
            f"--now {calendar.label(ordinal)} lies outside the horizon of the case: write a period from {first} to "
            f"{last}."
        )
    return ordinal


def _recorded(plan: Plan | Path | str) -> tuple[str, ...]:
    if not isinstance(plan, Plan):
        return read_edits(plan)
    edits = plan.run.get("edits")
    return tuple(str(edits).split(SEPARATOR)) if edits else ()
