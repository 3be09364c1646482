"""The independent audit: every rule recomputed from case and plan, written from the rules' descriptions.

It looks at decisions only (openings, starts, conversions, retirements, draws, credits, wafers, flows, parts bought and
in stock, packages, shipments); shortage, capacity, cost lines and objective are claims that it checks. It knows neither
the model nor the solver.
"""

from planner.audit import (
    building,
    capacity,
    changes,
    conversions,
    demand,
    fab_sales,
    idle_power,
    incentives,
    lanes,
    limits,
    locks,
    materials,
    money,
    names,
    objective,
    purchases,
    retirement,
    risk,
    tools,
)
from planner.audit.facts import facts_of
from planner.audit.findings import Audit, Finding, Ledger
from planner.case.records import Case
from planner.plan.records import Plan

__all__ = ["Audit", "Finding", "audit"]


def audit(case: Case, plan: Plan) -> Audit:
    """Return every rule that a plan breaks, and what the plan costs."""
    ledger = Ledger(case.calendar)
    facts = facts_of(case, names.known(case, plan, ledger))
    for group in (
        building, conversions, retirement, tools, capacity, idle_power, purchases, materials, fab_sales, lanes, demand,
        money, incentives, locks, limits, changes, risk,
    ):  # fmt: skip
        group.check(facts, ledger)
    lines = objective.cost_lines_usd_bn(facts)
    objective.check(facts, lines, ledger)
    return Audit(tuple(ledger.findings), objective.objective_usd_bn(facts, lines), lines, ledger.checks)
