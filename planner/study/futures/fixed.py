"""A fixed plan in many futures: its operations with construction as decided, one linear program with other sides."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from planner.case.demand import kpackages, wanted
from planner.case.records import Case
from planner.model.retirement import retired_by
from planner.model.running import fixed_usd_bn, idle_power_usd_bn
from planner.model.starts import built
from planner.plan.records import Schedule
from planner.registry.rows import ONLINE_CAPACITY, PHASE_WAFERS_SUM
from planner.registry.variables import LOST, SHORTAGE
from planner.solver.many.many import Many
from planner.solver.options import SolveOptions
from planner.solver.portfolio.known_plan import warm_start_columns
from planner.solver.program.matrix import Floats, Matrix
from planner.study.futures.draws import Draws
from planner.study.futures.operations import Operations, alone, operations
from planner.study.solves.session import Session

CHUNK = 250
"""Futures that are solved in one go: so many right-hand sides are held at once."""
SHORT, CASH = "short", "cash"


@dataclass(frozen=True)
class Figures:
    """What a plan is worth in some futures, a row each: demand and shortage in thousand packages, cash in usd_bn."""

    objective: Floats
    """Discounted usd_bn of operations and of what is short."""
    demand: Floats
    short: Floats
    cash: Floats
    """Sales less operations and power, undiscounted; without what is built. By period, as demand and shortage are."""

    @classmethod
    def joined(cls, parts: Sequence["Figures"]) -> "Figures":
        """Return the figures of all parts in their order."""
        return cls(*(np.concatenate([getattr(one, name) for one in parts]) for name in cls.__dataclass_fields__))

    def ordered(self, order: Any) -> "Figures":
        """Return the figures of some futures in an order."""
        return Figures(self.objective[order], self.demand[order], self.short[order], self.cash[order])

    @property
    def coverage_pct(self) -> Floats:
        """The share of all demand that is served, by future."""
        wanted = self.demand.sum(axis=1)
        return np.where(wanted > 0, 100.0 * (1.0 - self.short.sum(axis=1) / np.where(wanted > 0, wanted, 1.0)), 100.0)


@dataclass(frozen=True)
class Fixed:
    """A plan in the futures of one scenario: the program of its operations, and its sides as the scenario has them."""

    program: Matrix
    lower: Floats
    upper: Floats
    demand: Any
    """What sides change with the factor of a market and period, sparse."""
    measures: Any
    """Shortage and cash by period from the columns, sparse."""
    kpackages: Floats
    """Demand by market and period."""
    running: Floats
    """Fixed cost and power by period, undiscounted usd_bn."""

    def solve(self, factor: Floats, many: Many | None = None) -> tuple[Figures, Floats]:
        """Return the figures of some futures by their factors on demand, and the mean duals of the rows."""
        count, periods = factor.shape[0], factor.shape[-1]
        change = (self.demand @ (factor.reshape(count, -1) - 1.0).T).T
        many = many or Many(self.program, self.measures)
        solved = many.solve(self.lower + change, self.upper + change)
        short, cash = solved.measures[:, :periods], solved.measures[:, periods:]
        wanted = (factor * self.kpackages).sum(axis=1)
        return Figures(solved.objective, wanted, short, cash - self.running), solved.mean_duals


@dataclass(frozen=True)
class Chunk:
    """Some futures to be solved in a process of its own."""

    fixed: Fixed
    factor: Floats
    options: SolveOptions = field(default_factory=SolveOptions)

    def run(self, cancel: threading.Event, report: Callable[[Any], None]) -> tuple[list[Figures], Floats]:
        """Solve them, one right-hand side after the other."""
        many, parts = Many(self.fixed.program, self.fixed.measures), []
        duals = np.zeros(self.fixed.lower.size)
        for at in range(0, len(self.factor), CHUNK):
            factor = self.factor[at : at + CHUNK]
            figures, mean = self.fixed.solve(factor, many)
            parts.append(figures)
            duals += mean * (len(factor) / len(self.factor))
        return parts, duals


class FixedPlan:
    """A plan's construction in one scenario of its case."""

    def __init__(self, case: Case, scenario: int, schedule: Schedule) -> None:
        """Build its operations once."""
        self.case = alone(case, case.scenarios[scenario])
        self.operations: Operations = operations(self.case)
        split = self.operations.split
        counts = np.zeros(split.matrix.cost.size)
        known = warm_start_columns(self.operations.shape, split.matrix, schedule)
        counts[known.columns] = known.counts
        self._counts = dict(zip(split.matrix.columns, counts.tolist(), strict=True))
        self.fixed = self._fixed(split.links @ counts[split.decided])

    def value(self, amount: Any) -> float:
        """Return the value that the plan gives an expression of construction."""
        terms = zip(*amount.terms(), strict=True)
        return float(sum(c * self._counts.get((v.parent_component().name, v.index()), 0.0) for c, v in terms)) + float(
            amount.constant
        )

    def _fixed(self, decided: Floats) -> Fixed:
        from scipy.sparse import vstack

        of, program = self.operations, self.operations.split.program
        lower, upper = program.row_lower - decided, program.row_upper - decided
        limited = (ONLINE_CAPACITY.name, PHASE_WAFERS_SUM.name)
        capacity = np.array([name in limited for name, _ in program.rows], dtype=bool)
        # A conversion may take capacity that is late in this scenario: it makes nothing then, rather than less.
        upper = np.where(capacity, np.maximum(0.0, upper), upper)
        measures = vstack([self._shortage(), -of.by_period(of.running + of.sales)], format="csr")
        return Fixed(program, lower, upper, of.demand, measures, self._demand(), self._running())

    def _shortage(self) -> Any:
        from scipy.sparse import csr_array

        columns = self.operations.split.program.columns
        value = np.zeros(len(columns))
        for j, (name, index) in enumerate(columns):
            if name == SHORTAGE.name:
                value[j] = 1.0
            elif name == LOST.name:
                value[j] = kpackages(self.case, index[2], 1.0)
        used = np.flatnonzero(value)
        at = self.operations.periods[used]
        return csr_array((value[used], (at, used)), shape=(self.case.calendar.periods, len(columns)))

    def _demand(self) -> Floats:
        by_market = {market: np.zeros(self.case.calendar.periods) for market in self.case.markets}
        for buyer, tier in wanted(self.case.scenarios[0]).items():
            by_market[buyer.market] += [kpackages(self.case, buyer.item, kunits) for kunits in tier.kunits]
        return np.array(list(by_market.values()))

    def _running(self) -> Floats:
        case, shape = self.case, self.operations.shape
        delay = case.scenarios[0].delay_periods
        usd_bn = np.zeros(case.calendar.periods)
        for track in shape.tracks:
            each = fixed_usd_bn(case, track.site, track.node) + idle_power_usd_bn(case, track.site, track.node)
            for t in case.calendar.horizon if each else ():
                usd_bn[t] += each * self.value(built(self.operations.model, track, t - track.lead_periods - delay))
        for row in case.under_way:
            each = fixed_usd_bn(case, row.site, row.node) + idle_power_usd_bn(case, row.site, row.node)
            first = row.first_output + (delay if row.first_output >= 0 else 0)
            usd_bn[max(0, first) :] += each * row.phases
        for standing in case.committed:
            each = standing.fixed_cost_usd_bn_per_year * case.calendar.period_years
            for t in case.calendar.horizon if each else ():
                given_up = self.value(retired_by(self.operations.model, shape, standing, t))
                usd_bn[t] += each * (1.0 - given_up) if standing.kwspm[t] > 0 else 0.0
        return usd_bn


def evaluated(what: str, fixed: Fixed, factor: Floats, session: Session) -> tuple[Figures, Floats]:
    """Return the figures of futures of one scenario in their order, and the mean duals, solved by a study."""
    order = np.argsort((factor * fixed.kpackages).sum(axis=(1, 2)), kind="stable")
    pieces = [piece for piece in np.array_split(order, session.slots) if piece.size]
    results = session.do(what, [Chunk(fixed, factor[piece]) for piece in pieces])
    figures = Figures.joined([part for parts, _ in results for part in parts])
    duals = sum(
        (len(piece) * mean for piece, (_, mean) in zip(pieces, results, strict=True)), np.zeros(fixed.lower.size)
    )
    return figures.ordered(np.argsort(order, kind="stable")), duals / len(factor)


def of_scenario(draws: Draws, scenario: int) -> Any:
    """Return the numbers of the futures that belong to a scenario."""
    return np.flatnonzero(draws.scenario == scenario)


def with_sides(fixed: Fixed, lower: Floats | None = None, upper: Floats | None = None) -> Fixed:
    """Return the plan with other sides of its rows."""
    return replace(fixed, lower=fixed.lower if lower is None else lower, upper=fixed.upper if upper is None else upper)
