"""What has to be ordered for some starts: tools on site, power connected, shells, each by a period."""

from collections.abc import Iterable
from dataclasses import dataclass

from planner.case.records import Case
from planner.plan.records import Start

POWER, SHELL = "power [MW]", "shell"


@dataclass(frozen=True, slots=True)
class Order:
    """So much of something that has to be at a site by a period, for a node if for one."""

    needed_by: int
    what: str
    quantity: float
    site: str
    node: str = ""


def orders(case: Case, starts: Iterable[Start]) -> list[Order]:
    """Return what some starts need, in the order of time."""
    needed: list[Order] = []
    for start in starts:
        if not start.node:
            needed.append(Order(start.period, SHELL, float(start.phases), start.site))
            continue
        node, ready = case.nodes[start.node], start.period + case.pairs[start.site, start.node].lead_periods
        kwspm = start.phases * node.phase_kwspm
        for tool in case.tools.values():
            for use in tool.uses:
                if use.node == start.node and use.tools_per_kwspm > 0:
                    by = max(0, ready - use.periods_before_output)
                    needed.append(Order(by, tool.name, use.tools_per_kwspm * kwspm, start.site, start.node))
        if node.power_mw_per_phase > 0:
            needed.append(Order(ready, POWER, node.power_mw_per_phase * start.phases, start.site, start.node))
    return sorted(needed, key=lambda one: (one.needed_by, one.what, one.site))
