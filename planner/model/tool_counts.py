"""Tool counts: machines installed against whole phases, wherever they stand.

    tool_count[e,t]:  sum(c,n) tools_per_kwspm[e,n] * phase_kwspm[n] * grown[c,n,min(T,t+periods_before_output)]
        + what conversions take and give back <= what new phases may use

The stock of a tool once more, on the counters: a sum of whole phases of several nodes, from which the solver's rounding
cuts learn which phases fit into the machines of a period together. What is first of use beyond the last period T is
left out.
"""

from typing import Any

from pyomo.environ import Constraint

from planner.model.linear import linear, scaled
from planner.model.tools import available_tools, conversion_need
from planner.shape.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add the stock of every scarce tool on the counters."""
    case = shape.case
    counted: dict[tuple[str, int], list[tuple[float, Any]]] = {}
    for c, n, t in m.grown:
        counted.setdefault((n, t), []).append((1.0, m.grown[c, n, t]))

    def tool_count(m: Any, e: str, t: int) -> Any:
        need = [
            term
            for use in case.tools[e].uses
            for term in scaled(
                use.tools_per_kwspm * case.nodes[use.node].phase_kwspm,
                counted.get((use.node, min(case.calendar.last, t + use.periods_before_output)), []),
            )
        ]
        if not need:
            return Constraint.Skip
        return linear(need + conversion_need(m, shape, case.tools[e], t)) <= available_tools(case, case.tools[e], t)

    m.tool_count = Constraint(list(case.tools), list(case.calendar.horizon), rule=tool_count)
