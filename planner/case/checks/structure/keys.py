"""Which fields together name a record of each kind."""

from collections.abc import Mapping
from typing import Any

from planner.case.checks.draft.records import ClassProduct, Demand, MachineUse, Material
from planner.case.records import (
    Committed,
    ComputeClass,
    Conversion,
    Deployment,
    Fund,
    Incentive,
    Limit,
    Market,
    Node,
    Owner,
    Pair,
    PlannedStart,
    Product,
    Purchase,
    Region,
    Scenario,
    Shell,
    Site,
    SitePower,
    Tool,
    UnderWay,
)

KEYS: Mapping[type[Any], tuple[str, ...]] = {
    Region: ("name",),
    Site: ("name",),
    Shell: ("site",),
    Node: ("name",),
    Pair: ("site", "node"),
    Committed: ("site", "node", "uses_tools"),
    UnderWay: ("site", "node", "first_output"),
    Conversion: ("site", "from_node", "to_node"),
    Product: ("name",),
    Material: ("product", "part", "node"),
    ComputeClass: ("name",),
    ClassProduct: ("compute_class", "product"),
    Purchase: ("part", "region"),
    Market: ("name",),
    Demand: ("product", "market", "tier", "scenario"),
    SitePower: ("site",),
    Deployment: ("market",),
    Fund: ("name",),
    Owner: ("name",),
    Incentive: ("name",),
    Tool: ("name",),
    MachineUse: ("tool", "node"),
    Limit: ("name",),
    PlannedStart: ("site", "node", "period"),
    Scenario: ("name",),
}
"""The fields that together name a record: no two records of a kind share them."""
