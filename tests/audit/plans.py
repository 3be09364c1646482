"""A clean plan for the tiny case, and what a test changes in case or plan.

The tiny case needs 3 kunits in each of four quarters. One phase started in period 0 costs 1 usd_bn and makes
1 kwspm x 3 months = 3 thousand wafers, one package each, in periods 1 to 3. Period 0 is missed: 3 kunits short at
1 usd_bn a thousand. Nothing is discounted, so the plan costs 1 + 3 = 4 usd_bn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from planner.audit import Audit, audit
from planner.case.records import Case
from planner.plan.records import (
    Capacity,
    Draw,
    Opening,
    Outcome,
    Packages,
    Plan,
    Shipment,
    Shortage,
    Start,
    Status,
    Wafers,
)


def outcome(objective: float, **cost_usd_bn: float) -> Outcome:
    """A proven outcome with its cost lines."""
    return Outcome(Status.OPTIMAL, objective, objective, 0.0, cost_usd_bn)


def run(kunits: Iterable[float], scenario: str = "base", **changes: Any) -> dict[str, Any]:
    """Operations that make, pack and ship so many thousand packages by period in region `here` for market `world`."""
    made = [(t, amount) for t, amount in enumerate(kunits) if amount]
    wafers = tuple(Wafers(scenario, "here", "N3", 1.0, "die", "chip", t, amount) for t, amount in made)
    packages = tuple(Packages(scenario, "here", "chip", t, amount) for t, amount in made)
    shipments = tuple(Shipment(scenario, "here", "world", "chip", t, amount) for t, amount in made)
    return {"wafers": wafers, "packages": packages, "shipments": shipments} | changes


def missed(kunits: Iterable[float], scenario: str = "base") -> tuple[Shortage, ...]:
    """The shortage sheet, thousand packages by period."""
    return tuple(Shortage(scenario, "chip", "world", t, amount) for t, amount in enumerate(kunits) if amount)


def held(usable: Iterable[float], used: Iterable[float], site: str = "A", node: str = "N3") -> tuple[Capacity, ...]:
    """The capacity sheet, kwspm by period."""
    pairs = enumerate(zip(usable, used, strict=True))
    return tuple(Capacity(site, node, t, kwspm, busy) for t, (kwspm, busy) in pairs)


def clean_plan(**changes: Any) -> Plan:
    """One phase at A in period 0, and three quarters served."""
    made = Plan(
        outcome=outcome(4.0, capex=1.0, shortage_penalty=3.0),
        openings=(Opening("A", 0),),
        starts=(Start("A", "N3", 0, 1),),
        draws=(Draw("purse", "A", "N3", 0, 1.0),),
        shortage=missed((3.0, 0.0, 0.0, 0.0)),
        capacity=held((0.0, 1.0, 1.0, 1.0), (0.0, 1.0, 1.0, 1.0)),
        **run((0.0, 3.0, 3.0, 3.0)),
    )
    return replace(made, **changes)


def idle_plan(**changes: Any) -> Plan:
    """Nothing is built and all 12 kunits are missed, which costs 12 usd_bn."""
    made = Plan(outcome=outcome(12.0, shortage_penalty=12.0), shortage=missed((3.0, 3.0, 3.0, 3.0)))
    return replace(made, **changes)


def rules(case: Case, plan: Plan) -> set[str]:
    """The rules that a plan breaks."""
    return {finding.rule for finding in audit(case, plan).findings}


def lines(verdict: Audit) -> Mapping[str, float]:
    """The cost lines that differ from zero."""
    return {name: usd_bn for name, usd_bn in verdict.cost_usd_bn.items() if usd_bn}


def changed(case: Case, table: str, name: str, **changes: Any) -> Case:
    """The case with one record of one of its mappings changed."""
    records = dict(getattr(case, table))
    records[name] = replace(records[name], **changes)
    changed_table: dict[str, Any] = {table: records}
    return replace(case, **changed_table)
