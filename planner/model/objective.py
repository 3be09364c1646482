"""Objective: the sum of the cost lines, each a named expression in discounted usd_bn.

    total_cost = sum(line) cost[line]                       (cost[risk] is zero without cvar_weight: see risk.py)
    first_cost = cost[shortage_penalty]                     (coverage_first only)

Under coverage_first the first cost is minimised before the total, which then leaves the penalty out and may not add to
it: see solver/portfolio/passes.py. For society the total leaves out what one pays another, which is no cost to both
together, and penalties, which nobody pays: credits, tariff, cost_of_money and shortage_penalty. For fabs it leaves
out penalties too, and what those pay who buy from them: freight, tariff, stock, part_stock and purchases.
"""

from planner.case.records import Case, Objective
from planner.model.pyomo_model import Model
from planner.shape.shape import Shape

PENALTY = "shortage_penalty"
TRANSFERS = ("credits", "tariff", "cost_of_money")
"""What one pays another."""
BUYERS = ("freight", "tariff", "stock", "part_stock", "purchases")
"""What those pay who buy from fabs."""
LINES: tuple[str, ...] = (
    "capex",
    "shells",
    "under_way",
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
    "part_stock",
    "purchases",
    PENALTY,
    "changes",
    "revenue",
    "end_value",
    "risk",
)


def add(m: Model, shape: Shape) -> None:
    """Add the objective, or the two of them in the order in which they count."""
    if shape.case.settings.objective is Objective.COVERAGE_FIRST:
        m.minimise("first_cost", (PENALTY,))
    m.minimise("total_cost", counted(shape.case))


def counted(case: Case) -> tuple[str, ...]:
    """Return the cost lines that the total adds up."""
    settings = case.settings
    left_out: tuple[str, ...] = ()
    if settings.is_for_society:
        left_out = (*TRANSFERS, PENALTY)
    elif settings.is_for_fabs:
        left_out = (*BUYERS, PENALTY)
    elif settings.objective is Objective.COVERAGE_FIRST:
        left_out = (PENALTY,)
    return tuple(line for line in LINES if line not in left_out)
