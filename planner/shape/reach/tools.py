"""Tools: the machines of one phase are delivered in time, beside what committed capacity takes.

Committed capacity itself runs whatever is delivered, so deliveries below what its growth takes are a finding; only an
event may leave it without machines.
"""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.records import MachineUse
from planner.case.events import Event
from planner.case.records import Case, Tool, ToolUse
from planner.shape.events import missing_tools
from planner.shape.reach.reasons import Look, Reason, Starts, Step, Where
from planner.shape.reach.starts import first_lead_periods
from planner.shape.tool_stock import available_tools, productivity, taken_tools

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


def tool_findings(case: Case) -> Iterator[Reason]:
    """Return machines that capacity there or under way needs, and that are not delivered, or lost in an event."""
    for tool in case.tools.values():
        yield from _undelivered(case, tool)
        yield from _none_left(case, tool)
    for k, scenario in enumerate(case.scenarios):
        for number, event in enumerate(case.events):
            if event.tool and event.scenario == scenario.name:
                yield from _lost(case, k, number, event)


def _undelivered(case: Case, tool: Tool) -> Iterator[Reason]:
    for period in case.calendar.horizon:
        factor, when = productivity(case, tool, period), case.calendar.label(period)
        has, needed = sum(tool.deliveries[: period + 1]), taken_tools(case, tool, period) / factor
        if needed > has + _SLACK:
            yield Reason(
                codes.MACHINES_SHORT,
                Where(Tool, (tool.name,), "deliveries", period),
                f"{has:g} delivered by {when}",
                f"at least {needed:.6g} by {when}, for the growth of committed capacity and phases under way",
                ("deliver them by then, or write no as uses_tools where the machines of capacity are counted "
                 "elsewhere: it runs all the same, and new phases get none of them",),
                "",
            )  # fmt: skip
            return


def _none_left(case: Case, tool: Tool) -> Iterator[Reason]:
    """Yield the event that leaves new phases no machine at any time, where events of every scenario do so."""
    events = [number for number, event in enumerate(case.events) if event.tool == tool.name and event.factor < 1]
    free = [available_tools(case, tool, t) for t in case.calendar.horizon]
    if not events or _is_freed(case, tool) or max(free) <= _SLACK:
        return
    if any(
        free[t] - missing_tools(case, k, tool, t) > _SLACK
        for k in range(len(case.scenarios))
        for t in case.calendar.horizon
    ):
        return
    event = case.events[events[0]]
    yield Reason(
        codes.NO_OUTPUT,
        Where(Event, (events[0],), "factor"),
        f"{100 * event.factor:g} % of the deliveries of {tool.name}",
        "machines for new phases in some period of some scenario",
        ("write what is left, or let the event end: new phases could only run with machines of committed capacity",),
        "",
    )


def _lost(case: Case, scenario: int, number: int, event: Event) -> Iterator[Reason]:
    """Yield an event that takes more machines than new phases may use: the rest is lost to capacity there already."""
    tool = case.tools[event.tool]
    lost = {t: missing_tools(case, scenario, tool, t) - available_tools(case, tool, t) for t in case.calendar.horizon}
    short = [t for t in case.calendar.horizon if event.from_period <= t and lost[t] > _SLACK]
    if not short or event.factor == 1:
        return
    first, last = case.calendar.label(short[0]), case.calendar.label(short[-1])
    worst = max(short, key=lambda t: lost[t] / productivity(case, tool, t))
    count = lost[worst] / productivity(case, tool, worst)
    yield Reason(
        codes.MACHINES_SHORT,
        Where(Event, (number,), "factor"),
        f"{100 * event.factor:g} % of the deliveries of {tool.name}",
        "deliveries that leave committed capacity its machines",
        (f"from {first} to {last} up to {count:.4g} machines of committed capacity are missing in {event.scenario}, "
         "and what they make is lost: write a larger share if that is not meant, otherwise ignore this",),
        "",
    )  # fmt: skip
