"""What a change has to reach: a plan at all, or one that leaves no more than so much of some demand short."""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from planner.case.demand import Terms, kpackages, units_of_a_package, wanted
from planner.case.money import discount
from planner.case.records import Buyer, Case
from planner.model.capacity import USD_BN_PER_KUSD
from planner.plan.records import Schedule
from planner.registry.keys import TierKey
from planner.registry.variables import LOST, PHASES, SHELLS, SHORTAGE
from planner.shape.shape import Shape
from planner.solver.portfolio.known_plan import warm_start_columns
from planner.solver.program.matrix import Floats, Matrix

TOLERANCE = 1e-6
"""Solvers keep a row to about this."""


class Reachable(Protocol):
    """Something that a change has to reach."""

    def within(self, shape: Shape, matrix: Matrix) -> Matrix:
        """Return the program of plans that reach it."""


@dataclass(frozen=True, slots=True)
class Goal:
    """At most `kunits` of a product or class short in a market over some periods, expected over the scenarios.

    What else is short may weigh `others_usd_bn` in discounted penalties: nobody else pays for the change.
    """

    product: str
    market: str
    periods: frozenset[int]
    kunits: float
    others_usd_bn: float
    tier: str = ""

    @property
    def buyer(self) -> Buyer:
        """Who goes without."""
        return Buyer(self.product, self.market, self.tier)

    def within(self, shape: Shape, matrix: Matrix) -> Matrix:
        """Return the program of plans that reach the goal."""
        own = short_in(shape, matrix, self.buyer, self.periods)
        others = np.where(own > 0, 0.0, penalties(shape.case, matrix))
        others_most = self.others_usd_bn * (1 + TOLERANCE) + TOLERANCE
        return matrix.with_row("goal", own, self.kunits + TOLERANCE).with_row("others", others, others_most)


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """A goal that is reached with the construction of a known plan."""

    goal: Goal
    schedule: Schedule

    def within(self, shape: Shape, matrix: Matrix) -> Matrix:
        """Return the program of the operations of that plan that reach the goal."""
        known = warm_start_columns(shape, matrix, self.schedule)
        fits = np.all(known.counts <= matrix.col_upper[known.columns]) and self._may_start(matrix)
        fixed = built_as(shape, matrix, self.schedule)
        if not fits:
            fixed = fixed.with_row("too_many", np.zeros(matrix.cost.size), -1.0)
        return self.goal.within(shape, fixed)

    def _may_start(self, matrix: Matrix) -> bool:
        """Say whether every phase and shell of the plan may start when it does; conversions are not asked for."""
        places = {index for name, index in matrix.columns if name in PHASES or name == SHELLS.name}
        starts = [(one.site, one.node, one.period) for one in self.schedule.starts if one.phases > 0]
        shells = [(one.site, one.period) for one in self.schedule.shells_built if one.shells > 0]
        return all(place in places for place in (*starts, *shells))


def built_as(shape: Shape, matrix: Matrix, schedule: Schedule) -> Matrix:
    """Return the program of the operations of a plan, whose construction is fixed."""
    known = warm_start_columns(shape, matrix, schedule)
    lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
    lower[known.columns] = upper[known.columns] = known.counts
    return replace(matrix, col_lower=lower, col_upper=upper)


def short_in(shape: Shape, matrix: Matrix, buyer: Buyer, periods: frozenset[int]) -> Floats:
    """Return the row that sums up what is short of what a buyer wants, in expected kunits.

    A group's shortage is that of its markets in proportion to their demand. A class counts in packages.
    """
    row = np.zeros(matrix.cost.size)
    for column, key in shortage_columns(matrix):
        if (key.item, key.tier) == (buyer.item, buyer.tier) and key.period in periods:
            row[column] = shares(shape, key).get(buyer.market, 0.0) * expected_kunits(shape.case, key)
    return row


def penalties(case: Case, matrix: Matrix) -> Floats:
    """Return the row that sums up expected discounted penalties of shortages, in usd_bn."""
    row = np.zeros(matrix.cost.size)
    weights = Weights(case)
    for column, key in shortage_columns(matrix):
        buyer = Buyer(key.item, key.market_group, key.tier)
        row[column] = expected_kunits(case, key) * weights.usd_bn(buyer, key.period)
    return row


class Weights:
    """What demand that is short weighs: its discounted penalty, or a little where there is none."""

    def __init__(self, case: Case) -> None:
        """Look up the penalties of a case: of a buyer whose penalty differs by scenario, the expected one."""
        self._case = case
        terms, shares_ = Terms(case), dict[Buyer, float]()
        usd = dict[Buyer, float]()
        for scenario in case.scenarios:
            for buyer in wanted(scenario):
                penalty = terms.penalty_usd(scenario.name, buyer) * units_of_a_package(case, buyer.item)
                usd[buyer] = usd.get(buyer, 0.0) + scenario.probability * penalty
                shares_[buyer] = shares_.get(buyer, 0.0) + scenario.probability
        self._usd = {buyer: total / shares_[buyer] if shares_[buyer] else 0.0 for buyer, total in usd.items()}

    def usd_bn(self, buyer: Buyer, period: int) -> float:
        """Return what a thousand packages short weigh."""
        return discount(self._case, period) * max(self._penalty_usd(buyer), 1.0) * USD_BN_PER_KUSD

    def is_penalised(self, buyer: Buyer) -> bool:
        """Say whether a shortage costs anything."""
        return self._penalty_usd(buyer) > 0

    def _penalty_usd(self, buyer: Buyer) -> float:
        """Return the penalty; the first market of a group that shares the terms of a product may want none of it."""
        product = self._case.products.get(buyer.item)
        return self._usd.get(buyer, product.shortage_penalty_usd if product is not None else 0.0)


def shortage_columns(matrix: Matrix) -> list[tuple[int, TierKey]]:
    """Return the columns of what is never served with their keys, alike for products and for tiers."""
    columns = []
    for at, (name, index) in enumerate(matrix.columns):
        if name == SHORTAGE.name:
            key = SHORTAGE.key_of(index)
            columns.append((at, TierKey(key.scenario, key.market_group, key.product, "", key.period)))
        elif name == LOST.name:
            columns.append((at, LOST.key_of(index)))
    return columns


def expected_kunits(case: Case, key: TierKey) -> float:
    """Return the expected packages, in thousands, that a thousand units of a shortage are."""
    return case.scenarios[key.scenario].probability * kpackages(case, key.item, 1.0)


def shares(shape: Shape, key: TierKey) -> dict[str, float]:
    """Return the share of each market in the demand of its group."""
    return shape.market_shares(*key)
