"""Keys of places that limit what runs there, as those of `keys`."""

from typing import NamedTuple


class ScenarioSitePeriod(NamedTuple):
    """A site in a period of a scenario."""

    scenario: int
    site: str
    period: int
