"""Scenarios: named futures."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.case.buyers import Buyer, Tier


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named future: demand, and what happens to tools and construction.

    `demand_kunits` is demand on the terms of its product, by (product, market); `tiers` is all other demand.
    """

    name: str
    probability: float
    demand_kunits: Mapping[tuple[str, str], tuple[float, ...]]
    tool_factor: float = 1.0
    delay_periods: int = 0
    tiers: Mapping[Buyer, Tier] = field(default_factory=dict)
