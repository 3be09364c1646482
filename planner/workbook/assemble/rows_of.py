"""The rows that a case would have in a workbook: `assemble` backwards, for a case that was built in Python."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from planner.case.calendar import Calendar
from planner.case.checks.draft.words import SHARE_MEASURES
from planner.case.demand import wanted
from planner.case.records import Case, Limit
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import Column, Row, Type, per_cent
from planner.workbook.contract.goods import ClassRow, DemandRow, MaterialRow
from planner.workbook.contract.means import BudgetRow, ToolUseRow
from planner.workbook.contract.places import NodeRow, PairRow, RampRow, SpendRow
from planner.workbook.contract.settings import SettingValues
from planner.workbook.contract.shells import ShellRow
from planner.workbook.contract.translation import BY_RECORD, SETTINGS, Translation


def tables_of(case: Case) -> Tables:
    """Return rows from which `assemble` makes the same case."""
    calendar = case.calendar
    ramps = _named("ramp", (pair.ramp for pair in case.pairs.values()))
    curves = (curve for pair in case.pairs.values() for curve in (pair.spend, pair.expansion_spend))
    spends = _named("spend", (*curves, *(shell.spend for shell in case.shells.values())))
    settings = SettingValues(
        **_values(case.settings, SETTINGS, calendar),
        first_period=calendar.label(0),
        periods=calendar.periods,
        period_months=calendar.period_months,
    )
    rows: dict[type[Row], tuple[Row, ...]] = {}
    for listed in (
        *(case.regions, case.sites, case.products, case.markets, case.funds, case.tools),
        *(case.committed, case.under_way, case.conversions, case.purchases, case.lanes, case.incentives),
        *(case.limits, case.locks, case.last_plan),
        *(case.scenarios, case.site_power, case.deployment, case.owners, case.events),
    ):
        records = tuple(listed.values()) if isinstance(listed, Mapping) else listed
        if records:
            translation = BY_RECORD[type(records[0])]
            rows[translation.row] = tuple(translation.row(**_values(one, translation, calendar)) for one in records)
    rows[NodeRow] = tuple(
        NodeRow(
            **_values(node, BY_RECORD[type(node)], calendar),
            yield_model=node.learning.model,
            defects_start_per_cm2=node.learning.start_per_cm2,
            defects_mature_per_cm2=node.learning.mature_per_cm2,
            learning_periods=node.learning.learning_periods,
            cluster_alpha=node.learning.cluster_alpha,
        )
        for node in case.nodes.values()
    )
    rows[PairRow] = tuple(
        PairRow(
            **_values(pair, BY_RECORD[type(pair)], calendar),
            ramp=ramps[pair.ramp],
            spend=spends[pair.spend],
            expansion_spend=spends[pair.expansion_spend],
        )
        for pair in case.pairs.values()
    )
    rows[ShellRow] = tuple(
        ShellRow(**_values(shell, BY_RECORD[type(shell)], calendar), spend=spends[shell.spend])
        for shell in case.shells.values()
    )
    rows[RampRow] = tuple(RampRow(ramp=n, age_periods=t, share_pct=v) for n, t, v in _steps(ramps))
    rows[SpendRow] = tuple(SpendRow(spend=n, offset_periods=t, share_pct=v) for n, t, v in _steps(spends))
    rows[BudgetRow] = tuple(BudgetRow(fund=name, values=fund.budget_usd_bn) for name, fund in case.funds.items())
    rows[ToolUseRow] = tuple(
        ToolUseRow(
            tool=tool.name,
            node=use.node,
            tools_per_kwspm=use.tools_per_kwspm,
            periods_before_output=use.periods_before_output,
        )
        for tool in case.tools.values()
        for use in tool.uses
    )
    rows[MaterialRow] = _materials(case)
    rows[ClassRow] = _classes(case)
    rows[DemandRow] = _demand(case)
    return Tables(settings, calendar, {kind: listed for kind, listed in rows.items() if listed})


def _values(record: Any, to: Translation, calendar: Calendar) -> dict[str, Any]:
    """Return the columns that a record gives, in the units of the workbook; its series as `values`."""
    values = {
        column.id: _in_workbook(getattr(record, field), to.defaults.get(field), column, calendar)
        for field, column in to.columns.items()
    }
    if isinstance(record, Limit):
        is_share = record.measure in SHARE_MEASURES
        for name, bound, default in (("min", record.minimum, 0.0), ("max", record.maximum, math.inf)):
            values[name] = None if bound == default else per_cent(bound) if is_share else bound
    if to.series:
        values["values"] = getattr(record, to.series)
    return {name: value for name, value in values.items() if value is not None}


def _in_workbook(value: Any, default: Any, column: Column, calendar: Calendar) -> Any:
    """Return what the cell holds: nothing for no limit, and for a window that is open at this end."""
    if value is None or (isinstance(value, float) and math.isinf(value)):
        return None
    if column.type is Type.PERIOD:
        return None if value == default else calendar.label(value)
    if column.type is Type.NAMES:
        return tuple(sorted(value))
    return per_cent(value) if column.id.endswith("_pct") else value


def _named(prefix: str, curves: Iterable[tuple[float, ...]]) -> dict[tuple[float, ...], str]:
    return {curve: f"{prefix} {number}" for number, curve in enumerate(dict.fromkeys(curves), start=1)}


def _steps(curves: Mapping[tuple[float, ...], str]) -> list[tuple[str, int, float]]:
    return [(name, t, per_cent(share)) for curve, name in curves.items() for t, share in enumerate(curve)]


def _materials(case: Case) -> tuple[Row, ...]:
    return tuple(
        MaterialRow(
            product=product.name,
            part=part.name,
            node=source.node,
            units=source.units,
            good_units_per_wafer=source.good_units_per_wafer,
            die_area_mm2=source.die_area_mm2,
            harvest_pct=per_cent(source.harvest),
            stock_cost_usd_per_unit_period=source.stock_cost_usd_per_unit_period,
        )
        for product in case.products.values()
        for part in product.parts
        for source in part.all_sources
    )


def _classes(case: Case) -> tuple[Row, ...]:
    return tuple(
        ClassRow(
            **{"class": of_class.name},
            product=member.product,
            units_per_package=member.units_per_package,
            price_factor_pct=per_cent(member.price_factor),
        )
        for of_class in case.classes.values()
        for member in of_class.members
    )


def _demand(case: Case) -> tuple[Row, ...]:
    """Demand by scenario; where it is the same in all, for every scenario at once."""
    by_scenario = [wanted(scenario) for scenario in case.scenarios]
    is_same = all(one == by_scenario[0] for one in by_scenario)
    return tuple(
        DemandRow(
            product=buyer.item,
            market=buyer.market,
            scenario="" if is_same else scenario.name,
            tier=buyer.tier,
            price_usd=tier.price_usd,
            shortage_penalty_usd=tier.shortage_penalty_usd,
            backlog_pct=per_cent(tier.backlog),
            values=tier.kunits,
        )
        for scenario, tiers in zip(case.scenarios, by_scenario[:1] if is_same else by_scenario, strict=False)
        for buyer, tier in tiers.items()
    )
