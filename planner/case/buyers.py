"""Buyers: markets, tiers of their customers, and classes of compute that several products can serve."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Market:
    """Where packages are sold."""

    name: str
    bloc: str = ""


@dataclass(frozen=True, slots=True)
class ClassMember:
    """A product that serves a class: a package is so many class units, sold at a share of the price."""

    product: str
    units_per_package: float
    price_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class ComputeClass:
    """Demand that any of some products can serve, counted in class units."""

    name: str
    members: tuple[ClassMember, ...]


class Buyer(NamedTuple):
    """Who demands what: a product or a class, in a market, for a tier of its customers (empty: one without a name)."""

    item: str
    market: str
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """Demand with terms of its own, by period, in thousand packages or class units; money is per package or unit.

    None stands for the product's own price and penalty. `backlog` is the share of what is unserved that still wants to
    be served in the next period; the rest is lost.
    """

    kunits: tuple[float, ...]
    price_usd: float | None = None
    shortage_penalty_usd: float | None = None
    backlog: float = 0.0
