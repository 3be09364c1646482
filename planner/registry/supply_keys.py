"""Keys of parts that are bought, sold or wait, as those of `keys`."""

from typing import NamedTuple


class PurchasePeriod(NamedTuple):
    """A purchase, by its row, in a period of a scenario."""

    scenario: int
    purchase: int
    period: int


class PurchasedKey(NamedTuple):
    """Units of a purchase, by its row, that go into a product in a period of a scenario."""

    scenario: int
    purchase: int
    product: str
    period: int


class SoldKey(NamedTuple):
    """Wafers of a pool for a part of a product that leave their fab in a period of a scenario."""

    scenario: int
    zone: str
    node: str
    defect_factor: float
    product: str
    part: str
    period: int


class PartStockKey(NamedTuple):
    """A part made on a node that waits in the zone where its packages are finished, in a period of a scenario."""

    scenario: int
    zone: str
    node: str
    product: str
    part: str
    period: int
