"""Rows about means and policy to records: funds with their budgets, incentives, tools, limits, locks, last plan."""

import math

from planner.case.records import Fund, Incentive, Limit, Lock, Measure, PlannedStart, Tool, ToolUse
from planner.workbook.assemble.goods import first, last
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.means import (
    BudgetRow,
    FundRow,
    IncentiveRow,
    LastPlanRow,
    LimitRow,
    LockRow,
    ToolRow,
    ToolUseRow,
)

_SHARES = (Measure.OUTPUT_SHARE, Measure.CAPEX_SHARE)


def funds(tables: Tables) -> dict[str, Fund]:
    """A fund without a budget row has no money."""
    budgets = {row.fund: row.values for row in tables.of(BudgetRow)}
    empty = (0.0,) * tables.calendar.periods
    return {
        row.fund: Fund(
            name=row.fund,
            budget_usd_bn=budgets.get(row.fund, empty),
            regions=frozenset(row.regions),
            blocs=frozenset(row.blocs),
            nodes=frozenset(row.nodes),
            kinds=frozenset(row.kinds),
            carry_over=row.carry_over,
            max_share=row.max_share_pct / 100.0,
            cost_of_money=row.cost_of_money_pct / 100.0,
        )
        for row in tables.of(FundRow)
    }


def incentives(tables: Tables) -> tuple[Incentive, ...]:
    """Grants and tax credits."""
    return tuple(
        Incentive(
            name=row.incentive,
            rate=row.rate_pct / 100.0,
            region=row.region,
            site=row.site,
            kind=row.kind,
            covers=row.covers,
            start_from=first(tables.calendar, row.start_from),
            start_until=last(tables.calendar, row.start_until),
            cap_usd_bn=math.inf if row.cap_usd_bn is None else row.cap_usd_bn,
        )
        for row in tables.of(IncentiveRow)
    )


def tools(tables: Tables) -> dict[str, Tool]:
    """Scarce machines with what needs them."""
    uses: dict[str, list[ToolUse]] = {row.tool: [] for row in tables.of(ToolRow)}
    for use in tables.of(ToolUseRow):
        uses[use.tool].append(ToolUse(use.node, use.tools_per_kwspm, use.periods_before_output))
    return {row.tool: Tool(row.tool, row.values, tuple(uses[row.tool])) for row in tables.of(ToolRow)}


def limits(tables: Tables) -> tuple[Limit, ...]:
    """Policy bounds: shares as fractions, counts unchanged."""
    return tuple(
        Limit(
            name=row.limit,
            measure=row.measure,
            region=row.region,
            bloc=row.bloc,
            site=row.site,
            node=row.node,
            kind=row.kind,
            product=row.product,
            minimum=_scaled(row.min, row.measure),
            maximum=_scaled(row.max, row.measure),
            from_period=first(tables.calendar, row.from_period),
            until_period=last(tables.calendar, row.until_period),
        )
        for row in tables.of(LimitRow)
    )


def _scaled(bound: float | None, measure: Measure) -> float | None:
    return bound / 100.0 if bound is not None and measure in _SHARES else bound


def locks(tables: Tables) -> tuple[Lock, ...]:
    """Fixed decisions; counts are whole phases, however the cell rounds them."""
    return tuple(
        Lock(
            site=row.site,
            node=row.node,
            from_node=row.from_node,
            from_period=first(tables.calendar, row.from_period),
            until_period=last(tables.calendar, row.until_period),
            min_phases=round(row.min_phases),
            max_phases=math.inf if row.max_phases is None else round(row.max_phases),
        )
        for row in tables.of(LockRow)
    )


def last_plan(tables: Tables) -> tuple[PlannedStart, ...]:
    """Starts of the last plan."""
    return tuple(
        PlannedStart(row.site, row.node, tables.calendar.ordinal(row.period), round(row.phases))
        for row in tables.of(LastPlanRow)
    )
