"""Stress: a fixed plan in thousands of futures, with one thing lost at a time, and the phase that would help most."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from planner.case.records import Case
from planner.plan.records import Plan, Schedule
from planner.shape.shape import Shape
from planner.solver.program.matrix import Floats
from planner.study.answers.answer import Answer
from planner.study.answers.interval import rank
from planner.study.errors import QuestionError
from planner.study.futures.draws import MAX_FUTURES, Draws, draw
from planner.study.futures.fixed import Figures, FixedPlan, evaluated, of_scenario
from planner.study.futures.hedges import Hedge, added_capacity, hedges
from planner.study.futures.outages import OneLess, Outage, likeliest, outages
from planner.study.futures.stress_words import Stressed, Verified, answer
from planner.study.replan.planned import planned
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.workbook.case_file import CaseFile

FUTURES = 5000
VERIFIED_HEDGES, VERIFIED_FUTURES = 3, 500
"""How many hedges are solved again, and in how many of the futures."""


@dataclass(frozen=True)
class _Part:
    """The futures of one scenario, the plan in it, and the mean duals there."""

    futures: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    plan: FixedPlan
    duals: Floats


def stress(
    source: Case | CaseFile | Path | str,
    options: StudyOptions | None = None,
    *,
    plan: Plan | Path | str,
    futures: int = FUTURES,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return what a plan is worth in futures drawn around the scenarios of its case, and without one thing at a time.

    Construction stays as planned; operations are the best that each future allows. Money is usd_bn. Raises
    QuestionError where the plan is not of this case or `futures` cannot be drawn, InputFaults for workbooks with
    errors, StudyCancelled, OSError and ExecutorError.
    """
    if not 1 <= futures <= MAX_FUTURES:
        raise QuestionError(f"--futures {futures}: write a whole number from 1 to {MAX_FUTURES}.")
    options = options or StudyOptions()
    base, known = planned(source, plan)
    case = base.case
    draws = draw(case, futures, options.solve.seed)
    with Session(options, on_progress, cancel) as session:
        session.plan(0)
        parts, figures = _futures(session, draws, known.schedule)
        lost = outages(case, known)
        scenario = likeliest(case)
        less: Sequence[Figures] = session.do(
            "one thing lost at a time", [OneLess(case, scenario, known.schedule, one) for one in lost]
        )
        as_planned = FixedPlan(case, scenario, known.schedule).fixed.solve(_ones(case))[0]
        shares = [(part.futures.size / futures, part.plan, part.duals) for part in parts]
        best = hedges(Shape(case), known, shares)[:VERIFIED_HEDGES]
        verified = [_verified(session, draws, parts, figures, hedge) for hedge in best]
    return answer(case, Stressed(figures, as_planned, _losses(lost, less), verified))


def in_futures(session: Session, draws: Draws, schedule: Schedule) -> Figures:
    """Return the figures of a plan in all futures, in their order."""
    return _futures(session, draws, schedule)[1]


def _futures(session: Session, draws: Draws, schedule: Schedule) -> tuple[list[_Part], Figures]:
    """Return the parts of the futures by scenario, and the figures of all futures in their order."""
    parts, of_parts = [], []
    for scenario, of in enumerate(draws.case.scenarios):
        futures = of_scenario(draws, scenario)
        if futures.size:
            fixed = FixedPlan(draws.case, scenario, schedule)
            figures, duals = evaluated(
                f"{futures.size:,} futures around {of.name}", fixed.fixed, draws.factor[futures], session
            )
            parts.append(_Part(futures, fixed, duals))
            of_parts.append(figures)
    order = np.argsort(np.concatenate([part.futures for part in parts]), kind="stable")
    return parts, Figures.joined(of_parts).ordered(order)


def _verified(session: Session, draws: Draws, parts: Sequence[_Part], before: Figures, hedge: Hedge) -> Verified:
    """Return what a hedge saves in the first futures, each solved again with it."""
    saved = []
    for part in parts:
        some = part.futures[part.futures < VERIFIED_FUTURES]
        if some.size:
            upper = part.plan.fixed.upper + added_capacity(part.plan, hedge.track, hedge.start)
            after, _ = evaluated("hedges", replace(part.plan.fixed, upper=upper), draws.factor[some], session)
            saved.append(before.objective[some] - after.objective)
    every = np.concatenate(saved)
    error = float(every.std(ddof=1) / np.sqrt(every.size)) if every.size > 1 else np.inf
    return Verified(hedge, float(every.mean()), error, every.size)


def _losses(lost: Sequence[Outage], figures: Sequence[Figures]) -> list[tuple[Outage, Figures]]:
    return sorted(zip(lost, figures, strict=True), key=lambda one: -rank(float(one[1].objective[0])))


def _ones(case: Case) -> Floats:
    return np.ones((1, len(case.markets), case.calendar.periods))
