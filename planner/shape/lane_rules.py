"""Lanes: what a flow from a region to a region or to a market may do in a period, and at what price."""

from dataclasses import dataclass

from planner.case.records import Case, Lane

OPEN_AND_FREE = (True, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Route:
    """What flows: from a region to a region or a market, of a product, made on one of some nodes."""

    from_region: str
    to_region: str
    to_market: str
    nodes: frozenset[str]
    product: str
    from_bloc: str = ""
    to_bloc: str = ""

    def between(self, case: Case, from_region: str, to_region: str, to_market: str) -> "Route":
        """Return the route of the same from a region to another one, or to a market, with their blocs."""
        to_bloc = case.regions[to_region].bloc if to_region else case.markets[to_market].bloc
        return Route(
            from_region, to_region, to_market, self.nodes, self.product, case.regions[from_region].bloc, to_bloc
        )


def part_route(case: Case, from_region: str, to_region: str, node: str, product: str) -> Route:
    """Return the route of a part made on a node."""
    return Route("", "", "", frozenset({node}), product).between(case, from_region, to_region, "")


def package_route(case: Case, from_region: str, market: str, product: str) -> Route:
    """Return the route of a package; a lane row with a node matches it if one of its parts can be made on that node."""
    nodes = frozenset(source.node for part in case.products[product].parts for source in part.sources)
    return Route("", "", "", nodes, product).between(case, from_region, "", market)


def matches(lane: Lane, route: Route, period: int) -> bool:
    """True where a lane row applies to a route in a period."""
    return (
        _leaves(lane, route)
        and _arrives(lane, route)
        and (not lane.node or lane.node in route.nodes)
        and lane.product in ("", route.product)
        and lane.from_period <= period <= lane.until_period
    )


def _leaves(lane: Lane, route: Route) -> bool:
    """Say whether a row names where a route starts; what stays inside a region must be named as such."""
    if lane.from_region:
        return lane.from_region == route.from_region
    return lane.from_bloc in ("", route.from_bloc) and route.from_region != route.to_region


def _arrives(lane: Lane, route: Route) -> bool:
    """Say whether a row names where a route ends: of a bloc, every region and every market."""
    if lane.to_bloc:
        return lane.to_bloc == route.to_bloc
    return (lane.to_region, lane.to_market) == (route.to_region, route.to_market)


def lane_rules(case: Case, route: Route) -> tuple[Lane, ...]:
    """Return the rows that match a route in some period, the least specific first: the last one sets the price."""
    near = [lane for lane in case.lanes if lane.from_region in ("", route.from_region)]  # soon asked: few are left
    rows = [lane for lane in near if matches(lane, route, max(0, lane.from_period))]
    return tuple(sorted(rows, key=specificity))


def specificity(lane: Lane) -> tuple[int, int]:
    """Return how many of the names that a row may leave blank it fills; of equal rows, those with blocs come first."""
    return bool(lane.origin) + bool(lane.node) + bool(lane.product), -bool(lane.from_bloc) - bool(lane.to_bloc)


def terms(rules: tuple[Lane, ...], route: Route, period: int) -> tuple[bool, float, float]:
    """Return (open, freight in usd a unit, tariff as a share of the price) of a route in a period.

    A lane is closed if any matching row says no; its price is the most specific row's.
    """
    if not rules:
        return OPEN_AND_FREE
    holding = [lane for lane in rules if matches(lane, route, period)]
    if not holding:
        return OPEN_AND_FREE
    return all(lane.allowed for lane in holding), holding[-1].cost_usd_per_unit, holding[-1].tariff
