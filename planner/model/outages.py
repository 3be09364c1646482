"""Outages of deliveries: capacity whose machines have not come in a scenario stands idle.

    tools_running[k,e,t]:  sum(r,n,d) tools_per_kwspm[e,n] / (months * utilisation[n]) * wafer_starts[k,r,n,d,t]
        <= max(0, sum(n) tools_per_kwspm[e,n] * committed[n,t] + what new phases may use - machines that have not come)
                                                                                    for tools that some event names

Construction is the same in all scenarios and keeps to the deliveries as planned (tool_stock); without an event this row
follows from that one. Right-hand sides alone differ between scenarios.
"""

from collections import defaultdict

from planner.case.records import Case, Tool
from planner.model.equations import Linear, total
from planner.model.pyomo_model import Model
from planner.registry.keys import ScenarioToolPeriod
from planner.registry.rows import TOOLS_RUNNING
from planner.registry.variables import WAFER_STARTS
from planner.shape.events import missing_tools
from planner.shape.shape import Shape
from planner.shape.tool_stock import available_tools


def add(m: Model, shape: Shape) -> None:
    """Add what may run with the machines that have come, of every tool of which some may not come."""
    case, starts = shape.case, m[WAFER_STARTS]
    named = {event.tool for event in case.events if event.tool}
    running: dict[ScenarioToolPeriod, list[Linear]] = defaultdict(list)
    for key in starts if named else ():
        node = case.nodes[key.node]
        for e in sorted(named) if key.period >= 0 else ():
            per_kwspm = sum(use.tools_per_kwspm for use in case.tools[e].uses if use.node == key.node)
            if per_kwspm > 0:
                per_kwafer = per_kwspm / (case.calendar.period_months * node.utilisation)
                running[ScenarioToolPeriod(key.scenario, e, key.period)].append(per_kwafer * starts[key])
    there = {
        (k, e, t): max(0.0, _planned(case, case.tools[e], t) - missing_tools(case, k, case.tools[e], t))
        for k, e, t in running
    }
    m.rows(TOOLS_RUNNING, {key: total(amounts) <= there[key] for key, amounts in running.items()})


def _planned(case: Case, tool: Tool, period: int) -> float:
    """Return the machines that are there as planned: of capacity there or under way, and what new phases may use."""
    per_kwspm = {use.node: use.tools_per_kwspm for use in tool.uses}
    committed = sum(per_kwspm.get(row.node, 0.0) * row.kwspm[period] for row in case.committed)
    rows = ((row, case.nodes[row.node].phase_kwspm) for row in case.under_way)
    earlier = sum(row.phases * phase_kwspm * per_kwspm.get(row.node, 0.0) for row, phase_kwspm in rows)
    return committed + earlier + available_tools(case, tool, period)
