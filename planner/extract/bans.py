"""What bans cost: with the plan's capacity fixed, what lifting one ban alone would save and let through."""

from collections.abc import Iterable

from planner.plan.records import BanPrice
from planner.shape.bans import Ban
from planner.shape.shape import Shape

SMALLEST_USD_BN = 1e-6


def ban_prices(shape: Shape, lifted: Iterable[tuple[Ban, float, float]]) -> tuple[BanPrice, ...]:
    """Return the closed lane rows that cost something, from (ban, usd_bn saved, kunits let through)."""
    last = shape.case.calendar.last
    rows = [(number, usd_bn, kunits) for ban, usd_bn, kunits in lifted for number in ban.rows]
    return tuple(
        BanPrice(
            from_region=lane.from_region,
            to_region=lane.to_region,
            to_market=lane.to_market,
            node=lane.node,
            product=lane.product,
            from_period=max(0, lane.from_period),
            until_period=min(last, lane.until_period),
            usd_bn=usd_bn,
            kunits=kunits,
            from_bloc="" if lane.from_region else lane.from_bloc,
            to_bloc=lane.to_bloc,
        )
        for number, usd_bn, kunits in sorted(rows)
        if usd_bn > SMALLEST_USD_BN
        for lane in (shape.case.lanes[number],)
    )
