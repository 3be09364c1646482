"""The nearest plan: of the plans within the gap of a solve, the one that differs least from an old plan.

Many plans may cost the same, and a solver returns any of them. What it moves without need is no news: after a change of
the case, this second solve keeps of the old plan what may be kept.
"""

import threading
from dataclasses import replace
from typing import TypeVar

from planner.case.records import Case
from planner.pipeline import Result
from planner.plan.records import Converted, Opening, Plan, Retired, Schedule, ShellStart, Start
from planner.solver.options import SolveOptions
from planner.study.aims.aim import Aim, Nearest, differences, range_of_gap
from planner.study.aims.solve import solve_aim
from planner.study.solves.session import Session
from planner.study.solves.solved import Solved
from planner.study.variant import Variant

_Dated = TypeVar("_Dated", Opening, ShellStart, Start, Converted, Retired)


def nearest(
    case: Case,
    plan: Plan,
    old: Schedule,
    options: SolveOptions | None = None,
    *,
    cancel: threading.Event | None = None,
) -> Result:
    """Return the plan of a case, within the gap of one that is known, that differs least from an old schedule.

    The difference is the number of phases, lumps and openings in another period or place; its plan costs at most the
    known one, or what the gap of the options allows above the bound. Decisions of the old schedule that the case does
    not have are ignored. Setting `cancel` ends the solve with the nearest plan so far.
    """
    options = options or SolveOptions()
    sought = solve_aim(case, _aim(plan, old, options.gap), options, plan.schedule, cancel)
    if sought.audit is None:
        return Result(case, plan, None, note=sought.note)
    return Result(case, replace(sought.plan, run=plan.run), sought.audit, note=sought.note)


def nearest_of(session: Session, variant: Variant, solved: Solved, old: Schedule, gap: float) -> Solved:
    """Return the plan nearest to an old schedule within the gap of a solved variant: its own where none is nearer."""
    if not solved.has_plan or not differences(solved.plan.schedule, old):
        return solved
    aim = _aim(solved.plan, old, gap)
    (near,) = session.seek(variant, [("the nearest plan", aim, solved.plan.schedule)])
    if not near.has_plan or differences(near.plan.schedule, old) >= differences(solved.plan.schedule, old):
        return solved
    return replace(near, plan=replace(near.plan, run=solved.plan.run))


def _aim(plan: Plan, old: Schedule, gap: float) -> Aim:
    return Aim(Nearest(old), range_of_gap(plan.outcome, gap))


def in_calendar(schedule: Schedule, old: Case, new: Case) -> Schedule:
    """Return a schedule in the periods of a case that may begin later; what starts before is left out."""
    later = new.calendar.first - old.calendar.first
    return Schedule(
        _moved(schedule.openings, later),
        _moved(schedule.starts, later),
        _moved(schedule.converted, later),
        _moved(schedule.shells_built, later),
        _moved(schedule.retired, later),
    )


def _moved(rows: tuple[_Dated, ...], later: int) -> tuple[_Dated, ...]:
    return tuple(replace(row, period=row.period - later) for row in rows if row.period >= later)
