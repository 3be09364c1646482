"""Tools: the machines of one phase are delivered in time, beside what committed capacity takes."""

from planner.case.checks import codes
from planner.case.checks.draft.records import MachineUse
from planner.case.records import Case, Tool, ToolUse
from planner.shape.reach.reasons import Look, Reason, Starts, Step, Where
from planner.shape.reach.starts import first_lead_periods
from planner.shape.tool_stock import available_tools, productivity

_SLACK = 1e-9


def delivered(look: Look, starts: Starts) -> Step:
    """Return the starts whose machines are there when they are installed, and stay there."""
    case, node = look.case, look.case.nodes[look.pair.node]
    for tool in case.tools.values():
        if _is_freed(case, tool):
            continue
        available = [available_tools(case, tool, t) for t in case.calendar.horizon]
        for use in tool.uses:
            needed = use.tools_per_kwspm * node.phase_kwspm
            if use.node != node.name or needed <= 0:
                continue
            wait = first_lead_periods(look) - use.periods_before_output
            remaining = tuple(t for t in starts if min(available[max(0, t + wait) :]) >= needed * (1 - _SLACK))
            if not remaining:
                return (), _reason(look, tool, use, max(0, starts[-1] + wait), available, needed)
            starts = remaining
    return starts, None


def _is_freed(case: Case, tool: Tool) -> bool:
    """Say whether conversions give machines back, or retirement may."""
    givers = {row.from_node for row in case.conversions}
    givers |= {row.node for row in case.committed if row.may_retire and row.uses_tools}
    return any(use.node in givers for use in tool.uses)


def _reason(look: Look, tool: Tool, use: ToolUse, period: int, available: list[float], needed: float) -> Reason:
    when = look.case.calendar.label(period)
    factor = productivity(look.case, tool, period)
    has, needed = min(available[period:]) / factor, needed / factor
    beside = Where(MachineUse, (tool.name, use.node), "tools_per_kwspm")
    return Reason(
        codes.NO_TOOLS,
        Where(Tool, (tool.name,), "deliveries", period),
        f"{has:g} free by {when}",
        f"at least {needed:g} by {when}, for {look.phase}",
        (f"deliver at least {needed:g} by {when}, or check ", beside),
        f"{look.phase} needs {needed:g} of {tool.name} by {when}, and {has:g} are free",
    )
