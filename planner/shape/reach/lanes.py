"""Lanes that are closed for ever: routes over which nothing can flow in any period that matters."""

from collections.abc import Iterable, Iterator

from planner.case.demand import units_per_package, wanted
from planner.case.records import Case, Lane
from planner.shape.lane_rules import Route, lane_rules, matches, package_route


def closing_row(case: Case, route: Route, periods: Iterable[int]) -> int | None:
    """Return the number of a lane row that closes a route in the last of the periods; none where it opens in one."""
    rules = [row for row in lane_rules(case, route) if _closes(row)]
    number = None
    for t in periods if rules else ():
        closing = next((row for row in rules if matches(row, route, t)), None)
        if closing is None:
            return None
        number = next(i for i, row in enumerate(case.lanes) if row is closing)
    return number


def closed_row(rows: Iterable[int | None]) -> int | None:
    """Return the first of the rows that close the ways to a place; none where there is no way, or one is open."""
    first = None
    for row in rows:
        if row is None:
            return None
        first = row if first is None else first
    return first


def _closes(lane: Lane) -> bool:
    return not lane.allowed or lane.max_kunits <= 0


def wanted_periods(case: Case) -> dict[tuple[str, str], set[int]]:
    """Return the periods in which a product can serve demand of a market; packages that wait are wanted later too."""
    periods: dict[tuple[str, str], set[int]] = {}
    for scenario in case.scenarios:
        for buyer, tier in wanted(scenario).items():
            first = [t for t, kunits in enumerate(tier.kunits) if kunits > 0]
            later = range(first[0], case.calendar.periods) if first and tier.backlog > 0 else first
            for product in units_per_package(case, buyer.item) if first else ():
                periods.setdefault((product, buyer.market), set()).update(later)
    return periods


def closed_markets(
    case: Case, periods_of: dict[tuple[str, str], set[int]], finishing: dict[str, set[str]]
) -> Iterator[tuple[str, str, int]]:
    """Yield product and market whose demand no region that finishes the product may serve, with a row that bans it."""
    for (product, market), periods in periods_of.items():
        row = closed_row(
            closing_row(case, package_route(case, region, market, product), sorted(periods))
            for region in sorted(finishing.get(product, ()))
        )
        if row is not None:
            yield product, market, row
