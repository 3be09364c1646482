"""Records about scarce machines: their deliveries, and the nodes that need them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToolUse:
    """Installed tools that a node needs for each kwspm, some periods before output."""

    node: str
    tools_per_kwspm: float
    periods_before_output: int = 0


@dataclass(frozen=True, slots=True)
class Tool:
    """A scarce machine: deliveries by period that this case may install, and what needs it. A stock, never consumed.

    With productivity growth, a share a year, the whole installed stock does more from period to period.
    """

    name: str
    deliveries: tuple[float, ...]
    uses: tuple[ToolUse, ...]
    productivity_growth: float = 0.0
