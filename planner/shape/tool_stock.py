"""Tool stock: the machines that new phases may use, beside what is committed or under way takes and gives."""

from planner.case.records import Case, Tool
from planner.shape.under_way import tools_installed


def available_tools(case: Case, tool: Tool, period: int) -> float:
    """Return the machines that new phases may use in a period."""
    used = sum(
        use.tools_per_kwspm * (row.kwspm[period] - row.kwspm[0])
        for use in tool.uses
        for row in case.committed
        if row.node == use.node and row.uses_tools
    )
    return max(0.0, sum(tool.deliveries[: period + 1]) - used - tools_installed(case, tool, period))
