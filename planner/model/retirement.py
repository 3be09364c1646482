"""Retirement: capacity that stands already may be given up, all of it and for good, from a period that its row names.

    retired[s,n,t]:        1 if the capacity of pair s,n that may be retired is given up by t
    retired_order[s,n,t]:  retired[s,n,t-1] <= retired[s,n,t]

From then on it makes no wafers (see capacity.py), and its fixed cost ends: see running.py. Where its row uses tools,
its machines are set free and may do the work of new phases: so many are added to what tool_stock and tool_count allow.
What it has started is finished; the pair stays an expansion, and its site open.
"""

from itertools import product

from planner.case.money import discount
from planner.case.records import Committed, Tool
from planner.model.equations import NOTHING, Linear, total
from planner.model.pyomo_model import Model
from planner.registry.keys import PairPeriod
from planner.registry.rows import RETIRED_ORDER
from planner.registry.variables import RETIRED
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add the capacity that may be retired."""
    windows = shape.retirement_periods
    retired = m.variables(RETIRED, (PairPeriod(*pair, t) for pair, window in windows.items() for t in window))
    m.rows(
        RETIRED_ORDER,
        {(s, n, t): retired[s, n, t - 1] <= retired[s, n, t] for (s, n), window in windows.items() for t in window[1:]},
    )


def retired_by(m: Model, shape: Shape, row: Committed, period: int) -> Linear:
    """Return 1 where a row has been retired by a period, nothing where it cannot have been."""
    window = shape.retirement_periods.get((row.site, row.node))
    if window is None or not row.may_retire or period < window.start:
        return NOTHING
    return m[RETIRED][row.site, row.node, min(period, window[-1])]


def retired_kwspm(m: Model, shape: Shape, site: str, node: str, period: int) -> Linear:
    """Return the capacity of a node at a site that has been retired by a period and would be there."""
    return total(
        row.kwspm[period] * retired_by(m, shape, row, period)
        for row in shape.case.committed
        if (row.site, row.node) == (site, node)
    )


def freed_tools(m: Model, shape: Shape, tool: Tool, period: int) -> Linear:
    """Return the machines that retired capacity sets free by a period."""
    per_kwspm = {use.node: use.tools_per_kwspm for use in tool.uses}
    return total(
        per_kwspm.get(row.node, 0.0) * row.kwspm[period] * retired_by(m, shape, row, period)
        for row in shape.case.committed
        if row.uses_tools
    )


def standing_cost_usd_bn(m: Model, shape: Shape) -> Linear:
    """Return the discounted fixed cost of committed capacity as long as there is some of it."""
    case = shape.case
    years = case.calendar.period_years
    return total(
        row.fixed_cost_usd_bn_per_year * years * discount(case, t) * (1.0 - retired_by(m, shape, row, t))
        for row, t in product(case.committed, case.calendar.horizon)
        if row.fixed_cost_usd_bn_per_year and row.kwspm[t] > 0
    )
