"""The plan: one solution as frozen records, the same facts as the sheets of the plan workbook.

Names are keys, periods are ordinals of the case's calendar (wafers may start before period 0), money is undiscounted
usd_bn unless a name says otherwise. Only nonzero entries are kept, except in `capacity`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Status(StrEnum):
    """How a solve ended. `feasible` is a plan stopped at a limit; `optimal` is proven to the requested gap."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    NO_PLAN = "no_plan"
    CANCELLED = "cancelled"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Opening:
    """A site opened for building in a period."""

    site: str
    period: int


@dataclass(frozen=True, slots=True)
class ShellStart:
    """Shells whose construction starts at a site in a period."""

    site: str
    period: int
    shells: int


@dataclass(frozen=True, slots=True)
class Start:
    """Phases of a node whose construction starts at a site in a period."""

    site: str
    node: str
    period: int
    phases: int


@dataclass(frozen=True, slots=True)
class Converted:
    """Lumps of capacity converted from one node into another in a period."""

    site: str
    from_node: str
    node: str
    period: int
    lumps: int


@dataclass(frozen=True, slots=True)
class Retired:
    """Capacity of a node that stood at a site and is given up in a period."""

    site: str
    node: str
    period: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """The investment decisions of a plan; everything else follows from them or is decided anew in every period."""

    openings: tuple[Opening, ...] = ()
    starts: tuple[Start, ...] = ()
    converted: tuple[Converted, ...] = ()
    shells_built: tuple[ShellStart, ...] = ()
    retired: tuple[Retired, ...] = ()


@dataclass(frozen=True, slots=True)
class Draw:
    """Money drawn from a fund for a site's node, or for the site's opening and shells where `node` is empty."""

    fund: str
    site: str
    node: str
    period: int
    usd_bn: float


@dataclass(frozen=True, slots=True)
class Credit:
    """The whole credit that an incentive grants for phases of a pair, or shells (no node), that start in a period."""

    incentive: str
    site: str
    node: str
    start_period: int
    usd_bn: float


@dataclass(frozen=True, slots=True)
class Wafers:
    """Wafers of a yield class started in a period for a part of a product, in thousands.

    `unsold_kwafers` of them no package takes: known where the profit is that of fabs, which earn nothing with them.
    """

    scenario: str
    region: str
    node: str
    defect_factor: float
    part: str
    product: str
    period: int
    kwafers: float
    unsold_kwafers: float = 0.0


@dataclass(frozen=True, slots=True)
class PhaseUse:
    """Wafers started in a period on new phases and those under way of a pair, in thousands.

    Only for nodes whose phases draw less where they make less. What conversions take of phases counts as made on them.
    """

    scenario: str
    site: str
    node: str
    period: int
    kwafers: float


@dataclass(frozen=True, slots=True)
class PartFlow:
    """Good units of a part sent from the region that made them to the region that packages them, in thousands."""

    scenario: str
    from_region: str
    to_region: str
    node: str
    product: str
    part: str
    period: int
    kunits: float


@dataclass(frozen=True, slots=True)
class Purchased:
    """Units of a part bought in the region in which they go into a product, in thousands."""

    scenario: str
    region: str
    part: str
    product: str
    period: int
    kunits: float


@dataclass(frozen=True, slots=True)
class PartStock:
    """Units of a part in stock at the end of a period in the region where its packages are finished, in thousands.

    `node` is empty where they were bought and the case says how.
    """

    scenario: str
    region: str
    node: str
    product: str
    part: str
    period: int
    kunits: float


@dataclass(frozen=True, slots=True)
class Packages:
    """Good packages of a product finished in a region in a period, in thousands."""

    scenario: str
    region: str
    product: str
    period: int
    kunits: float


@dataclass(frozen=True, slots=True)
class Shipment:
    """Packages shipped from a region to a market in a period, in thousands.

    For a tier of its customers, empty where it has no name, and for a class, empty where the product itself is wanted.
    """

    scenario: str
    from_region: str
    market: str
    product: str
    period: int
    kunits: float
    tier: str = ""
    compute_class: str = ""


@dataclass(frozen=True, slots=True)
class Shortage:
    """Demand of a market for a product or class that is lost in a period, and what waits at its end, in thousands."""

    scenario: str
    product: str
    market: str
    period: int
    kunits: float
    tier: str = ""
    backlog_kunits: float = 0.0


@dataclass(frozen=True, slots=True)
class Capacity:
    """Usable capacity of a node at a site in a period and the part of it that is used, in kwspm."""

    site: str
    node: str
    period: int
    kwspm: float
    used_kwspm: float


class RowSlack(NamedTuple):
    """A row of the model under a plan: the slack to its nearest side, that side, and the activity of the row.

    `gross` adds the sizes of all terms, to distinguish a difference of equal terms from a row in which nothing happens.
    """

    rule: str
    index: Any
    slack: float
    side: float
    gross: float


@dataclass(frozen=True, slots=True)
class Binding:
    """A rule that holds with (almost) no slack in a period."""

    rule: str
    where: str
    period: int
    slack: float


@dataclass(frozen=True, slots=True)
class BanPrice:
    """A closed lane row that costs something: what lifting it alone would save with the plan's capacity, discounted.

    `kunits` would pass over the horizon, expected over the scenarios: packages, and the parts of packages that a lane
    carries too.
    """

    from_region: str
    to_region: str
    to_market: str
    node: str
    product: str
    from_period: int
    until_period: int
    usd_bn: float
    kunits: float
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
class Stage:
    """The first of two lexicographic objectives: the plan's value and the bound on the value of any plan."""

    objective: float
    bound: float
    gap: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the solver proved. `gap` is (objective - bound) / |objective|, a fraction; bound and objective in usd_bn.

    `cost_usd_bn` holds the discounted cost lines whose sum is the objective. Where coverage comes first, `first_stage`
    is about the discounted shortage penalty, which the objective then leaves out; the bound is for plans with no more
    penalty. `unavoidable_usd_bn` is the discounted penalty that no plan can avoid, where that is most of the objective
    and the requested gap holds for the rest; otherwise 0.
    """

    status: Status
    objective: float
    bound: float
    gap: float
    cost_usd_bn: Mapping[str, float]
    first_stage: Stage | None = None
    unavoidable_usd_bn: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan for one case."""

    outcome: Outcome
    openings: tuple[Opening, ...] = ()
    shells_built: tuple[ShellStart, ...] = ()
    starts: tuple[Start, ...] = ()
    converted: tuple[Converted, ...] = ()
    retired: tuple[Retired, ...] = ()
    draws: tuple[Draw, ...] = ()
    credits: tuple[Credit, ...] = ()
    wafers: tuple[Wafers, ...] = ()
    phase_use: tuple[PhaseUse, ...] = ()
    flows: tuple[PartFlow, ...] = ()
    purchased: tuple[Purchased, ...] = ()
    part_stock: tuple[PartStock, ...] = ()
    packages: tuple[Packages, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    shortage: tuple[Shortage, ...] = ()
    capacity: tuple[Capacity, ...] = ()
    binding: tuple[Binding, ...] = ()
    bans: tuple[BanPrice, ...] = ()
    run: Mapping[str, str | int | float] = field(default_factory=dict)

    @property
    def schedule(self) -> Schedule:
        """What the plan decides."""
        return Schedule(self.openings, self.starts, self.converted, self.shells_built, self.retired)
