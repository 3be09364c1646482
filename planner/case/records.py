"""The case: one planning instance as frozen, complete, typed records.

Names are keys. Periods are ordinals (0 is the first period of the horizon, the past is negative). Shares are fractions.
Money is real, in usd_bn of the price year. No limit is infinity, no minimum is zero,
and a window without an end closes at `NO_END`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.case.buyers import Buyer as Buyer
from planner.case.buyers import ClassMember as ClassMember
from planner.case.buyers import ComputeClass as ComputeClass
from planner.case.buyers import Market as Market
from planner.case.buyers import Tier as Tier
from planner.case.calendar import NO_END, Calendar
from planner.case.capacity import Committed as Committed
from planner.case.capacity import Conversion as Conversion
from planner.case.capacity import UnderWay as UnderWay
from planner.case.choices import Covers as Covers
from planner.case.choices import EndValue as EndValue
from planner.case.choices import Kind as Kind
from planner.case.choices import Measure as Measure
from planner.case.choices import Objective as Objective
from planner.case.choices import ProfitOf as ProfitOf
from planner.case.curves import DefectLearning
from planner.case.events import Event as Event
from planner.case.locks import Lock as Lock
from planner.case.locks import PlannedStart as PlannedStart
from planner.case.owners import Owner as Owner
from planner.case.parts import Part as Part
from planner.case.parts import Purchase as Purchase
from planner.case.parts import Source as Source
from planner.case.power import Deployment as Deployment
from planner.case.power import SitePower as SitePower
from planner.case.scenarios import Scenario as Scenario
from planner.case.shells import Shell as Shell
from planner.case.tools import Tool as Tool
from planner.case.tools import ToolUse as ToolUse


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole case. Rates are fractions a year."""

    case_name: str
    discount_rate: float = 0.0
    price_year: int | None = None
    objective: Objective = Objective.LEAST_COST
    end_value: EndValue = EndValue.NONE
    equipment_life_years: float = 5.0
    shell_life_years: float = 20.0
    change_price_usd_bn_per_phase: float = 0.0
    max_changes: float = float("inf")
    deployment_overhead: float = 0.0
    cvar_weight: float = 0.0
    cvar_tail: float = 0.1
    max_shortage_cost_usd_bn: float = float("inf")
    decide_until: int = NO_END
    profit_of: ProfitOf = ProfitOf.SELLER

    @property
    def is_for_society(self) -> bool:
        """Whether the plan is best for society: what one pays another does not count."""
        return self.objective is Objective.PROFIT and self.profit_of is ProfitOf.SOCIETY

    @property
    def is_for_fabs(self) -> bool:
        """Whether the plan is best for those who own the fabs: they earn transfer prices."""
        return self.objective is Objective.PROFIT and self.profit_of is ProfitOf.FABS

    @property
    def counts_penalties(self) -> bool:
        """Whether penalties of shortages, and their risk, count."""
        return not (self.is_for_society or self.is_for_fabs)


@dataclass(frozen=True, slots=True)
class Region:
    """A country or jurisdiction. Cost indices are relative to the nodes' own figures."""

    name: str
    bloc: str = ""
    shell_cost_index: float = 1.0
    equipment_cost_index: float = 1.0
    operating_cost_index: float = 1.0
    max_phase_starts_per_year: float = float("inf")


@dataclass(frozen=True, slots=True)
class Site:
    """A place to build. `available_from` is the first period in which a phase may start."""

    name: str
    region: str
    latitude: float | None = None
    longitude: float | None = None
    floor_units: float = float("inf")
    opening_cost_usd_bn: float = 0.0
    available_from: int = 0
    power_limit_mw: float = float("inf")
    power_price_usd_kwh: float = 0.0
    shell_cost_index: float = 1.0


