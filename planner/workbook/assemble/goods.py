"""Rows about what is made and sold to records: products with their parts, demand by scenario, conversions, lanes."""

import math

from planner.case.calendar import Calendar
from planner.case.records import Conversion, Lane, Part, Product, Scenario, Source
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.goods import ConversionRow, DemandRow, LaneRow, MaterialRow, ProductRow
from planner.workbook.contract.means import ScenarioRow

ALWAYS = 10**9


def first(calendar: Calendar, label: str | None) -> int:
    """Return the ordinal at which a window opens; blank: the first period."""
    return 0 if label is None else calendar.ordinal(label)


def last(calendar: Calendar, label: str | None) -> int:
    """Return the ordinal at which a window closes; blank: never."""
    return ALWAYS if label is None else calendar.ordinal(label)


def products(tables: Tables) -> dict[str, Product]:
    """Rows with the same product and part are alternative sources of it, in the order of the rows."""
    sources: dict[str, dict[str, list[Source]]] = {row.product: {} for row in tables.of(ProductRow)}
    for row in tables.of(MaterialRow):
        area = row.die_area_mm2 if row.good_units_per_wafer is None else None
        source = Source(row.node, row.units, row.good_units_per_wafer, area, row.harvest_pct / 100.0)
        sources[row.product].setdefault(row.part, []).append(source)
    return {
        row.product: Product(
            name=row.product,
            parts=tuple(Part(name, tuple(listed)) for name, listed in sources[row.product].items()),
            shortage_penalty_usd=row.shortage_penalty_usd,
            price_usd=row.price_usd,
            assembly_yield=row.assembly_yield_pct / 100.0,
            stock_cost_usd_per_period=row.stock_cost_usd_per_period,
        )
        for row in tables.of(ProductRow)
    }


def scenarios(tables: Tables) -> tuple[Scenario, ...]:
    """A row without a scenario holds in every one; a scenario's own row replaces it; the factor multiplies all."""
    rows = tables.of(ScenarioRow) or (ScenarioRow(scenario="base", probability_pct=100.0),)
    return tuple(
        Scenario(
            name=row.scenario,
            probability=row.probability_pct / 100.0,
            demand_kunits=_demand(tables, row),
            tool_factor=row.tool_factor_pct / 100.0,
            delay_periods=row.delay_periods,
        )
        for row in rows
    )


def _demand(tables: Tables, scenario: ScenarioRow) -> dict[tuple[str, str], tuple[float, ...]]:
    factor = scenario.demand_factor_pct / 100.0
    demand: dict[tuple[str, str], tuple[float, ...]] = {}
    own: dict[tuple[str, str], tuple[float, ...]] = {}
    for row in tables.of(DemandRow):
        if row.scenario == "":
            demand[row.product, row.market] = row.values
        elif row.scenario == scenario.scenario:
            own[row.product, row.market] = row.values
    demand.update(own)
    if factor == 1.0:
        return demand
    return {key: tuple(value * factor for value in values) for key, values in demand.items()}


def conversions(tables: Tables) -> tuple[Conversion, ...]:
    """Lumps that a site may convert."""
    return tuple(
        Conversion(
            site=row.site,
            from_node=row.from_node,
            to_node=row.to_node,
            lump_kwspm=row.lump_kwspm,
            capex_usd_bn_per_lump=row.capex_usd_bn_per_lump,
            downtime_periods=row.downtime_periods,
            output_ratio=row.output_ratio_pct / 100.0,
            max_lumps=math.inf if row.max_lumps is None else row.max_lumps,
            earliest=first(tables.calendar, row.earliest),
        )
        for row in tables.of(ConversionRow)
    )


def lanes(tables: Tables) -> tuple[Lane, ...]:
    """Rules about flows."""
    return tuple(
        Lane(
            from_region=row.from_region,
            to_region=row.to_region,
            to_market=row.to_market,
            node=row.node,
            product=row.product,
            from_period=first(tables.calendar, row.from_period),
            until_period=last(tables.calendar, row.until_period),
            allowed=row.allowed,
            cost_usd_per_unit=row.cost_usd_per_unit,
            tariff=row.tariff_pct / 100.0,
            max_kunits=math.inf if row.max_kunits is None else row.max_kunits,
        )
        for row in tables.of(LaneRow)
    )
