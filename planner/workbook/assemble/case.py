"""Typed rows to the case. Columns declare how their values are converted; what takes several rows is done here."""

import math
from typing import Any

from planner.case.curves import DefectLearning
from planner.case.records import (
    Case,
    Committed,
    Conversion,
    Deployment,
    Event,
    Fund,
    Incentive,
    Lane,
    Limit,
    Lock,
    Market,
    Node,
    Owner,
    Pair,
    PlannedStart,
    Purchase,
    Region,
    Settings,
    Shell,
    Site,
    SitePower,
    Tool,
    ToolUse,
    UnderWay,
)
from planner.workbook.assemble.curves import ramps, spends
from planner.workbook.assemble.goods import classes, products, scenarios
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.means import BudgetRow, FundRow, LastPlanRow, LockRow, ToolRow, ToolUseRow
from planner.workbook.contract.places import NodeRow, PairRow, RegionRow, SiteRow
from planner.workbook.contract.shells import ShellRow
from planner.workbook.contract.translation import SETTINGS


def assemble(tables: Tables) -> Case:
    """Return the case that the rows describe. The rows must be sound; their order is kept."""
    futures = scenarios(tables)
    names = {future.name for future in futures}
    return Case(
        settings=Settings(**SETTINGS.of_row(tables.settings, tables.calendar)),
        calendar=tables.calendar,
        regions={region.name: region for region in tables.records(Region)},
        sites=_sites(tables),
        nodes=_nodes(tables),
        pairs=_pairs(tables),
        products=products(tables),
        markets={market.name: market for market in tables.records(Market)},
        scenarios=futures,
        funds=_funds(tables),
        committed=tables.records(Committed),
        under_way=tables.records(UnderWay),
        conversions=tables.records(Conversion),
        purchases=tables.records(Purchase),
        lanes=tables.records(Lane),
        incentives=tables.records(Incentive),
        tools=_tools(tables),
        limits=tables.records(Limit),
        locks=tuple(Lock(**_whole(tables.fields(row))) for row in tables.of(LockRow)),
        classes=classes(tables),
        last_plan=tuple(PlannedStart(**_whole(tables.fields(row))) for row in tables.of(LastPlanRow)),
        site_power=tables.records(SitePower),
        deployment=tables.records(Deployment),
        events=tuple(event for event in tables.records(Event) if not event.market and event.scenario in names),
        owners={owner.name: owner for owner in tables.records(Owner)},
        shells=_shells(tables),
    )


def _sites(tables: Tables) -> dict[str, Site]:
    """A blank price of power or index of shell cost is the region's."""
    regions = {row.region: row for row in tables.of(RegionRow)}
    sites = {}
    for row in tables.of(SiteRow):
        inherited = {
            name: getattr(regions[row.region], name)
            for name in ("power_price_usd_kwh", "shell_cost_index")
            if getattr(row, name) is None
        }
        sites[row.site] = Site(**tables.fields(row) | inherited)
    return sites


def _nodes(tables: Tables) -> dict[str, Node]:
    return {
        row.node: Node(
            **tables.fields(row),
            learning=DefectLearning(
                model=row.yield_model,
                start_per_cm2=row.defects_start_per_cm2,
                mature_per_cm2=row.defects_mature_per_cm2,
                learning_periods=row.learning_periods,
                cluster_alpha=row.cluster_alpha,
            ),
        )
        for row in tables.of(NodeRow)
    }


def _pairs(tables: Tables) -> dict[tuple[str, str], Pair]:
    ramp, spend = ramps(tables), spends(tables)
    return {
        (row.site, row.node): Pair(
            **tables.fields(row),
            ramp=ramp[row.ramp],
            spend=spend[row.spend],
            expansion_spend=spend[row.expansion_spend or row.spend],
        )
        for row in tables.of(PairRow)
    }


def _shells(tables: Tables) -> dict[str, Shell]:
    spend = spends(tables)
    return {row.site: Shell(**tables.fields(row), spend=spend[row.spend]) for row in tables.of(ShellRow)}


def _funds(tables: Tables) -> dict[str, Fund]:
    """A fund without a budget row has no money."""
    budgets = {row.fund: row.values for row in tables.of(BudgetRow)}
    empty = (0.0,) * tables.calendar.periods
    return {
        row.fund: Fund(**tables.fields(row), budget_usd_bn=budgets.get(row.fund, empty)) for row in tables.of(FundRow)
    }


def _tools(tables: Tables) -> dict[str, Tool]:
    """Scarce machines with what needs them."""
    uses: dict[str, list[ToolUse]] = {row.tool: [] for row in tables.of(ToolRow)}
    for use in tables.of(ToolUseRow):
        uses[use.tool].append(ToolUse(use.node, use.tools_per_kwspm, use.periods_before_output))
    return {row.tool: Tool(**tables.fields(row), uses=tuple(uses[row.tool])) for row in tables.of(ToolRow)}


def _whole(fields: dict[str, Any]) -> dict[str, Any]:
    """Counts of phases are whole, however the cell rounds them."""
    counts = {name: round(value) for name, value in fields.items() if "phases" in name and value != math.inf}
    return fields | counts
