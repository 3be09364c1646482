"""Suggestions: the smallest changes that reach a goal, ranked, each solved again in full before it is shown."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from planner.plan.records import Schedule
from planner.study.answers.interval import rank
from planner.study.explain.goal import PlanGoal, Reachable
from planner.study.explain.levers.lever import Amounts, Kind, Lever, edits_of, share_of
from planner.study.explain.programs import Programs
from planner.study.explain.smallest import SmallestChange
from planner.study.solves.session import Session
from planner.study.solves.solved import Solved
from planner.study.variant import Variant

SHOWN = 6
"""Suggestions that are solved again and shown."""
GROWN = (1.0, 1.1, 1.5, 2.0, 4.0, 8.0, 64.0, math.inf)
"""What is possible may not pay: multiples of the least amounts that are tried one after the other."""
SHRUNK = (0.25, 0.5, 0.75, 1.0, 1.1, 1.5)
"""A plan may need more than the goal does: multiples of what it needs, tried likewise."""
CLOSE = 1.04
"""A change that grew is at most so many times the least that reaches the goal."""
Reached = Callable[[Variant, Solved], bool]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change and the plan that it leads to. `grown`: how many times the amount with which the goal is possible."""

    amounts: Amounts
    variant: Variant
    solved: Solved
    grown: float

    @property
    def name(self) -> str:
        """What changes, in words."""
        return self.variant.name

    @property
    def kinds(self) -> str:
        """The kinds of rules that are relaxed."""
        return " and ".join(dict.fromkeys(str(lever.kind) for lever in self.amounts))

    @property
    def who(self) -> str:
        """Who can grant it."""
        return " and ".join(dict.fromkeys(lever.who for lever in self.amounts))


def changes(
    programs: Programs, goal: Reachable | None, levers: Sequence[Lever], doing: Callable[[str], None]
) -> list[Amounts]:
    """Return the smallest changes that reach a goal, those of the smallest share first.

    Each lever that is enough alone; where none of a kind is, those of the kind that are enough together; where no kind
    is, levers of several kinds.
    """
    search = SmallestChange(programs, goal)
    candidates: list[tuple[Lever, ...]] = []
    for kind in Kind:
        of_kind = tuple(lever for lever in levers if lever.kind is kind)
        doing(f"would {kind} be enough?")
        alone = [(lever,) for lever in search.alone(of_kind)]
        candidates += alone or filter(None, [search.needed(of_kind)])
    if not candidates:
        doing("which rules have to be relaxed together?")
        candidates += filter(None, [search.needed(tuple(levers))])
    sized: list[Amounts] = []
    for together in candidates:
        doing(f"how much of {together[0].name}?")
        sized.append({lever: amount for lever, amount in search.amounts(together).items() if amount > 0})
    ranked = sorted((amounts for amounts in sized if amounts), key=lambda amounts: rank(share_of(amounts)))[:SHOWN]
    # Later is cheaper for a fund, but what serves demand has to pay as well.
    return [search.latest(amounts) for amounts in ranked] if goal is None else ranked


def for_plan(programs: Programs, goal: PlanGoal, levers: tuple[Lever, ...]) -> list[Amounts]:
    """Return the smallest change with which a known plan is possible, if levers make it so."""
    search = SmallestChange(programs, goal)
    together = search.needed(levers)
    if not together:
        return []
    return [{lever: amount for lever, amount in search.amounts(together).items() if amount > 0}]


def that_pay(
    session: Session, base: Variant, candidates: Sequence[Amounts], start: Schedule | None, reached: Reached
) -> list[Amounts]:
    """Return the changes with which the best plan reaches the goal at least once their rules are lifted entirely."""
    lifted = _solved(session, base, candidates, math.inf, start)
    return [amounts for amounts, one in zip(candidates, lifted, strict=True) if reached(one.variant, one.solved)]


def verified(
    session: Session,
    base: Variant,
    candidates: Sequence[Amounts],
    start: Schedule | None,
    reached: Reached,
    multiples: Sequence[float] = GROWN,
) -> Iterator[Suggestion]:
    """Yield the changes that reach the goal when the case is solved again in full, at the smallest multiple."""
    left, before = list(candidates), 0.0
    for grown in multiples:
        solved = _solved(session, base, left, grown, start)
        for one in solved:
            if reached(one.variant, one.solved):
                yield _trimmed(session, base, one, before, start, reached) if before else one
        left = [amounts for amounts, one in zip(left, solved, strict=True) if not reached(one.variant, one.solved)]
        if not left:
            return
        before = grown


def _narrowed(
    session: Session, base: Variant, good: Suggestion, before: float, start: Schedule | None, reached: Reached
) -> Suggestion:
    """Return a smaller change than one that reaches the goal, where a smaller one does too."""
    if math.isinf(good.grown):
        return good
    smallest = {lever: amount / good.grown for lever, amount in good.amounts.items()}
    low = before
    while good.grown > CLOSE * low:
        (one,) = _solved(session, base, [smallest], (low * good.grown) ** 0.5, start)
        if one.amounts == good.amounts:
            break
        low, good = (low, one) if reached(one.variant, one.solved) else (one.grown, good)
    return good


def _trimmed(
    session: Session, base: Variant, good: Suggestion, before: float, start: Schedule | None, reached: Reached
) -> Suggestion:
    """Return a smaller change than one that reaches the goal: all levers a little smaller, then each of several."""
    good = _narrowed(session, base, good, before, start, reached)
    if len(good.amounts) == 1 or math.isinf(good.grown):
        return good
    for lever, amount in tuple(good.amounts.items()):
        for multiple in (1.0, before):
            smaller = {**good.amounts, lever: lever.rounded(amount * multiple / good.grown)}
            if smaller[lever] < amount:
                one = replace(_solved(session, base, [smaller], 1.0, start)[0], grown=good.grown)
                if reached(one.variant, one.solved):
                    good = one
                    break
    return good


def _solved(
    session: Session, base: Variant, candidates: Sequence[Amounts], grown: float, start: Schedule | None
) -> list[Suggestion]:
    amounts = [
        {lever: lever.rounded(min(lever.max_amount, grown * amount)) for lever, amount in one.items()}
        for one in candidates
    ]
    variants = [base.with_edits(" and ".join(lever.name for lever in one), edits_of(one)) for one in amounts]
    solved = session.solve(variants, start)
    return [Suggestion(*of, grown) for of in zip(amounts, variants, solved, strict=True)]
