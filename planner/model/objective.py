"""Objective: the sum of the cost lines, each a named expression in discounted usd_bn.

total_cost = sum(line) cost[line]
"""

from typing import Any

from pyomo.environ import Objective, minimize

from planner.case.shape import Shape

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
    "shortage_penalty",
    "changes",
    "revenue",
    "end_value",
)


def add(m: Any, shape: Shape) -> None:
    """Add the objective."""
    m.total_cost = Objective(expr=sum(m.cost[line] for line in LINES), sense=minimize)
