"""Events: what one scenario loses for a time, of capacity, of a lane, of demand or of deliveries."""

from dataclasses import dataclass

from planner.case.calendar import NO_END


@dataclass(frozen=True, slots=True)
class Event:
    """A share of what is planned that is left in a scenario from a period on, 0 where all is gone.

    It is about the capacity of a region or a site (of a node), about a lane (for a node or product), about deliveries
    of a tool, or about the demand of a market. A case holds demand with its events: only a workbook lists the last.
    """

    scenario: str
    from_period: int
    factor: float
    until_period: int = NO_END
    region: str = ""
    site: str = ""
    from_region: str = ""
    to_region: str = ""
    to_market: str = ""
    market: str = ""
    tool: str = ""
    node: str = ""
    product: str = ""

    @property
    def is_lane(self) -> bool:
        """Whether it is about a lane."""
        return bool(self.from_region or self.to_region or self.to_market)

    def holds(self, period: int) -> bool:
        """Say whether a period lies in its window."""
        return self.from_period <= period <= self.until_period
