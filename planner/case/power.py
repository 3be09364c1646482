"""Records about power: what the grid connects at a site, and what a market can energise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SitePower:
    """Power connected to a site for new phases, in MW to date; what is online keeps within it and the site's limit."""

    site: str
    mw: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Deployment:
    """Power in a market: MW of accelerators that can be energised there, to date."""

    market: str
    mw: tuple[float, ...]