@dataclass(frozen=True, slots=True)
class Node:
    """A process technology. `available_from` is the first period of output anywhere and may lie in the past.

    `phase_capex_usd_bn` is that of a phase that starts in the first period; it changes by `capex_trend` a year.
    `wafer_price_usd` is what the fab is paid for a wafer, None where the case does not say; it moves in the same way.
    `idle_power` is the share of its power that a phase draws whatever it makes.
    """

    name: str
    kind: Kind
    phase_kwspm: float
    phase_capex_usd_bn: float
    shell_share: float = 0.0
    floor_units_per_phase: float = 1.0
    power_mw_per_phase: float = 0.0
    wafer_cost_usd: float = 0.0
    fixed_cost_usd_bn_per_phase_year: float = 0.0
    available_from: int = 0
    utilisation: float = 1.0
    cycle_periods: int = 0
    learning: DefectLearning = field(default_factory=DefectLearning)
    capex_trend: float = 0.0
    crew_units_per_phase: float = 1.0
    idle_power: float = 1.0
    wafer_price_usd: float | None = None
    wafer_price_trend: float = 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A node that may be built at a site: lead times, ramp and spend shares by age in periods.

    `capex_factor` holds for every phase, `expansion_capex_factor` for those after the first besides.
    """

    site: str
    node: str
    lead_periods: int
    ramp: tuple[float, ...]
    spend: tuple[float, ...]
    expansion_lead_periods: int
    expansion_spend: tuple[float, ...]
    max_phases: float = float("inf")
    capex_factor: float = 1.0
    defect_factor: float = 1.0
    owner: str = ""
    expansion_capex_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Product:
    """An AI accelerator package. `stock_cost_usd_per_period` of None means that it is never stocked.

    `package_price_usd` is what the packaging house is paid for one, None where the case does not say.
    """

    name: str
    parts: tuple[Part, ...]
    shortage_penalty_usd: float
    price_usd: float = 0.0
    assembly_yield: float = 1.0
    stock_cost_usd_per_period: float | None = None
    power_kw: float = 0.0
    package_price_usd: float | None = None
    other_cost_usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Lane:
    """A rule about flows to a region, to a market, or to all of a bloc; empty names match everything.

    To a region, an empty `from_region` means every other one, or every other one of `from_bloc`: what stays inside a
    region needs a row that says so.
    """

    from_region: str = ""
    to_region: str = ""
    to_market: str = ""
    node: str = ""
    product: str = ""
    from_period: int = 0
    until_period: int = NO_END
    allowed: bool = True
    cost_usd_per_unit: float = 0.0
    tariff: float = 0.0
    max_kunits: float = float("inf")
    from_bloc: str = ""
    to_bloc: str = ""

    @property
    def origin(self) -> str:
        """The region or bloc that ships; empty for every one."""
        return self.from_region or self.from_bloc

    @property
    def destination(self) -> str:
        """The region, market or bloc that receives."""
        return self.to_region or self.to_market or self.to_bloc


@dataclass(frozen=True, slots=True)
class Fund:
    """An investor's money: what becomes available by period in usd_bn, and its restrictions (empty: any).

    `required_return` a year is None where the case's discount rate stands for it.
    """

    name: str
    budget_usd_bn: tuple[float, ...]
    regions: frozenset[str] = frozenset()
    blocs: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    owners: frozenset[str] = frozenset()
    carry_over: bool = True
    max_share: float = 1.0
    cost_of_money: float = 0.0
    home_markets: frozenset[str] = frozenset()
    required_return: float | None = None


@dataclass(frozen=True, slots=True)
class Incentive:
    """A grant or tax credit on the capex of phases that start inside its window."""

    name: str
    rate: float
    region: str = ""
    site: str = ""
    kind: Kind | None = None
    covers: Covers = Covers.ALL
    start_from: int = 0
    start_until: int = NO_END
    cap_usd_bn: float = float("inf")


@dataclass(frozen=True, slots=True)
class Limit:
    """A policy bound on a measure; empty names match everything; shares are fractions."""

    name: str
    measure: Measure
    region: str = ""
    bloc: str = ""
    site: str = ""
    node: str = ""
    kind: Kind | None = None
    product: str = ""
    market: str = ""
    tier: str = ""
    owner: str = ""
    minimum: float = 0.0
    maximum: float = float("inf")
    from_period: int = 0
    until_period: int = NO_END
    market_bloc: str = ""

    @property
    def counts_wafers(self) -> bool:
        """Whether a share of output is one of wafers started; else it is one of packages finished."""
        return bool(self.node) or self.kind is not None


@dataclass(frozen=True, slots=True)
class Case:
    """One planning instance. Mappings are keyed by name, pairs by (site, node), shells by site."""

    settings: Settings
    calendar: Calendar
    regions: Mapping[str, Region]
    sites: Mapping[str, Site]
    nodes: Mapping[str, Node]
    pairs: Mapping[tuple[str, str], Pair]
    products: Mapping[str, Product]
    markets: Mapping[str, Market]
    scenarios: tuple[Scenario, ...]
    funds: Mapping[str, Fund]
    committed: tuple[Committed, ...] = ()
    under_way: tuple[UnderWay, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    lanes: tuple[Lane, ...] = ()
    incentives: tuple[Incentive, ...] = ()
    tools: Mapping[str, Tool] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()
    locks: tuple[Lock, ...] = ()
    last_plan: tuple[PlannedStart, ...] = ()
    classes: Mapping[str, ComputeClass] = field(default_factory=dict)
    site_power: tuple[SitePower, ...] = ()
    deployment: tuple[Deployment, ...] = ()
    owners: Mapping[str, Owner] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    shells: Mapping[str, Shell] = field(default_factory=dict)

    def owner_of(self, site: str, node: str) -> str:
        """Return who builds a node at a site, empty where nobody is named."""
        pair = self.pairs.get((site, node))
        return pair.owner if pair else ""

    def may_build(self, site: str, node: str) -> bool:
        """Say whether a node, or without one a shell, is listed for a site."""
        return (site, node) in self.pairs if node else site in self.shells

    def pair_region(self, site: str) -> Region:
        """Return the region that a site lies in."""
        return self.regions[self.sites[site].region]
