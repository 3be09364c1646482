"""Tools: machines installed for new phases never exceed those delivered. A tool is a stock, not consumed.

    tool_stock[e,t]:  sum(s,n) tools_per_kwspm[e,n] * phase_kwspm[n] * built[s,n,t-lead+periods_before_output]
        + sum(i) lump_kwspm[i] * (output_ratio[i] * tools_per_kwspm[e,to] - tools_per_kwspm[e,from]) * converted[i,t]
        <= max(0, sum(u<=t) deliveries[e,u] - sum(n) tools_per_kwspm[e,n] * (committed[n,t] - committed[n,0]))

Growth of committed capacity whose rows use tools takes deliveries, retirement frees them.
"""

from typing import Any

from pyomo.environ import Constraint

from planner.case.records import Case, Tool
from planner.model.conversion import lumps_to_date
from planner.model.linear import Terms, cumulative, linear, scaled
from planner.shape.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add the stock of every scarce tool."""
    case = shape.case

    def tool_stock(m: Any, e: str, t: int) -> Any:
        need = [
            term
            for use in case.tools[e].uses
            for track in shape.tracks
            if track.node == use.node
            for term in scaled(
                use.tools_per_kwspm * case.nodes[use.node].phase_kwspm,
                cumulative(m, track, t - track.lead_periods + use.periods_before_output),
            )
        ]
        need += conversion_need(m, shape, case.tools[e], t)
        return linear(need) <= available_tools(case, case.tools[e], t) if need else Constraint.Skip

    m.tool_stock = Constraint(list(case.tools), list(case.calendar.horizon), rule=tool_stock)


def conversion_need(m: Any, shape: Shape, tool: Tool, period: int) -> Terms:
    """Return the machines that conversions begun by a period take for new phases, less those that they give back."""
    per_kwspm = {use.node: use.tools_per_kwspm for use in tool.uses}
    terms: Terms = []
    for i in shape.conversion_periods:
        row = shape.case.conversions[i]
        more = row.output_ratio * per_kwspm.get(row.to_node, 0.0) - per_kwspm.get(row.from_node, 0.0)
        terms += scaled(row.lump_kwspm * more, lumps_to_date(m, shape, i, period))
    return terms


def available_tools(case: Case, tool: Tool, period: int) -> float:
    """Return the machines that new phases may use in a period."""
    taken = sum(
        use.tools_per_kwspm * (row.kwspm[period] - row.kwspm[0])
        for use in tool.uses
        for row in case.committed
        if row.node == use.node and row.uses_tools
    )
    return max(0.0, sum(tool.deliveries[: period + 1]) - taken)
