"""Which rules bind: rows of the model that limit the plan and have no slack."""

from collections.abc import Iterable, Sequence
from typing import Any

from planner.extract.stops import Stops
from planner.plan.records import Binding, Capacity, RowSlack, Shortage
from planner.shape.shape import Shape

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
NO_SLACK = 1e-6
# Shares of a total, and what is converted of what is there: they have no slack wherever there is nothing.
SHARES = ("fund_share", "capacity_left", "limit_capex", "limit_output")
# A limit of zero that forbids something is reported; other rules that allow nothing are not informative.
FORBIDS = ("limit_started", "limit_online", "changed_most")


def bindings(
    shape: Shape, row_slacks: Iterable[RowSlack], usable: Sequence[Capacity], short: Iterable[Shortage]
) -> tuple[Binding, ...]:
    """Return the limits without slack; a rule over the whole horizon is reported in its last period.

    Zero of zero is not a limit: no money, an unpaid site, no capacity. A limit that binds in several scenarios is
    reported once. A share of nothing binds where it is why nothing is made.
    """
    binding = {}
    stops = Stops(shape.case, usable, short)
    there = {(shape.case.sites[row.site].region, row.node, row.period) for row in usable}
    for row in row_slacks:
        if row.rule in LIMITS and row.slack <= NO_SLACK and (not _is_zero(row) or _stops(shape, stops, row)):
            parts = row.index if isinstance(row.index, tuple) else (row.index,)
            period = parts[-1] if LIMITS[row.rule] else shape.case.calendar.last
            absent = row.rule == "online_capacity" and (parts[1], parts[2], period) not in there
            if period >= 0 and not absent:
                where = _where(shape, row.rule, parts)
                binding[row.rule, where, period] = Binding(row.rule, where, period, max(0.0, row.slack))
    return tuple(sorted(binding.values(), key=lambda row: (row.rule, row.where, row.period)))


def _is_zero(row: RowSlack) -> bool:
    if row.rule in SHARES:
        return row.gross <= NO_SLACK and row.side == 0
    return row.rule != "online_capacity" and row.rule not in FORBIDS and row.side == 0


def _stops(shape: Shape, stops: Stops, row: RowSlack) -> bool:
    if row.rule != "limit_output":
        return False
    _, number, side, period = row.index
    return stops.is_stopped(shape.case.limits[number], side, period)


def _where(shape: Shape, rule: str, parts: tuple[Any, ...]) -> str:
    named = parts[:-1] if LIMITS[rule] else parts
    if rule == "lane_limit":
        lane = shape.case.lanes[parts[1]]
        way = f"{lane.from_region or 'Every region'} to {lane.to_region or lane.to_market}"
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
