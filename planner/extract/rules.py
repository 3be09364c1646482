"""Which rules bind: rows of the model that limit the plan and leave nothing, or too little for one more phase."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from planner.case.records import Case, Limit, Scenario
from planner.extract.one_more import OneMore
from planner.extract.stops import Stops
from planner.plan.records import Binding, Capacity, RowSlack, Shortage, Start
from planner.registry.families import AnyRows, AtZero
from planner.registry.rows import LIMIT_OUTPUT, LIMITS, ONLINE_CAPACITY, PHASES_PER_PAIR
from planner.shape.shape import Shape

NO_SLACK = 1e-6
"""What counts as no slack."""
PLACES = ("tool", "region", "fund_group", "site", "node", "incentive", "market_group", "owner")
"""Fields of a key that say where a rule binds."""


def bindings(
    shape: Shape,
    row_slacks: Iterable[RowSlack],
    starts: Iterable[Start],
    usable: Sequence[Capacity],
    short: Iterable[Shortage],
) -> tuple[Binding, ...]:
    """Return the rules that leave too little for one more; one over the whole horizon is reported in its last period.

    Zero of zero is no limit: money that is not there, a site that is not paid for, capacity that is not there. A limit
    that binds in several scenarios is reported once. A share of nothing binds where it is why nothing is made.
    """
    rows = [row for row in row_slacks if row.rule in LIMITS and row.rule != PHASES_PER_PAIR.name]
    one_more = OneMore(shape, starts, rows)
    binding = {(row.rule, row.where, row.period): row for row in one_more.full_pairs()}
    stops = Stops(shape.case, usable, short)
    online = {(shape.case.sites[row.site].region, row.node, row.period) for row in usable}
    for row in rows:
        family = LIMITS[row.rule]
        needed = max(NO_SLACK, one_more.of(row.rule, family.key_of(row.index)) - 2 * NO_SLACK)
        if row.slack <= needed and (_limits(family, row) or _stops(shape, stops, row)):
            key = family.key_of(row.index)._asdict()
            period = key.get("period", shape.case.calendar.last)
            is_absent = family is ONLINE_CAPACITY and (key["region"], key["node"], period) not in online
            if period >= 0 and not is_absent:
                where = _where(shape.case, key)
                binding[row.rule, where, period] = Binding(row.rule, where, period, max(0.0, row.slack))
    return tuple(sorted(binding.values(), key=lambda row: (row.rule, row.where, row.period)))


def _limits(family: AnyRows, row: RowSlack) -> bool:
    """Say whether a row without slack limits the plan, or only says that nothing is there."""
    if family.at_zero is AtZero.SHARE:
        return row.gross > NO_SLACK or row.side != 0
    return family.at_zero is AtZero.BINDS or row.side != 0


def _stops(shape: Shape, stops: Stops, row: RowSlack) -> bool:
    if row.rule != LIMIT_OUTPUT.name:
        return False
    key = LIMIT_OUTPUT.key_of(row.index)
    return stops.is_stopped(shape.case.limits[key.limit], key.side, key.period)


def _where(case: Case, key: Mapping[str, Any]) -> str:
    """Return the place of a row in words: the names of its key, without scenario, period, side and defect factor."""
    if set(key) == {"scenario"}:
        future: Scenario = case.scenarios[key["scenario"]]
        return future.name
    if "lane" in key:
        lane = case.lanes[key["lane"]]
        way = f"{lane.origin or 'Every region'} to {lane.destination}"
        return f"{way} {lane.product or lane.node}".strip()
    if "purchase" in key:
        offer = case.purchases[key["purchase"]]
        return f"{offer.part} in {offer.region}"
    if "lock" in key:
        lock = case.locks[key["lock"]]
        return f"{lock.site} {lock.node}"
    if "limit" in key:
        limit: Limit = case.limits[key["limit"]]
        return limit.name
    return " ".join(value for field, value in key.items() if field in PLACES) or "the plan"
