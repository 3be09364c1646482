"""Tool stock: the machines that new phases may use, beside what is committed or under way takes and gives.

All are counted in machines of the first period: with productivity growth one of today does the work of several of them,
wherever it stands.
"""

from planner.case.records import Case, Tool
from planner.shape.under_way import tools_installed


def productivity(case: Case, tool: Tool, period: int) -> float:
    """Return how many machines of the first period one machine of a later period stands for."""
    return float((1 + tool.productivity_growth) ** (period * case.calendar.period_years))


def available_tools(case: Case, tool: Tool, period: int) -> float:
    """Return the machines that new phases may use in a period."""
    delivered = productivity(case, tool, period) * sum(tool.deliveries[: period + 1])
    return max(0.0, delivered - taken_tools(case, tool, period))


def taken_tools(case: Case, tool: Tool, period: int) -> float:
    """Return what growth of committed capacity and phases under way have taken of the deliveries of the horizon."""
    factor = productivity(case, tool, period)
    used = sum(
        use.tools_per_kwspm * (row.kwspm[period] - factor * row.kwspm[0])
        for use in tool.uses
        for row in case.committed
        if row.node == use.node and row.uses_tools
    )
    return used + tools_installed(case, tool, period)
