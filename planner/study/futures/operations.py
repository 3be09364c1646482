"""Operations of a plan: what flows, is bought, stocked, shipped and lost once construction is decided.

The program has the model's own families, without money and the rules of construction. Columns that are indexed by a
scenario are operations; the others are decided before. A row of operations reads

    lower <= decided columns + operations <= upper

where a demand that differs by a factor changes the sides alone. Upper bounds of operations that demand implies are
lifted; closed and stopped flows keep theirs, which are zero.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from planner.case.demand import wanted
from planner.case.money import discount
from planner.case.records import Buyer, Case, Objective, ProfitOf, Scenario
from planner.model.build import build_operations
from planner.model.objective import PENALTY, counted
from planner.model.pyomo_model import Model
from planner.registry.rows import DEMAND_MET, TIER_MET
from planner.registry.variables import VARIABLES
from planner.shape.shape import Shape
from planner.solver.many.blocks import part
from planner.solver.program.compile import compile_stages
from planner.solver.program.matrix import Floats, Indices, Matrix

SALES = "revenue"
RUNNING = ("wafers", "freight", "tariff", "stock", "part_stock", "purchases")
COVERAGE_WEIGHT = 1000.0
"""What a usd of penalty counts against one of cost where coverage comes first."""


def is_operation(name: str) -> bool:
    """Say whether columns of a name are decided in each scenario."""
    return name in VARIABLES and "scenario" in VARIABLES[name].fields


def alone(case: Case, scenario: Scenario) -> Case:
    """Return the case in which one of its scenarios is certain."""
    events = tuple(event for event in case.events if event.scenario == scenario.name)
    return replace(case, scenarios=(replace(scenario, probability=1.0),), events=events)


@dataclass(frozen=True)
class Split:
    """A matrix in two: the columns decided before, and the rows and columns of operations."""

    matrix: Matrix
    decided: Indices
    columns: Indices
    rows: Indices

    @classmethod
    def of(cls, matrix: Matrix) -> "Split":
        """Split a matrix of one scenario."""
        second = np.array([is_operation(name) for name, _ in matrix.columns], dtype=bool)
        touched = np.zeros(matrix.row_lower.size, dtype=bool)
        touched[matrix.index[np.repeat(second, np.diff(matrix.start))]] = True
        return cls(matrix, np.flatnonzero(~second), np.flatnonzero(second), np.flatnonzero(touched))

    @cached_property
    def links(self) -> Any:
        """The coefficients of decided columns in the rows of operations, as a sparse array."""
        from scipy.sparse import csc_array

        matrix = self.matrix
        shape = matrix.row_lower.size, matrix.cost.size
        a = csc_array((matrix.value, matrix.index, matrix.start), shape=shape)
        return csc_array(a[:, self.decided].tocsr()[self.rows])

    @cached_property
    def program(self) -> Matrix:
        """The program of operations alone, with upper bounds that demand implies lifted."""
        inside = part(self.matrix, self.rows, self.columns)
        return replace(inside, col_upper=np.where(inside.col_upper > 0, np.inf, inside.col_upper))


@dataclass(frozen=True)
class Operations:
    """The operations of a case with one scenario, in discounted usd_bn."""

    shape: Shape
    model: Model
    split: Split
    penalty: Floats
    running: Floats
    sales: Floats
    """Cost of operations by column; sales are negative."""

    @cached_property
    def demand(self) -> Any:
        """What sides of rows change where the demand of a market changes: rows by market and period, sparse."""
        from scipy.sparse import csr_array

        case = self.shape.case
        (scenario,) = case.scenarios
        number = {market: at for at, market in enumerate(case.markets)}
        tiers = wanted(scenario)
        row, column, value = [], [], []
        for i, (name, index) in enumerate(self.split.program.rows):
            if name in (DEMAND_MET.name, TIER_MET.name):
                _, group, item, *more, t = index
                for market in self.shape.groups[group]:
                    tier = tiers.get(Buyer(item, market, more[0] if more else ""))
                    if tier is not None and tier.kunits[t] > 0:
                        row.append(i)
                        column.append(number[market] * case.calendar.periods + t)
                        value.append(tier.kunits[t])
        shape = len(self.split.program.rows), len(number) * case.calendar.periods
        return csr_array((value, (row, column)), shape=shape)

    @cached_property
    def periods(self) -> Indices:
        """The period of each column of operations, its first one for wafers from before."""
        return np.array([max(0, int(index[-1])) for _, index in self.split.program.columns], dtype=np.int64)

    def by_period(self, cost: Floats) -> Any:
        """Return a cost as undiscounted usd_bn by period: a sparse array of periods by columns."""
        from scipy.sparse import csr_array

        case = self.shape.case
        factor = np.array([discount(case, t) for t in case.calendar.horizon])
        used = np.flatnonzero(cost)
        at = self.periods[used]
        return csr_array((cost[used] / factor[at], (at, used)), shape=(case.calendar.periods, cost.size))


def operations(case: Case) -> Operations:
    """Return the operations of a case with one scenario. Limits on service are left out: no future need keep them."""
    objective, counts_sales = case.settings.objective, case.settings.objective is Objective.PROFIT
    seller = case.settings.profit_of if counts_sales else ProfitOf.SELLER
    shape = Shape(replace(case, settings=replace(case.settings, objective=Objective.PROFIT, profit_of=seller)))
    model = build_operations(shape)
    counted_lines = counted(case)
    runs = tuple(line for line in (*RUNNING, "power") if line in counted_lines)
    for name, lines in ((PENALTY, (PENALTY,)), ("running_cost", runs), (SALES, (SALES,))):
        model.minimise(name, lines)
    stages = compile_stages(model.pyomo)
    penalty, running, sales = (stage.cost / stage.scale for stage in stages)
    weight = COVERAGE_WEIGHT if objective is Objective.COVERAGE_FIRST else float(case.settings.counts_penalties)
    cost = weight * penalty + running + (sales if counts_sales else 0.0)
    split = Split.of(replace(stages[0], cost=cost, offset=0.0, scale=1.0))
    own = split.columns
    return Operations(shape, model, split, penalty[own], running[own], sales[own])
