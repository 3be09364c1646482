"""Capacity that is there or under way as records, and what may be converted of it."""

from dataclasses import dataclass

from planner.case.calendar import NO_END


@dataclass(frozen=True, slots=True)
class Committed:
    """Existing and committed capacity of a node at a site, already ramped, in kwspm by period of the horizon.

    It costs so much a year as long as there is some of it. From `retire_from` on a plan may give it up.
    """

    site: str
    node: str
    kwspm: tuple[float, ...]
    uses_tools: bool = True
    fixed_cost_usd_bn_per_year: float = 0.0
    retire_from: int = NO_END

    @property
    def may_retire(self) -> bool:
        """Whether a plan may give it up in some period."""
        return self.retire_from != NO_END


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Phases of a pair that started before the horizon, their first output (in the past too) and what is still due."""

    site: str
    node: str
    phases: int
    first_output: int
    bills_usd_bn: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Conversion:
    """Lumps of capacity that a site may turn from one node into another."""

    site: str
    from_node: str
    to_node: str
    lump_kwspm: float
    capex_usd_bn_per_lump: float = 0.0
    downtime_periods: int = 0
    output_ratio: float = 1.0
    max_lumps: float = float("inf")
    earliest: int = 0
