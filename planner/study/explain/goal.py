"""What a change has to reach: a plan at all, or one that leaves no more than so much of some demand short."""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from planner.case.money import discount
from planner.case.records import Case
from planner.model.capacity import USD_BN_PER_KUSD
from planner.plan.records import Schedule
from planner.registry.keys import DemandKey
from planner.registry.variables import PHASES, SHORTAGE
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
    """At most `kunits` of a product short in a market over some periods, as an expectation over the scenarios.

    What else is short may weigh `others_usd_bn` in discounted penalties: nobody else pays for the change.
    """

    product: str
    market: str
    periods: frozenset[int]
    kunits: float
    others_usd_bn: float

    def within(self, shape: Shape, matrix: Matrix) -> Matrix:
        """Return the program of plans that reach the goal."""
        own = short_in(shape, matrix, self.product, self.market, self.periods)
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
        """Say whether every phase of the plan may start when it does; conversions are not asked for."""
        places = {index for name, index in matrix.columns if name in PHASES}
        return all((one.site, one.node, one.period) in places for one in self.schedule.starts if one.phases > 0)


def built_as(shape: Shape, matrix: Matrix, schedule: Schedule) -> Matrix:
    """Return the program of the operations of a plan, whose construction is fixed."""
    known = warm_start_columns(shape, matrix, schedule)
    lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
    lower[known.columns] = upper[known.columns] = known.counts
    return replace(matrix, col_lower=lower, col_upper=upper)


def short_in(shape: Shape, matrix: Matrix, product: str, market: str, periods: frozenset[int]) -> Floats:
    """Return the row that sums up what is short of a product in a market, in expected kunits.

    A group's shortage is that of its markets in proportion to their demand.
    """
    row = np.zeros(matrix.cost.size)
    for column, key in shortage_columns(matrix):
        if key.product == product and key.period in periods:
            row[column] = shares(shape, key).get(market, 0.0) * shape.case.scenarios[key.scenario].probability
    return row


def penalties(case: Case, matrix: Matrix) -> Floats:
    """Return the row that sums up expected discounted penalties of shortages, in usd_bn."""
    row = np.zeros(matrix.cost.size)
    for column, key in shortage_columns(matrix):
        row[column] = case.scenarios[key.scenario].probability * weight_usd_bn(case, key.product, key.period)
    return row


def weight_usd_bn(case: Case, product: str, period: int) -> float:
    """Return what a thousand packages short weigh: their discounted penalty, or a little where there is none."""
    return discount(case, period) * max(case.products[product].shortage_penalty_usd, 1.0) * USD_BN_PER_KUSD


def shortage_columns(matrix: Matrix) -> list[tuple[int, DemandKey]]:
    """Return the columns of shortages with their keys."""
    return [(at, DemandKey(*index)) for at, (name, index) in enumerate(matrix.columns) if name == SHORTAGE.name]


def shares(shape: Shape, key: DemandKey) -> dict[str, float]:
    """Return the share of each market in the demand of its group."""
    demand = shape.case.scenarios[key.scenario].demand_kunits
    wanted = {market: demand.get((key.product, market), ()) for market in shape.groups[key.market_group]}
    own = {market: series[key.period] for market, series in wanted.items() if series}
    total = sum(own.values())
    return {market: kunits / total for market, kunits in own.items()} if total > 0 else {}
