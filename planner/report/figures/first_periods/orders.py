"""What has to be ordered for some starts: tools on site, power connected, shells, each by a period."""

from collections import defaultdict
from dataclasses import dataclass

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.cohorts import cohorts
from planner.shape.tracks import NO_NODE

POWER, SHELL = "power [MW]", "shell"


@dataclass(frozen=True, slots=True)
class Order:
    """So much of something that has to be at a site by a period, for a node if for one."""

    needed_by: int
    what: str
    quantity: float
    site: str
    node: str = ""


def orders(case: Case, plan: Plan, periods: int) -> list[Order]:
    """Return what the starts of the first periods need, in the order of time."""
    needed: dict[tuple[int, str, str, str], float] = defaultdict(float)
    for shells in plan.shells_built:
        if shells.period < periods:
            needed[shells.period, SHELL, shells.site, NO_NODE] += shells.shells
    for cohort in cohorts(case, plan):
        if cohort.start >= periods:
            continue
        node = case.nodes[cohort.node]
        for tool in case.tools.values():
            for use in tool.uses:
                if use.node == cohort.node and use.tools_per_kwspm > 0:
                    by = max(0, cohort.first_output - use.periods_before_output)
                    tools = use.tools_per_kwspm * cohort.phases * node.phase_kwspm
                    needed[by, tool.name, cohort.site, cohort.node] += tools
        if node.power_mw_per_phase > 0:
            mw = node.power_mw_per_phase * cohort.phases
            needed[cohort.first_output, POWER, cohort.site, cohort.node] += mw
    return [Order(by, what, quantity, site, node) for (by, what, site, node), quantity in sorted(needed.items())]
