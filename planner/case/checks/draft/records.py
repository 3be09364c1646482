"""Records of a draft that a case holds inside others: each is one fact, in the units of the case."""

from dataclasses import dataclass
from typing import TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Material:
    """A part of a product and one node that can make it; without a node, how it is bought."""

    product: str
    part: str
    node: str
    units: float
    good_units_per_wafer: float | None = None
    die_area_mm2: float | None = None
    harvest: float = 0.0
    stock_cost_usd_per_unit_period: float | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """Demand for a product or class in a market by period; an empty scenario stands for every one."""

    product: str
    market: str
    kunits: tuple[float, ...]
    scenario: str = ""
    tier: str = ""
    price_usd: float | None = None
    shortage_penalty_usd: float | None = None
    backlog: float = 0.0

    @property
    def is_plain(self) -> bool:
        """Whether it is demand on the terms of its product, as far as the row alone says."""
        return not self.tier and self.price_usd is None and self.shortage_penalty_usd is None and self.backlog == 0


@dataclass(frozen=True, slots=True)
class ClassProduct:
    """A class and one product that serves it."""

    compute_class: str
    product: str
    units_per_package: float
    price_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Budget:
    """What becomes available in a fund by period."""

    fund: str
    budget_usd_bn: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MachineUse:
    """A machine that a node needs."""

    tool: str
    node: str
    tools_per_kwspm: float
    periods_before_output: int = 0


def partial(kind: type[R], known: dict[str, object]) -> R:
    """Return a record with the known fields only. Reading any other one raises AttributeError."""
    record = object.__new__(kind)
    for name, value in known.items():
        object.__setattr__(record, name, value)
    return record
