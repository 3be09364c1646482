"""Many futures: one plan for all of them on one stored matrix, by decomposition, and tried on fresh ones."""

import math
import threading
from dataclasses import dataclass, replace

from planner.case.demand import wanted
from planner.case.records import Case
from planner.plan.records import Plan, Status
from planner.study.answers.interval import Interval
from planner.study.futures.benders.benders import Decomposed, decompose
from planner.study.futures.benders.refusal import BendersError, refuse
from planner.study.futures.benders.state import Costed, Crew
from planner.study.futures.benders.together import bound_when_known
from planner.study.futures.draws import Draws, draw
from planner.study.futures.fixed import Figures
from planner.study.futures.stress import in_futures
from planner.study.scenarios.fresh import Fresh
from planner.study.scenarios.futures import mean_future
from planner.study.solves.session import Session, StudyOptions
from planner.study.solves.solved import Solved
from planner.study.variant import as_it_stands

FEW = 10
"""So many futures are planned with the model of all of them together where it is small."""
LARGE = 10_000
"""A model of all futures is small where no more is wanted: buyers times periods times futures."""
MEAN_SHARE, PLAN_SHARE = 0.2, 0.9
"""Of the time left, what the plan for the mean future may take; of the rest, what the plan for all may take."""


@dataclass(frozen=True)
class Together:
    """The plan for many futures, the one for their mean, and what the first is worth in all of them."""

    case: Case
    draws: Draws
    mean: Solved
    decomposed: Decomposed
    when_known: float
    """A bound on the expected cost where each future is known before deciding, in usd_bn."""
    figures: Figures
    tried: Fresh | None

    @property
    def plan(self) -> Plan:
        """The plan for all futures: its decisions."""
        return self.decomposed.plan

    @property
    def for_all(self) -> Interval:
        """The expected cost of the best plan for all futures."""
        return Interval(self.decomposed.bound, self.decomposed.objective)

    @property
    def for_mean(self) -> float | None:
        """The expected cost of the plan for the mean future."""
        return None if self.decomposed.known is None else self.decomposed.known.objective

    @property
    def value_of_planning(self) -> Interval | None:
        """The value of the stochastic solution."""
        if self.for_mean is None:
            return None
        return Interval(max(0.0, self.for_mean - self.for_all.high), max(0.0, self.for_mean - self.for_all.low))

    @property
    def value_of_knowing(self) -> Interval | None:
        """What perfect information is worth, at most."""
        if not math.isfinite(self.when_known):
            return None
        return Interval(0.0, max(0.0, self.for_all.high - self.when_known))


def is_many(case: Case) -> bool:
    """Say whether the futures of a case are too many for the model of all of them together."""
    count = len(case.scenarios)
    return count > FEW or count * len(wanted(case.scenarios[0])) * case.calendar.periods > LARGE


def why_not_together(case: Case) -> str:
    """Return why many futures of a case cannot be planned together, empty where they can."""
    try:
        refuse(case)
    except BendersError as error:
        return str(error)
    return ""


def plan_together(
    session: Session,
    options: StudyOptions,
    draws: Draws,
    fresh: int,
    draw_seed: int,
    cancel: threading.Event | None = None,
) -> Together | Solved:
    """Return the plan for all futures drawn; where it is proven that their mean has no plan, how its solve ended."""
    case = draws.as_case()
    limit = options.solve.time_limit_seconds
    short = replace(options.solve, time_limit_seconds=MEAN_SHARE * min(limit, session.seconds_left))
    (mean,) = session.solve([replace(as_it_stands(mean_future(case)), name="the mean future")], options=short)
    if mean.status is Status.INFEASIBLE:
        return mean
    crew = Crew(lambda works: session.do("futures", works), session.slots, session.doing)
    whole = replace(options.solve, time_limit_seconds=min(limit, PLAN_SHARE * session.seconds_left))
    decomposed = decompose(case, whole, cancel, mean.plan.schedule if mean.has_plan else None, crew)
    known = bound_when_known(decomposed.master, max(1.0, session.seconds_left), cancel or threading.Event())
    figures = in_futures(session, draws, decomposed.schedule)
    tried = _tried(decomposed, draws.case, fresh, draw_seed, crew) if fresh else None
    return Together(case, draws, mean, decomposed, known, figures, tried)


def _tried(decomposed: Decomposed, original: Case, fresh: int, draw_seed: int, crew: Crew) -> Fresh | None:
    """Return what both plans cost in futures that neither was made for."""
    if decomposed.known is None:
        return None
    drawn = draw(original, fresh, draw_seed + 1).as_case()
    names = [future.name for future in drawn.scenarios]

    def costs(of: Costed) -> dict[str, float]:
        return dict(zip(names, decomposed.costs_usd_bn(of, drawn, crew).tolist(), strict=True))

    return Fresh(fresh, costs(decomposed.best), costs(decomposed.known))
