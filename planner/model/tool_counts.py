"""Tool counts: machines installed against whole phases, wherever they stand.

    tool_count[e,t]:  sum(c,n) tools_per_kwspm[e,n] * phase_kwspm[n] * grown[c,n,min(T,t+periods_before_output)]
        + what conversions take and give back - what retired capacity sets free <= what new phases may use

The stock of a tool once more, on the counters and in machines of the first period: a sum of whole phases of several
nodes, from which the solver's rounding cuts learn which phases fit into the machines of a period together. What is
first of use beyond the last period T is left out.
"""

from planner.model.equations import NOTHING, Equation, Linear, total
from planner.model.pyomo_model import Model
from planner.model.retirement import freed_tools
from planner.model.tools import tools_for_conversions
from planner.registry.rows import TOOL_COUNT
from planner.registry.variables import GROWN
from planner.shape.shape import Shape
from planner.shape.tool_stock import available_tools


def add(m: Model, shape: Shape) -> None:
    """Add the stock of every scarce tool on the counters."""
    case, grown = shape.case, m[GROWN]
    by_component: dict[tuple[str, int], list[Linear]] = {}
    for c, n, t in grown:
        by_component.setdefault((n, t), []).append(grown[c, n, t])
    everywhere = {key: total(amounts) for key, amounts in by_component.items()}

    def tool_count(e: str, t: int) -> Equation | None:
        tool = case.tools[e]
        needed = total(
            use.tools_per_kwspm
            * case.nodes[use.node].phase_kwspm
            * everywhere.get((use.node, min(case.calendar.last, t + use.periods_before_output)), NOTHING)
            for use in tool.uses
        )
        if needed.is_constant:
            return None
        changed = tools_for_conversions(m, shape, tool, t) - freed_tools(m, shape, tool, t)
        return needed + changed <= available_tools(case, tool, t)

    m.rows(TOOL_COUNT, {(e, t): tool_count(e, t) for e in case.tools for t in case.calendar.horizon})
