"""Which moves pay: each place that moves is kept as planned once, and a move that is not missed is no news."""

from dataclasses import dataclass

from planner.study.answers.interval import Interval, cost_change, shared
from planner.study.replan.moves import Move, Place, moves
from planner.study.replan.roll import Roll
from planner.study.replan.solving import solve_all, worth_of_freedom
from planner.study.solves.session import Session
from planner.study.solves.solved import Solved
from planner.study.variant import Variant

MAX_PLACES = 12
"""So many places are kept as planned one by one, those with the most phases first."""


@dataclass(frozen=True)
class Proven:
    """The plan to report, and what each place that moves is worth: what keeping it as planned would cost, if tested.

    `ties` are moves of the solver's plan that are left out, because another plan without them is as good.
    """

    new: Solved
    moves: tuple[Move, ...]
    worth: dict[Place, Interval]
    ties: tuple[Move, ...] = ()


def proven_moves(session: Session, roll: Roll, following: Variant, unmoved: Solved, new: Solved) -> Proven:
    """Return the moves of the plan nearest to the old one among those that are as good as the one found."""
    unmoved, new = shared(unmoved, new)
    listed = tuple(moves(roll.plan.schedule, new.plan.schedule))
    if unmoved.has_plan and not worth_of_freedom(unmoved, new).is_distinct:
        return Proven(unmoved, (), {}, listed)
    phases: dict[Place, int] = {}
    for move in listed:
        phases[move.place] = phases.get(move.place, 0) + move.phases
    tested = sorted(phases, key=lambda place: (-phases[place], place))[:MAX_PLACES]
    warm = unmoved.plan.schedule if unmoved.has_plan else new.plan.schedule
    if len(phases) == 1:
        solved = [unmoved]  # nothing else moves
    else:
        solved = solve_all(session, [roll.as_planned(following, [place]) for place in tested], warm)
    worth = {place: worth_of_freedom(one, new) for place, one in zip(tested, solved, strict=True)}
    free = [place for place in tested if not worth[place].is_distinct]
    if not free or len(free) == len(phases):
        return Proven(new, listed, worth)
    if len(free) == 1:
        (calm,) = (one for place, one in zip(tested, solved, strict=True) if place in free)
    else:
        (calm,) = solve_all(session, [roll.as_planned(following, free)], warm)
    if not calm.has_plan or cost_change(new, calm).is_distinct:
        return Proven(new, listed, worth)
    calm, _ = shared(calm, new)
    reported = tuple(moves(roll.plan.schedule, calm.plan.schedule))
    return Proven(calm, reported, worth, tuple(move for move in listed if move.place in free))
