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
    """A scarce machine: deliveries by period that this case may install, and what needs it. A stock, never consumed."""

    name: str
    deliveries: tuple[float, ...]
    uses: tuple[ToolUse, ...]
