"""Bottlenecks of operations: of which capacity or lane a unit more is worth most, with everything built as planned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.case.records import Case
from planner.plan.records import Schedule
from planner.registry.rows import LANE_LIMIT, ONLINE_CAPACITY
from planner.solver.direct import objective_and_duals
from planner.solver.portfolio.known_plan import warm_start_columns
from planner.study.explain.programs import Programs

MIN_WORTH_USD_BN = 1e-4


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """What a unit more of a capacity or lane saves in a year, in discounted usd_bn: thousand wafers, or kunits."""

    name: str
    unit: str
    node: str
    year: int
    worth_usd_bn: float
    """The price of a unit in the year, summed over its periods."""
    verified_usd_bn: float | None = None
    """What a second solve with one unit more in each of these periods saves."""


def bottlenecks(programs: Programs, schedule: Schedule) -> tuple[Bottleneck, ...]:
    """Return the bottlenecks of a plan, the largest first, the first one solved again with a unit more."""
    program = programs.of({})
    if program is None:
        return ()
    shape, matrix = program
    known = warm_start_columns(shape, matrix, schedule)
    lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
    lower[known.columns] = upper[known.columns] = known.counts
    fixed = replace(matrix, col_lower=lower, col_upper=upper, integer=np.zeros_like(matrix.integer))
    solved = objective_and_duals(fixed)
    if solved is None:
        return ()
    objective, duals = solved
    rows: dict[tuple[str, str, str, int], list[int]] = {}
    for at, (name, index) in enumerate(matrix.rows):
        if name in (ONLINE_CAPACITY.name, LANE_LIMIT.name) and -duals[at] > 0:
            rows.setdefault(_place(shape.case, name, index), []).append(at)
    ranked = [
        (Bottleneck(*place, worth_usd_bn=float(-duals[of].sum()) / matrix.scale), of) for place, of in rows.items()
    ]
    ranked = [one for one in ranked if one[0].worth_usd_bn > MIN_WORTH_USD_BN]
    ranked.sort(key=lambda one: -one[0].worth_usd_bn)
    if ranked:
        first, of = ranked[0]
        more = fixed.row_upper.copy()
        more[of] += 1.0
        again = objective_and_duals(replace(fixed, row_upper=more))
        if again is not None:
            ranked[0] = replace(first, verified_usd_bn=(objective - again[0]) / matrix.scale), of
    return tuple(one for one, _ in ranked)


def of_product(case: Case, tight: Iterable[Bottleneck]) -> Mapping[tuple[str, int], Bottleneck]:
    """Return the largest bottleneck of each product and year among the nodes that can make its parts."""
    largest: dict[tuple[str, int], Bottleneck] = {}
    for name, product in case.products.items():
        nodes = {source.node for part in product.parts for source in part.sources}
        for one in tight:
            if not one.node or one.node in nodes:
                largest.setdefault((name, one.year), one)
    return largest


def _place(case: Case, name: str, index: Any) -> tuple[str, str, str, int]:
    if name == LANE_LIMIT.name:
        lane = LANE_LIMIT.key_of(index)
        row = case.lanes[lane.lane]
        return f"lane {lane.lane + 1}", "thousand packages", row.node, case.calendar.year(lane.period)
    of = ONLINE_CAPACITY.key_of(index)
    return f"{of.node} in {of.region}", "thousand wafers", of.node, case.calendar.year(of.period)
