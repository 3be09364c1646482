"""A two-region chain: dies and stacks are made in `fabland`, packages in `packland`, both sold to `world`.

Committed capacity only, so nothing is built: F1 holds 1 kwspm of N3 and 1 kwspm of HBM, P1 1 kwspm of CoWoS. A package
takes 1 die (2 a wafer), 4 stacks (16 a wafer) and 1 interposer (4 a wafer). Demand is 4 kunits a quarter, which takes
2 thousand logic, 1 thousand memory and 1 thousand packaging wafers; all is served, so the plan costs nothing.
"""

from dataclasses import replace
from typing import Any

from planner.case.records import (
    Case,
    Committed,
    Fund,
    Kind,
    Market,
    Node,
    Part,
    Product,
    Region,
    Scenario,
    Site,
    Source,
)
from planner.plan.records import Packages, PartFlow, Plan, Shipment, Wafers
from tests.audit.plans import held, outcome
from tests.cases import tiny

PERIODS = range(2)
PARTS = {
    "die": ("N3", 1.0, 2.0),
    "stack": ("HBM", 4.0, 16.0),
    "interposer": ("CoWoS", 1.0, 4.0),
}
"""Part: node, units a package, good units a wafer."""


def chain(**changes: Any) -> Case:
    """The case."""
    parts = tuple(
        Part(name, (Source(node, units, good_units_per_wafer=good),)) for name, (node, units, good) in PARTS.items()
    )
    kinds = {"N3": Kind.LOGIC, "HBM": Kind.MEMORY, "CoWoS": Kind.PACKAGING}
    case = tiny(
        periods=len(PERIODS),
        regions={"fabland": Region("fabland", "east"), "packland": Region("packland", "west")},
        sites={"F1": Site("F1", "fabland"), "P1": Site("P1", "packland")},
        nodes={name: Node(name, kind, 1.0, 1.0) for name, kind in kinds.items()},
        pairs={},
        products={"chip": Product("chip", parts, shortage_penalty_usd=1e6, price_usd=1e6)},
        markets={"world": Market("world")},
        scenarios=(Scenario("base", 1.0, {("chip", "world"): (4.0,) * len(PERIODS)}),),
        funds={"purse": Fund("purse", (0.0,) * len(PERIODS))},
        committed=tuple(
            Committed(site, node, (1.0,) * len(PERIODS))
            for site, node in (("F1", "N3"), ("F1", "HBM"), ("P1", "CoWoS"))
        ),
    )
    return replace(case, **changes)


def chain_plan(**changes: Any) -> Plan:
    """Everything demanded is made, moved, packed and shipped."""
    wafers = [
        Wafers("base", region, node, 1.0, part, "chip", t, kwafers)
        for t in PERIODS
        for region, node, part, kwafers in (
            ("fabland", "N3", "die", 2.0),
            ("fabland", "HBM", "stack", 1.0),
            ("packland", "CoWoS", "interposer", 1.0),
        )
    ]
    flows = [
        PartFlow("base", "fabland", "packland", node, "chip", part, t, kunits)
        for t in PERIODS
        for node, part, kunits in (("N3", "die", 4.0), ("HBM", "stack", 16.0))
    ]
    made = Plan(
        outcome=outcome(0.0),
        wafers=tuple(wafers),
        flows=tuple(flows),
        packages=tuple(Packages("base", "packland", "chip", t, 4.0) for t in PERIODS),
        shipments=tuple(Shipment("base", "packland", "world", "chip", t, 4.0) for t in PERIODS),
        capacity=(
            *held((1.0, 1.0), (2 / 3, 2 / 3), "F1", "N3"),
            *held((1.0, 1.0), (1 / 3, 1 / 3), "F1", "HBM"),
            *held((1.0, 1.0), (1 / 3, 1 / 3), "P1", "CoWoS"),
        ),
    )
    return replace(made, **changes)
