"""Replan: a plan in the light of what has happened since, with everything before now as it was decided."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.contract.tables import plan_tables
from planner.study.answers.answer import Answer
from planner.study.answers.interval import shared
from planner.study.compare.pictures import Side, pictures
from planner.study.errors import QuestionError
from planner.study.replan.findings import Findings
from planner.study.replan.planned import period_of, planned
from planner.study.replan.proving import Proven, proven_moves
from planner.study.replan.roll import Roll
from planner.study.replan.solving import contradiction, solve_all, why_infeasible
from planner.study.replan.tables import tables
from planner.study.replan.why import Edits, alone
from planner.study.replan.words import sentences
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.variant import Variant
from planner.workbook.case_file import CaseFile

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

FACTS = "the new facts"


@dataclass(frozen=True)
class Replanned(Answer):
    """The answer, with the next case, which writes itself; there is none where the facts contradict what started."""

    next_case: Variant | None = None


def replan(
    source: Case | CaseFile | Path | str,
    plan: Plan | Path | str,
    now: str,
    options: StudyOptions | None = None,
    *,
    edits: Edits = (),
    move_price_usd_bn: float | None = None,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Replanned:
    """Return what to change in a plan from the period `now` on, after the edits of its case that stand for new facts.

    What started before now is fixed; a phase that starts otherwise than planned costs the case's price of a change, or
    `move_price_usd_bn`. Savings are discounted usd_bn as intervals. Raises QuestionError where the plan is not of this
    case or `now` is not a period of it, EditError, InputFaults and CaseProblems for inputs with errors, StudyCancelled
    where `cancel` is set, OSError and ExecutorError for options that cannot be used.
    """
    base, known = planned(source, plan)
    roll = Roll(known, period_of(now, base.case.calendar), _price(move_price_usd_bn))
    facts = base.with_edits(FACTS, edits)
    if facts.case.calendar != base.case.calendar:
        raise QuestionError("The edits change the horizon, which a plan and its case share: leave them out.")
    following = roll.next_case(facts)
    title = f"What moves from {base.case.calendar.label(roll.now)} on: {base.case.settings.case_name}"
    reason = contradiction(following)
    if reason:
        text = f"What has started before {base.case.calendar.label(roll.now)} contradicts the new facts: {reason}."
        return Replanned("replan", title, (text, "Take back an edit that cannot be true; the next case has no plan."))
    with Session(options or StudyOptions(), on_progress, cancel) as session:
        foresight = roll.foresight(facts)
        variants = [roll.as_planned(following), following, foresight]
        unmoved, new, seen = solve_all(session, variants, known.schedule)
        unmoved, new = shared(unmoved, new)
        if foresight.relaxes:
            new, seen = shared(new, seen)
        if new.has_plan:
            proven = proven_moves(session, roll, following, unmoved, new)
            single = alone(session, roll, base, edits, (unmoved, new)) if edits and proven.moves else ()
        else:
            proven, single = Proven(new, (), {}), ()
    reasons = why_infeasible(variants[0], unmoved), why_infeasible(following, new)
    findings = Findings(roll, base, facts, following, unmoved, seen, foresight.relaxes, proven, single, reasons)
    words, figures = tuple(sentences(findings)), tuple(tables(findings))
    drawn = _drawn(findings) if findings.new.has_plan else ()
    facts_by_name = findings.facts_by_name()
    return Replanned("replan", title, words, figures, facts_by_name, drawn, (following.choice,), next_case=following)


def _drawn(findings: Findings) -> "tuple[Charted, ...]":
    """Return the old plan and the new one side by side."""
    sides = ((findings.base.case, findings.roll.plan), (findings.following.case, findings.new.plan))
    return pictures(*(Side(plan_tables(case, plan), case, plan) for case, plan in sides))


def _price(usd_bn: float | None) -> float | None:
    if usd_bn is not None and not 0 <= usd_bn < float("inf"):
        raise QuestionError(f"A move price of {usd_bn:g} bn USD: write a number of at least 0.")
    return usd_bn
