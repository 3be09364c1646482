"""Parts of packages as records: how they are made, and how they are bought."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One way to make a part: so many units a package, from wafers of a node.

    Either `good_units_per_wafer` is given, or `die_area_mm2`, from which the yield model derives it; bought units have
    neither, and no node. `stock_cost_usd_per_unit_period` of None means that the units never wait.
    """

    node: str
    units: float
    good_units_per_wafer: float | None = None
    die_area_mm2: float | None = None
    harvest: float = 0.0
    stock_cost_usd_per_unit_period: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a package with its alternative sources. Without any, it can only be bought.

    `bought` is a source without a node: how many bought units a package takes. Without it a bought unit counts as one
    of the first source.
    """

    name: str
    sources: tuple[Source, ...]
    bought: Source | None = None

    @property
    def all_sources(self) -> tuple[Source, ...]:
        """The sources, and what is bought where that has a row of its own."""
        return self.sources if self.bought is None else (*self.sources, self.bought)

    @property
    def as_bought(self) -> Source:
        """What a bought unit counts as."""
        return self.bought or self.sources[0]


@dataclass(frozen=True, slots=True)
class Purchase:
    """Units of a part that a contract offers in a region, by period in thousands, for any product with a part so named.

    `take_or_pay` is the share of each period's units that is paid for whether taken or not.
    """

    part: str
    region: str
    price_usd: float
    kunits: tuple[float, ...]
    take_or_pay: float = 0.0
