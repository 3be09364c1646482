"""The records of an aim: what a solve looks for among the plans that cost little more than the best."""

import math
from collections import Counter
from dataclasses import dataclass

from planner.plan.records import Outcome, Schedule
from planner.shape.tracks import NO_NODE
from planner.solver.events import relative_gap
from planner.study.errors import QuestionError


@dataclass(frozen=True, slots=True)
class Group:
    """Phases of some pairs, each a site and a node, that start by the end of a period; without a node, shells."""

    pairs: tuple[tuple[str, str], ...]
    until: int

    def phases(self, schedule: Schedule) -> int:
        """Return how many of them a schedule starts."""
        phases = [(start.site, start.node, start.period, start.phases) for start in schedule.starts]
        shells = [(built.site, NO_NODE, built.period, built.shells) for built in schedule.shells_built]
        return sum(
            amount
            for site, node, period, amount in (*phases, *shells)
            if (site, node) in self.pairs and period <= self.until
        )


@dataclass(frozen=True, slots=True)
class MinPhases:
    """As few phases of a group as possible."""

    group: Group


@dataclass(frozen=True, slots=True)
class MaxPhases:
    """As many phases of a group as possible."""

    group: Group


@dataclass(frozen=True, slots=True)
class Nearest:
    """The plan whose decisions differ least from a schedule, period by period: what starts, opens and is given up."""

    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Farthest:
    """The plan whose numbers of phases differ most from a schedule, summed over some groups."""

    schedule: Schedule
    groups: tuple[Group, ...]


Goal = MinPhases | MaxPhases | Nearest | Farthest


@dataclass(frozen=True, slots=True)
class Range:
    """Which plans count: the most that each objective may be, in order, and its bound, in discounted usd_bn.

    `unavoidable_usd_bn` is the part of the last one that no plan can avoid, where the gap is measured on the rest.
    """

    ceilings: tuple[float, ...]
    bounds: tuple[float, ...]
    unavoidable_usd_bn: float = 0.0


@dataclass(frozen=True, slots=True)
class Aim:
    """What is looked for, and among which plans."""

    goal: Goal
    range: Range


@dataclass(frozen=True, slots=True)
class Reached:
    """The goal's number for the plan found, and the proven bound on that of any plan; both are whole."""

    value: float
    bound: float

    @property
    def is_proven(self) -> bool:
        """Whether no plan is better."""
        return self.value == self.bound


def differences(one: Schedule, other: Schedule) -> int:
    """Return how many phases, shells, lumps and openings of two schedules differ; what moves in time counts twice."""
    counts: Counter[tuple[str | int, ...]] = Counter()
    for schedule, sign in ((one, 1), (other, -1)):
        for start in schedule.starts:
            counts[start.site, start.node, start.period] += sign * start.phases
        for done in schedule.converted:
            counts[done.site, done.from_node, done.node, done.period] += sign * done.lumps
        for built in schedule.shells_built:
            counts[built.site, "", built.period] += sign * built.shells
        for given_up in schedule.retired:
            counts[given_up.site, given_up.node, "retired", given_up.period] += sign
        for opening in schedule.openings:
            counts[opening.site, opening.period] += sign
    return sum(map(abs, counts.values()))


def range_within(outcome: Outcome, share: float) -> Range:
    """Return the range of all plans within a share of the bound: of the objective, or of what a plan can change of it.

    Raises QuestionError where the share is not above the gap as `--gap` measures it: no plan may be so close.
    """
    objectives = _objectives(outcome)
    gap = max(relative_gap(objective, bound, size) for objective, bound, size in objectives)
    if math.isinf(gap):
        raise QuestionError("No bound is proven yet, so no plan can be compared with it: a longer --time-limit helps.")
    if share <= gap:
        raise QuestionError(
            f"The best plan is proven to {100 * gap:.3g} % of its bound, so a plan within {100 * share:.3g} % may not "
            f"exist. Ask for more than {100 * gap:.3g} %, or prove more: a smaller --gap, or a longer --time-limit."
        )
    return range_of_gap(outcome, share)


def range_of_gap(outcome: Outcome, gap: float) -> Range:
    """Return the range of all plans that are as good as a known one or within a gap of the bound."""
    objectives = _objectives(outcome)
    ceilings = tuple(max(objective, bound + gap * size) for objective, bound, size in objectives)
    return Range(ceilings, tuple(bound for _, bound, _ in objectives), outcome.unavoidable_usd_bn)


def _objectives(outcome: Outcome) -> tuple[tuple[float, float, float], ...]:
    """Return objective, bound and the part that a plan can change, of the first objective and of the last."""
    first = outcome.first_stage
    changeable = abs(outcome.objective - outcome.unavoidable_usd_bn)
    last = (outcome.objective, outcome.bound, changeable)
    return (last,) if first is None else ((first.objective, first.bound, abs(first.objective)), last)


def whole(value: float, bound: float) -> Reached:
    """Return a number to be minimised and its bound as whole numbers: the bound is rounded up, as far as it is one."""
    nearest = math.inf if math.isinf(value) else float(round(value))
    return Reached(nearest, min(nearest, bound if math.isinf(bound) else float(math.ceil(bound - _ROUNDING))))


_ROUNDING = 1e-5
"""Solvers prove bounds to about this."""
