"""Which demand stays short, what would serve it, and the part of it that a study tries to remove."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.case.demand import kpackages
from planner.case.records import Buyer, Case
from planner.plan.records import Plan, Schedule
from planner.study.answers.interval import TOLERANCE_USD_BN, rank
from planner.study.explain.goal import Goal, Weights, built_as, expected_kunits, penalties, shares, shortage_columns
from planner.study.explain.levers.lever import Amounts, Kind, Lever, at_most, edits_of
from planner.study.explain.programs import Programs
from planner.study.solves.session import Session
from planner.study.solves.solved import Solved
from planner.study.variant import Variant

NOTHING_KUNITS = 1e-4
"""Less is no shortage."""
MIN_SAVED_SHARE = 1e-3
"""What saves less than this share of the penalties may be no more than what gaps hide."""
Place = tuple[Buyer, int]
"""Who goes without, of which product or class, and when."""
Short = Mapping[Place, float]
"""Expected kunits short; places without any are left out. A class counts in packages of its first product."""


def planned_short(case: Case, plan: Plan) -> Short:
    """Return what a plan leaves short, as an expectation over the scenarios."""
    probability = {scenario.name: scenario.probability for scenario in case.scenarios}
    short: dict[Place, float] = {}
    for one in plan.shortage:
        place = Buyer(one.product, one.market, one.tier), one.period
        kunits = probability[one.scenario] * kpackages(case, one.product, one.kunits)
        short[place] = short.get(place, 0.0) + kunits
    return {place: kunits for place, kunits in short.items() if kunits > NOTHING_KUNITS}


def min_short(programs: Programs, amounts: Amounts, known: Schedule) -> Short | None:
    """Return the least shortage that a plan within the relaxed rules can leave, whatever it costs.

    Shortages are weighed by their discounted penalties. Where no plan is found in time, it is the least with what a
    known plan builds; nothing where that takes too long as well.
    """
    program = programs.of(amounts)
    if program is None:
        return None
    shape, matrix = program
    x = programs.solved(matrix, penalties(shape.case, matrix))
    if x is None:
        x = programs.solved(built_as(shape, matrix, known), penalties(shape.case, matrix))
    if x is None:
        return None
    short: dict[Place, float] = {}
    for column, key in shortage_columns(matrix):
        kunits = float(x[column]) * expected_kunits(shape.case, key)
        for market, share in shares(shape, key).items():
            place = Buyer(key.item, market, key.tier), key.period
            short[place] = short.get(place, 0.0) + kunits * share
    return {place: kunits for place, kunits in short.items() if kunits > NOTHING_KUNITS}


def penalty(case: Case, short: Short) -> float:
    """Return what a shortage weighs, in discounted usd_bn where every product has a penalty."""
    weights = Weights(case)
    return sum(weights.usd_bn(buyer, period) * kunits for (buyer, period), kunits in short.items())


@dataclass(frozen=True, slots=True)
class Causes:
    """What a plan leaves short, and what would be short otherwise.

    `within` is the least that the rules allow, whatever it costs, and `without_any` the least with every rule lifted.
    `without` holds what the best plans leave short that need not keep the rules of one kind, or with None of any;
    `schedules` holds what these plans build. Kinds whose lifting is not proven to improve the plan are `undecided`.
    """

    case: Case
    planned: Short
    within: Short
    without: Mapping[Kind | None, Short]
    schedules: Mapping[Kind | None, Schedule]
    without_any: Short
    undecided: tuple[Kind, ...] = ()

    def by_kind(self) -> list[tuple[Kind, float]]:
        """Return the kinds of rules by what lifting each saves in penalties, the most first; those that save some."""
        now = penalty(self.case, self.planned)
        saved = [(kind, now - penalty(self.case, short)) for kind, short in self.without.items() if kind is not None]
        return sorted(
            ((kind, usd_bn) for kind, usd_bn in saved if usd_bn > MIN_SAVED_SHARE * now), key=lambda one: -rank(one[1])
        )

    @property
    def unprofitable(self) -> float:
        """What covering all that the rules allow would save in penalties; the plan finds that it costs more."""
        return penalty(self.case, self.planned) - penalty(self.case, self.within)

    def goal(self) -> Goal | None:
        """Return the largest shortage of a product in a market that lifting one kind of rules removes, or else all.

        Where it would be removed in some periods only, these are the goal; else what would be left is.
        """
        goals = [goal for kind, _ in self.by_kind() if (goal := self._goal(self.without[kind]))]
        if not goals and (goal := self._goal(self.without.get(None, self.planned))):
            goals = [goal]
        return max(goals, key=lambda one: rank(one[0]))[1] if goals else None

    def _goal(self, left: Short) -> tuple[float, Goal] | None:
        best: tuple[float, Goal] | None = None
        weights = Weights(self.case)
        for buyer in dict.fromkeys(buyer for buyer, _ in self.planned):
            saved = {t: kunits - left.get((buyer, t), 0.0) for (who, t), kunits in self.planned.items() if who == buyer}
            gone = {t: kunits for t, kunits in saved.items() if (buyer, t) not in left}
            some = {t: kunits for t, kunits in saved.items() if kunits > NOTHING_KUNITS}
            chosen = gone if sum(gone.values()) >= 0.5 * sum(some.values()) else some
            if chosen:
                weight = sum(weights.usd_bn(buyer, t) * kunits for t, kunits in chosen.items())
                rest = sum(left.get((buyer, t), 0.0) for t in chosen)
                if best is None or weight > best[0]:
                    own = {(buyer, t): self.planned[buyer, t] for t in chosen}
                    others = [
                        penalty(self.case, {place: kunits for place, kunits in short.items() if place not in own})
                        for short in (self.planned, left)
                    ]
                    goal = Goal(buyer.item, buyer.market, frozenset(chosen), rest, max(others), buyer.tier)
                    best = weight, goal
        return best


def lifted(base: Variant, levers: tuple[Lever, ...]) -> dict[Kind | None, Variant]:
    """Return the case without the rules of each kind that it has, and last without any of them."""
    by_kind = {kind: tuple(lever for lever in levers if lever.kind is kind) for kind in Kind}
    variants: dict[Kind | None, Variant] = {
        kind: base.with_edits(f"without limits of {kind}", edits_of(at_most(of_kind)))
        for kind, of_kind in by_kind.items()
        if of_kind
    }
    return {**variants, None: base.with_edits("without any limits", edits_of(at_most(levers)))}


def causes(session: Session, programs: Programs, planned: Solved, levers: tuple[Lever, ...]) -> Causes | None:
    """Return why demand stays short in a plan; nothing where a solve came to no end in time.

    A plan that need not keep some rules but does not beat the bound may be better by chance: nothing follows from it.
    """
    plan = planned.plan
    within = min_short(programs, {}, plan.schedule)
    without_any = min_short(programs, at_most(levers), plan.schedule)
    if within is None or without_any is None:
        return None
    base = programs.base
    variants = lifted(base, levers)
    solved = session.solve(list(variants.values()), plan.schedule)
    with_plan = {kind: one for kind, one in zip(variants, solved, strict=True) if one.has_plan}
    better = {kind for kind, one in with_plan.items() if one.objective < planned.bound - TOLERANCE_USD_BN}
    plans = {kind: one.plan for kind, one in with_plan.items() if kind is None or kind in better}
    return Causes(
        case=base.case,
        planned=planned_short(base.case, plan),
        within=within,
        without={kind: planned_short(variants[kind].case, one) for kind, one in plans.items()},
        schedules={kind: one.schedule for kind, one in plans.items()},
        without_any=without_any,
        undecided=tuple(
            kind
            for kind, one in with_plan.items()
            if kind is not None and kind not in better and one.objective < planned.objective - TOLERANCE_USD_BN
        ),
    )
