"""Tools: machines installed for new phases never exceed those delivered. A tool is a stock, not consumed.

    tool_stock[e,t]:  sum(s,n) tools_per_kwspm[e,n] * phase_kwspm[n] * built[s,n,t-lead+periods_before_output]
        + sum(v) lump_kwspm[v] * (output_ratio[v] * tools_per_kwspm[e,to] - tools_per_kwspm[e,from]) * converted[v,t]
        <= max(0, productivity[e,t] * sum(u<=t) deliveries[e,u]
                  - sum(n) tools_per_kwspm[e,n] * (committed[n,t] - productivity[e,t] * committed[n,0])
                  - those of phases under way) + those of what is retired

Growth of committed capacity whose rows use tools takes deliveries, retirement frees them. Phases under way take them
from periods_before_output before their first output, where that is within the horizon. All are machines of the first
period, of which one does the work of productivity = (1 + growth)^years later on.
"""

from itertools import product

from planner.case.records import Tool
from planner.model.conversion import lumps_to_date
from planner.model.equations import Equation, Linear, total
from planner.model.pyomo_model import Model
from planner.model.retirement import freed_tools
from planner.model.starts import built
from planner.registry.rows import TOOL_STOCK
from planner.shape.shape import Shape
from planner.shape.tool_stock import available_tools


def add(m: Model, shape: Shape) -> None:
    """Add the stock of every scarce tool."""
    case = shape.case

    def tool_stock(e: str, t: int) -> Equation:
        tool = case.tools[e]
        needed = total(
            use.tools_per_kwspm
            * case.nodes[use.node].phase_kwspm
            * built(m, track, t - track.lead_periods + use.periods_before_output)
            for use in tool.uses
            for track in shape.tracks
            if track.node == use.node
        )
        changed = tools_for_conversions(m, shape, tool, t) - freed_tools(m, shape, tool, t)
        return needed + changed <= available_tools(case, tool, t)

    m.rows(TOOL_STOCK, {(e, t): tool_stock(e, t) for e, t in product(case.tools, case.calendar.horizon)})


def tools_for_conversions(m: Model, shape: Shape, tool: Tool, period: int) -> Linear:
    """Return the machines that conversions started by a period take, less those that they give back."""
    per_kwspm = {use.node: use.tools_per_kwspm for use in tool.uses}
    amounts: list[Linear] = []
    for v in shape.conversion_periods:
        row = shape.case.conversions[v]
        net_per_kwspm = row.output_ratio * per_kwspm.get(row.to_node, 0.0) - per_kwspm.get(row.from_node, 0.0)
        amounts.append(row.lump_kwspm * net_per_kwspm * lumps_to_date(m, shape, v, period))
    return total(amounts)
