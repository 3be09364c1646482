"""Which rules bind: rows of the model that limit the plan and have no room left."""

from collections.abc import Iterable
from typing import Any

from planner.case.shape import Shape
from planner.plan.records import Binding, Capacity

Slack = tuple[str, Any, float]

# The constraint families that a planner would call a limit, and whether their last index is the period.
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
    "limit_started": False,
    "limit_online": True,
    "limit_capex": False,
    "limit_output": True,
    "changed_most": False,
}
ROOM = 1e-6


def bindings(shape: Shape, slacks: Iterable[Slack], usable: Iterable[Capacity]) -> tuple[Binding, ...]:
    """Return the limits that hold with no room; a rule over the whole horizon is reported in its last period.

    Capacity binds only where there is any; a limit that binds in several scenarios is told once.
    """
    found = {}
    there = {(shape.case.sites[row.site].region, row.node, row.period) for row in usable}
    for rule, index, slack in slacks:
        if rule in LIMITS and slack <= ROOM:
            parts = index if isinstance(index, tuple) else (index,)
            period = parts[-1] if LIMITS[rule] else shape.case.calendar.last
            absent = rule == "online_capacity" and (parts[1], parts[2], period) not in there
            if period >= 0 and not absent:
                where = _where(shape, rule, parts)
                found[rule, where, period] = Binding(rule, where, period, max(0.0, slack))
    return tuple(sorted(found.values(), key=lambda row: (row.rule, row.where, row.period)))


def _where(shape: Shape, rule: str, parts: tuple[Any, ...]) -> str:
    named = parts[:-1] if LIMITS[rule] else parts
    if rule == "lane_limit":
        lane = shape.case.lanes[parts[1]]
        way = f"{lane.from_region or 'all regions'} to {lane.to_region or lane.to_market}"
        return f"{way} {lane.product or lane.node}".strip()
    if rule in ("lock_min", "lock_max"):
        lock = shape.case.locks[parts[0]]
        return f"{lock.site} {lock.node}"
    if rule.startswith("limit_"):
        number: int = parts[1] if rule == "limit_output" else parts[0]
        return shape.case.limits[number].name
    if rule == "changed_most":
        return "the plan"
    if rule in ("online_capacity", "capacity_left"):
        named = named[1:3]
    return " ".join(str(name) for name in named)
