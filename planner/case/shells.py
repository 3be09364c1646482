"""Shells: buildings that phases are fitted out in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shell:
    """Shells of a site: buildings that phases are fitted out in. Only sites with shells have such a record.

    `ready` shells are finished before the plan and can be used from `ready_from` on.
    """

    site: str
    capex_usd_bn: float
    lead_periods: int
    spend: tuple[float, ...]
    floor_units: float
    max_shells: float = float("inf")
    ready: int = 0
    ready_from: int = 0
