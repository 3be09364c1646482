"""Bottlenecks of operations: of which one more is worth most, with everything built as planned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.case.demand import nodes_of
from planner.case.records import Case
from planner.plan.records import Schedule
from planner.registry.rows import DEPLOYMENT_LIMIT, LANE_LIMIT, ONLINE_CAPACITY
from planner.solver.direct import objective_and_duals
from planner.study.answers.interval import rank
from planner.study.explain.goal import built_as
from planner.study.explain.programs import Programs

MIN_WORTH_USD_BN = 1e-4
MAX_SOLVED_AGAIN = 12
_RULES = (ONLINE_CAPACITY.name, LANE_LIMIT.name, DEPLOYMENT_LIMIT.name)


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """What a unit more saves in a year, in discounted usd_bn: thousand wafers, kunits on a lane, or MW in a market."""

    name: str
    unit: str
    node: str
    year: int
    price_usd_bn: float
    """The price of a unit in the year, summed over its periods: a whole unit saves no more, and may save far less."""
    worth_usd_bn: float | None = None
    """What a second solve with one unit more in each of these periods saves."""


def bottlenecks(programs: Programs, schedule: Schedule) -> tuple[Bottleneck, ...]:
    """Return the bottlenecks of a plan: first those solved again with a unit more, the largest first, then the others.

    They are solved again by price until no other can be worth more.
    """
    program = programs.of({})
    if program is None:
        return ()
    shape, matrix = program
    fixed = replace(built_as(shape, matrix, schedule), integer=np.zeros_like(matrix.integer))
    solved = objective_and_duals(fixed)
    if solved is None:
        return ()
    objective, duals = solved
    rows: dict[tuple[str, str, str, int], list[int]] = {}
    for at, (name, index) in enumerate(matrix.rows):
        if name in _RULES and -duals[at] > 0:
            rows.setdefault(_place(shape.case, name, index), []).append(at)
    priced = [(Bottleneck(*place, float(-duals[of].sum()) / matrix.scale), of) for place, of in rows.items()]
    priced = sorted(
        (one for one in priced if one[0].price_usd_bn > MIN_WORTH_USD_BN), key=lambda one: -rank(one[0].price_usd_bn)
    )
    again: list[Bottleneck] = []
    while priced and len(again) < MAX_SOLVED_AGAIN:
        if priced[0][0].price_usd_bn <= max((one.worth_usd_bn or 0.0 for one in again), default=0.0):
            break
        one, of = priced.pop(0)
        more = fixed.row_upper.copy()
        more[of] += 1.0
        with_more = objective_and_duals(replace(fixed, row_upper=more))
        if with_more is not None and (worth := (objective - with_more[0]) / matrix.scale) > MIN_WORTH_USD_BN:
            again.append(replace(one, worth_usd_bn=worth))
    again.sort(key=lambda one: -rank(one.worth_usd_bn or 0.0))
    return (*again, *(one for one, _ in priced))


def of_product(case: Case, tight: Iterable[Bottleneck]) -> Mapping[tuple[str, int], Bottleneck]:
    """Return the largest bottleneck of each product or class and year among the nodes that can make its parts."""
    largest: dict[tuple[str, int], Bottleneck] = {}
    for name in (*case.products, *case.classes):
        nodes = nodes_of(case, name)
        for one in tight:
            if not one.node or one.node in nodes:
                largest.setdefault((name, one.year), one)
    return largest


def _place(case: Case, name: str, index: Any) -> tuple[str, str, str, int]:
    if name == LANE_LIMIT.name:
        lane = LANE_LIMIT.key_of(index)
        row = case.lanes[lane.lane]
        return f"lane {lane.lane + 1}", "thousand packages", row.node, case.calendar.year(lane.period)
    if name == DEPLOYMENT_LIMIT.name:
        at = DEPLOYMENT_LIMIT.key_of(index)
        return f"power in {at.market_group}", "MW", "", case.calendar.year(at.period)
    of = ONLINE_CAPACITY.key_of(index)
    return f"{of.node} in {of.region}", "thousand wafers", of.node, case.calendar.year(of.period)
