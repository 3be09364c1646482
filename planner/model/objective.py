"""Objective: the sum of the cost lines, each a named expression in discounted usd_bn.

    total_cost = sum(line) cost[line]
    first_cost = cost[shortage_penalty]                     (coverage_first only)

Under coverage_first the first cost is made least before the total, which then leaves the penalty out and may not add to
it: see solve/stages.py.
"""

from typing import Any

from pyomo.environ import Objective, minimize

from planner.case.records import Objective as Aim
from planner.shape.shape import Shape

PENALTY = "shortage_penalty"
LINES = (
    "capex",
    "opening",
    "conversions",
    "credits",
    "cost_of_money",
    "fixed",
    "wafers",
    "power",
    "freight",
    "tariff",
    "stock",
    PENALTY,
    "changes",
    "revenue",
    "end_value",
)


def add(m: Any, shape: Shape) -> None:
    """Add the objective, or the two of them in the order in which they count."""
    staged = shape.case.settings.objective is Aim.COVERAGE_FIRST
    if staged:
        m.first_cost = Objective(expr=m.cost[PENALTY], sense=minimize)
    m.total_cost = Objective(
        expr=sum(m.cost[line] for line in LINES if not (staged and line == PENALTY)), sense=minimize
    )
