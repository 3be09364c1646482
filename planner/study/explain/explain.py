"""Explain: why a case has no plan, or why demand stays short, and the smallest change that somebody could grant."""

import math
import threading
from collections.abc import Iterable
from pathlib import Path

from planner.case.records import Case
from planner.plan.records import Status
from planner.study.answers.answer import Answer
from planner.study.answers.interval import rank
from planner.study.explain.bottleneck import bottlenecks
from planner.study.explain.goal import Goal, PlanGoal
from planner.study.explain.levers.lever import Amounts, Kind, Lever, share_of
from planner.study.explain.levers.places import place_levers
from planner.study.explain.levers.policy import policy_levers
from planner.study.explain.picture import pictures
from planner.study.explain.programs import Programs
from planner.study.explain.shortage import Causes, causes, planned_short
from planner.study.explain.suggestion import SHOWN, SHRUNK, Suggestion, changes, for_plan, that_pay, verified
from planner.study.explain.wording import bottleneck_table, cause_table, suggestions, why_infeasible, why_short
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, is_contradictory, with_contradictions
from planner.workbook.case_file import CaseFile
from planner.workbook.edit.choice import Choice

SEARCH_SECONDS = 30.0
"""Of each solve that only asks whether something is possible."""
MAX_KINDS = 3
"""Kinds of rules whose best plans are looked at where no smaller change is found."""
SEARCH_SHARE = 0.7
"""Of the total time: the search ends by then, so that what it found can be solved again."""
FIRST_SHARE = 0.5
"""Of the total time, for the plan that is explained."""
LEFT_SHARE = 1e-3
"""A shortage is gone when no more than this share of it is left: the gap of a plan may hide as much."""


def explain(
    source: Case | CaseFile | Variant | Path | str,
    options: StudyOptions | None = None,
    *,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return why a case has no plan, or why demand stays short, and the smallest changes that would help.

    Every rule that somebody could relax is relaxed in turn: dates, floor, power, phases, crews, tools, money, rules of
    funds, lanes, limits and locks, while yields, ramps and lead times stay. Each change is rounded to its cell and the
    case solved again in full. Raises InputFaults for a workbook with errors, StudyCancelled where `cancel` is set,
    OSError and ExecutorError for options that cannot be used.
    """
    base, asked, stop = with_contradictions(source), options or StudyOptions(), cancel or threading.Event()
    title = f"What stands in the way: {base.tables.settings.case_name}"
    levers = (*place_levers(base.tables), *policy_levers(base.tables))
    each, total = min(SEARCH_SECONDS, asked.solve.time_limit_seconds), SEARCH_SHARE * asked.total_seconds
    with Session(asked, on_progress, stop) as session:
        programs = Programs(base, each, stop, total, asked.resume)
        if total < math.inf:
            session.plan(round(session.slots / FIRST_SHARE))
        planned = None if is_contradictory(base) else session.solve([base])[0]
        if total < math.inf:  # so that no solve takes what the rest needs
            session.plan(len({lever.kind for lever in levers}) + 1 + 2 * SHOWN)
        if planned is not None and planned.has_plan:
            return _short(base, planned, levers, programs, session, title)
        if planned is not None and planned.status is not Status.INFEASIBLE:
            nothing = planned.note or "No plan was found in time; one may exist. Set a longer time limit."
            of_total = ("Half of the total time is for this first plan.",) if total < math.inf else ()
            return Answer("explain", title, (nothing, *of_total))
        candidates = changes(programs, None, levers, session.doing)
        listed = _ranked(verified(session, base, candidates, None, lambda _, solved: solved.has_plan))
    said = tuple(why_infeasible(listed, is_least=not programs.is_cut))
    return Answer("explain", title, said, (suggestions(listed),), choices=_choices(listed))


def _short(
    base: Variant, planned: Solved, levers: tuple[Lever, ...], programs: Programs, session: Session, title: str
) -> Answer:
    """Explain the shortage of a plan."""
    case = base.case
    if not planned_short(case, planned.plan):
        return Answer("explain", title, ("There is a plan, and it serves all demand.",))
    session.doing("what could be served?")
    why = causes(session, programs, planned, levers)
    if why is None:
        return Answer("explain", title, ("What could be served was not found in time: set a longer time limit.",))
    goal, listed = why.goal(), list[Suggestion]()
    if goal is not None:
        candidates = changes(programs, goal, levers, session.doing)
        wanted = sum(why.planned[goal.buyer, t] for t in goal.periods)

        def reached(variant: Variant, solved: Solved) -> bool:
            return solved.has_plan and _left(variant, solved, goal) <= goal.kunits + LEFT_SHARE * wanted

        start = planned.plan.schedule
        candidates = that_pay(session, base, candidates, start, reached)
        listed = list(verified(session, base, candidates, start, reached))
        if not listed:
            session.doing("what would a plan without these rules need?")
            candidates = _for_plans(programs, why, goal, levers)
            listed = list(verified(session, base, candidates, start, reached, SHRUNK))
        listed = _ranked(listed)
    tight = bottlenecks(programs, planned.plan.schedule)
    tables = (suggestions(listed), cause_table(why, tight), bottleneck_table(tight))
    facts = {} if goal is None else _facts(why, goal)
    said = tuple(why_short(why, goal, listed, tight, is_least=not programs.is_cut))
    return Answer("explain", title, said, tables, facts, pictures(why), _choices(listed))


def _for_plans(programs: Programs, why: Causes, goal: Goal, levers: tuple[Lever, ...]) -> list[Amounts]:
    """Return what the plans that need not keep some rules need of them."""
    kinds: list[Kind | None] = [kind for kind, _ in why.by_kind()[:MAX_KINDS]]
    return [
        amounts
        for kind in kinds or [None]
        for amounts in for_plan(
            programs,
            PlanGoal(goal, why.schedules[kind]),
            tuple(lever for lever in levers if kind is None or lever.kind is kind),
        )
    ]


def _choices(listed: Iterable[Suggestion]) -> tuple[Choice, ...]:
    return tuple(one.variant.choice for one in listed)


def _ranked(listed: Iterable[Suggestion]) -> list[Suggestion]:
    return sorted(listed, key=lambda one: rank(share_of(one.amounts)))


def _left(variant: Variant, solved: Solved, goal: Goal) -> float:
    """Return what is still short of a goal, in expected kunits."""
    short = planned_short(variant.case, solved.plan)
    return sum(short.get((goal.buyer, t), 0.0) for t in goal.periods)


def _facts(why: Causes, goal: Goal) -> dict[str, object]:
    """Return the shortage that the suggestions remove, for programs."""
    label = why.case.calendar.label
    return {
        "product": goal.product,
        "market": goal.market,
        **({"tier": goal.tier} if goal.tier else {}),
        "periods": tuple(label(t) for t in sorted(goal.periods)),
        "short_kunits": sum(why.planned[goal.buyer, t] for t in goal.periods),
        "left_kunits": goal.kunits,
    }
