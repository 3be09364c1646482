"""Keys: the index of every family as a named tuple, its fields in the order of the index letters."""

from typing import NamedTuple

from planner.registry.place_keys import ScenarioSitePeriod as ScenarioSitePeriod
from planner.registry.supply_keys import PartStockKey as PartStockKey
from planner.registry.supply_keys import PurchasedKey as PurchasedKey
from planner.registry.supply_keys import PurchasePeriod as PurchasePeriod


class WholePlan(NamedTuple):
    """The index of a single row."""


class ScenarioKey(NamedTuple):
    """A scenario."""

    scenario: int


class SiteKey(NamedTuple):
    """A site."""

    site: str


class SitePeriod(NamedTuple):
    """A site in a period."""

    site: str
    period: int


class PairKey(NamedTuple):
    """A pair: a node at a site."""

    site: str
    node: str


class PairPeriod(NamedTuple):
    """A pair in a period."""

    site: str
    node: str
    period: int


class ScenarioPairPeriod(NamedTuple):
    """A pair in a period of a scenario."""

    scenario: int
    site: str
    node: str
    period: int


class RegionPeriod(NamedTuple):
    """A region in a period."""

    region: str
    period: int


class OwnerPeriod(NamedTuple):
    """An owner in a period."""

    owner: str
    period: int


class ToolPeriod(NamedTuple):
    """A tool in a period."""

    tool: str
    period: int


class ScenarioToolPeriod(NamedTuple):
    """A tool in a period of a scenario."""

    scenario: int
    tool: str
    period: int


class ConversionPeriod(NamedTuple):
    """A conversion, by its row, in a period."""

    conversion: int
    period: int


class LockKey(NamedTuple):
    """A lock, by its row."""

    lock: int


class LaneKey(NamedTuple):
    """A lane, by its row, in a period of a scenario."""

    scenario: int
    lane: int
    period: int


class LimitSide(NamedTuple):
    """A side of a limit, by its row."""

    limit: int
    side: str


class LimitSidePeriod(NamedTuple):
    """A side of a limit in a period."""

    limit: int
    side: str
    period: int


class ScenarioLimitSidePeriod(NamedTuple):
    """A side of a limit in a period of a scenario."""

    scenario: int
    limit: int
    side: str
    period: int


class IncentiveKey(NamedTuple):
    """An incentive."""

    incentive: str


class IncentivePeriod(NamedTuple):
    """An incentive in a period."""

    incentive: str
    period: int


class CohortStart(NamedTuple):
    """A cohort of tracks, by its number, and a start period."""

    cohort: int
    start: int


class CreditKey(NamedTuple):
    """What an incentive grants a cohort for the phases that start in a period."""

    incentive: str
    cohort: int
    start: int


class AccountPeriod(NamedTuple):
    """An account in a period."""

    account: str
    period: int


class OrderKey(NamedTuple):
    """What is ordered for an account with a spend profile, by its number, by a period."""

    account: str
    spend_profile: int
    period: int


class DrawKey(NamedTuple):
    """What a fund group pays for an account by a period."""

    fund_group: str
    account: str
    period: int


class FundPeriod(NamedTuple):
    """A fund group in a period."""

    fund_group: str
    period: int


class FundSite(NamedTuple):
    """A fund group at a site."""

    fund_group: str
    site: str


class ClassPeriod(NamedTuple):
    """A yield class, of a region, in a period of a scenario."""

    scenario: int
    region: str
    node: str
    defect_factor: float
    period: int


class PoolPeriod(NamedTuple):
    """The yield classes of a zone with the same defect factor, in a period of a scenario."""

    scenario: int
    zone: str
    node: str
    defect_factor: float
    period: int


class ZoneNodePeriod(NamedTuple):
    """A node of a zone in a period of a scenario."""

    scenario: int
    zone: str
    node: str
    period: int


class WafersKey(NamedTuple):
    """Wafers of a pool for a part of a product, started in a period of a scenario."""

    scenario: int
    zone: str
    node: str
    defect_factor: float
    product: str
    part: str
    period: int


class MoveKey(NamedTuple):
    """A part made on a node that moves from a zone to a zone in a period of a scenario."""

    scenario: int
    from_zone: str
    zone: str
    node: str
    product: str
    part: str
    period: int


class PartMadeKey(NamedTuple):
    """A part made on a node in the zone that it may leave, in a period of a scenario."""

    scenario: int
    from_zone: str
    node: str
    product: str
    part: str
    period: int


class PartKey(NamedTuple):
    """A part of the packages finished in a zone in a period of a scenario."""

    scenario: int
    zone: str
    product: str
    part: str
    period: int


class PackagesKey(NamedTuple):
    """Packages of a product in a zone in a period of a scenario."""

    scenario: int
    zone: str
    product: str
    period: int


class ShipmentKey(NamedTuple):
    """Packages of a product from a zone to a market group in a period of a scenario."""

    scenario: int
    zone: str
    market_group: str
    product: str
    period: int


class DemandKey(NamedTuple):
    """Demand of a market group for a product in a period of a scenario."""

    scenario: int
    market_group: str
    product: str
    period: int


class TierKey(NamedTuple):
    """Demand of a tier of a market group for an item in a period of a scenario."""

    scenario: int
    market_group: str
    item: str
    tier: str
    period: int


class ServedKey(NamedTuple):
    """Packages of a product for a tier of a market group that wants an item, in a period of a scenario."""

    scenario: int
    market_group: str
    product: str
    item: str
    tier: str
    period: int


class ScenarioLimitSide(NamedTuple):
    """A side of a limit in a scenario."""

    scenario: int
    limit: int
    side: str


class GroupPeriod(NamedTuple):
    """A market group in a period of a scenario."""

    scenario: int
    market_group: str
    period: int


class ComponentNodePeriod(NamedTuple):
    """A node of a component in a period."""

    component: str
    node: str
    period: int


class NeedKey(NamedTuple):
    """A weighting of the nodes of a component in a period of a scenario."""

    scenario: int
    component: str
    weighting: str
    period: int
