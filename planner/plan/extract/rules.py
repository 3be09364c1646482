"""Which rules bind: rows of the model that limit the plan and have no room left."""

from collections.abc import Iterable
from typing import Any

from planner.case.shape import Shape
from planner.plan.records import Binding

Slack = tuple[str, Any, float]

# The constraint families that a planner would call a limit, and how many of their last indices name the period.
LIMITS = {
    "fund_balance": True,
    "fund_lapse": True,
    "fund_share": False,
    "tool_stock": True,
    "region_crews": True,
    "site_floor": False,
    "site_power": False,
    "phases_per_pair": False,
    "capacity_left": True,
    "online_capacity": True,
    "lane_limit": True,
    "credit_cap": False,
    "lock_min": False,
    "lock_max": False,
}
ROOM = 1e-6


def bindings(shape: Shape, slacks: Iterable[Slack]) -> tuple[Binding, ...]:
    """Return the limits that hold with no room; a rule over the whole horizon is reported in its last period."""
    found = []
    for rule, index, slack in slacks:
        if rule in LIMITS and slack <= ROOM:
            parts = index if isinstance(index, tuple) else (index,)
            period = parts[-1] if LIMITS[rule] else shape.case.calendar.last
            if period >= 0:
                found.append(Binding(rule, _where(shape, rule, parts), period, max(0.0, slack)))
    return tuple(sorted(found, key=lambda row: (row.rule, row.where, row.period)))


def _where(shape: Shape, rule: str, parts: tuple[Any, ...]) -> str:
    named = parts[:-1] if LIMITS[rule] else parts
    if rule == "lane_limit":
        lane = shape.case.lanes[parts[1]]
        return f"{lane.from_region} to {lane.to_region or lane.to_market} {lane.product or lane.node}".strip()
    if rule in ("lock_min", "lock_max"):
        lock = shape.case.locks[parts[0]]
        return f"{lock.site} {lock.node}"
    if rule == "online_capacity":
        named = named[1:3]
    return " ".join(str(name) for name in named)
