"""Why something moves: the edits are made one at a time, and what moves then moves because of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.case.checks import CaseProblems
from planner.study.answers.interval import Interval, cost_change, shared
from planner.study.replan.moves import Move, moves
from planner.study.replan.roll import Roll
from planner.study.replan.solving import solve_all, worth_of_freedom
from planner.study.solves.session import Session
from planner.study.solves.solved import Solved
from planner.study.variant import Variant
from planner.workbook.edit.edits import Edit, EditError

MAX_GROUPS = 8
NO_NEWS, TOGETHER = "no edit: the old plan left this open", "only the edits together"
Edits = Sequence[Edit | str]


@dataclass(frozen=True)
class Alone:
    """Edits made alone: what they add to the cost of the old plan, what replanning saves then, and what moves."""

    name: str
    added: Interval
    saved: Interval
    moves: tuple[Move, ...]


def groups_of(edits: Edits) -> list[tuple[str, Edits]]:
    """Return the edits one by one, by name; of many, the last ones together."""
    if len(edits) <= MAX_GROUPS:
        return [(str(edit), [edit]) for edit in edits]
    first = edits[: MAX_GROUPS - 1]
    rest = edits[MAX_GROUPS - 1 :]
    return [*((str(edit), [edit]) for edit in first), (f"the other {len(rest)} edits", rest)]


def alone(
    session: Session, roll: Roll, base: Variant, edits: Edits, together: tuple[Solved, Solved]
) -> tuple[Alone, ...]:
    """Return what each edit does by itself, and first what would move without any. `together` are the solves of all.

    An edit that cannot be made without the others is left out.
    """
    groups = groups_of(edits)
    variants: list[tuple[str, Variant]] = [(NO_NEWS, base)]
    for name, group in groups if len(groups) > 1 else ():
        try:
            variant = base.with_edits(name, group)
            assert variant.case
        except (EditError, CaseProblems):
            continue
        variants.append((name, variant))
    following = [roll.next_case(variant) for _, variant in variants]
    asked = [one for variant in following for one in (roll.as_planned(variant), variant)]
    solved = solve_all(session, asked, roll.plan.schedule)
    pairs = [(solved[at], solved[at + 1]) for at in range(0, len(solved), 2)]
    if len(groups) == 1:
        variants.append((groups[0][0], base))
        pairs.append(together)
    before = pairs[0][0]
    return tuple(_alone(roll, name, before, *pair) for (name, _), pair in zip(variants, pairs, strict=True))


def reasons(move: Move, of: Sequence[Alone]) -> str:
    """Return which edits make a phase move by themselves, to the same period or to another one."""
    same = [one.name for one in of if move in one.moves]
    if same:
        return NO_NEWS if NO_NEWS in same else "; ".join(same)
    near = [one.name for one in of if one.name != NO_NEWS and move.place in {other.place for other in one.moves}]
    return f"in part {'; '.join(near)}" if near else TOGETHER


def _alone(roll: Roll, name: str, before: Solved, unmoved: Solved, new: Solved) -> Alone:
    added, saved = cost_change(before, unmoved), worth_of_freedom(unmoved, new)
    _, new = shared(unmoved, new)
    listed = tuple(moves(roll.plan.schedule, new.plan.schedule)) if saved.is_distinct and new.has_plan else ()
    return Alone(name, added, saved, listed)
