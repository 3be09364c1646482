"""Typed rows to the case: per cent to fractions, labels to ordinals, blanks to their defaults."""

import math

from planner.case.curves import DefectLearning
from planner.case.records import Case, Committed, Market, Node, Pair, Region, Settings, Site
from planner.workbook.assemble.goods import conversions, first, lanes, products, scenarios
from planner.workbook.assemble.means import funds, incentives, last_plan, limits, locks, tools
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.goods import CapacityRow, MarketRow
from planner.workbook.contract.places import NodeRow, PairRow, RampRow, RegionRow, SiteRow, SpendRow


def assemble(tables: Tables) -> Case:
    """Return the case that the rows describe. The rows must be sound; their order is kept."""
    regions = _regions(tables)
    return Case(
        settings=_settings(tables),
        calendar=tables.calendar,
        regions=regions,
        sites=_sites(tables),
        nodes=_nodes(tables),
        pairs=_pairs(tables),
        products=products(tables),
        markets={row.market: Market(row.market, row.bloc) for row in tables.of(MarketRow)},
        scenarios=scenarios(tables),
        funds=funds(tables),
        committed=tuple(Committed(row.site, row.node, row.values, row.uses_tools) for row in tables.of(CapacityRow)),
        conversions=conversions(tables),
        lanes=lanes(tables),
        incentives=incentives(tables),
        tools=tools(tables),
        limits=limits(tables),
        locks=locks(tables),
        last_plan=last_plan(tables),
    )


def _settings(tables: Tables) -> Settings:
    values = tables.settings
    return Settings(
        case_name=values.case_name,
        discount_rate=values.discount_rate_pct / 100.0,
        price_year=values.price_year,
        objective=values.objective,
        end_value=values.end_value,
        equipment_life_years=values.equipment_life_years,
        change_price_usd_bn_per_phase=values.change_price_usd_bn_per_phase,
        max_changes=values.max_changes,
    )


def _regions(tables: Tables) -> dict[str, Region]:
    return {
        row.region: Region(
            name=row.region,
            bloc=row.bloc,
            shell_cost_index=row.shell_cost_index,
            equipment_cost_index=row.equipment_cost_index,
            operating_cost_index=row.operating_cost_index,
            max_phase_starts_per_year=_or(row.max_phase_starts_per_year, math.inf),
        )
        for row in tables.of(RegionRow)
    }


def _sites(tables: Tables) -> dict[str, Site]:
    home = {row.region: row for row in tables.of(RegionRow)}
    return {
        row.site: Site(
            name=row.site,
            region=row.region,
            latitude=row.latitude,
            longitude=row.longitude,
            floor_units=_or(row.floor_units, math.inf),
            opening_cost_usd_bn=row.opening_cost_usd_bn,
            available_from=first(tables.calendar, row.available_from),
            power_limit_mw=_or(row.power_limit_mw, math.inf),
            power_price_usd_kwh=_or(row.power_price_usd_kwh, home[row.region].power_price_usd_kwh),
            shell_cost_index=_or(row.shell_cost_index, home[row.region].shell_cost_index),
        )
        for row in tables.of(SiteRow)
    }


def _nodes(tables: Tables) -> dict[str, Node]:
    return {
        row.node: Node(
            name=row.node,
            kind=row.kind,
            phase_kwspm=row.phase_kwspm,
            phase_capex_usd_bn=row.phase_capex_usd_bn,
            shell_share=row.shell_share_pct / 100.0,
            floor_units_per_phase=row.floor_units_per_phase,
            power_mw_per_phase=row.power_mw_per_phase,
            wafer_cost_usd=row.wafer_cost_usd,
            fixed_cost_usd_bn_per_phase_year=row.fixed_cost_usd_bn_per_phase_year,
            available_from=first(tables.calendar, row.available_from),
            utilisation=row.utilisation_pct / 100.0,
            cycle_periods=row.cycle_periods,
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
    ramps = _ramps(tables)
    spends = _spends(tables)
    return {
        (row.site, row.node): Pair(
            site=row.site,
            node=row.node,
            lead_periods=row.lead_periods,
            ramp=ramps[row.ramp],
            spend=spends[row.spend],
            expansion_lead_periods=(
                row.lead_periods if row.expansion_lead_periods is None else row.expansion_lead_periods
            ),
            expansion_spend=spends[row.expansion_spend or row.spend],
            max_phases=_or(row.max_phases, math.inf),
            capex_factor=row.capex_factor,
            defect_factor=row.defect_factor,
        )
        for row in tables.of(PairRow)
    }


def _ramps(tables: Tables) -> dict[str, tuple[float, ...]]:
    """Shares by age: a step holds until the next row. No phase outlives the horizon, so the curve ends there."""
    steps: dict[str, dict[int, float]] = {}
    for row in tables.of(RampRow):
        steps.setdefault(row.ramp, {})[row.age_periods] = row.share_pct / 100.0
    curves: dict[str, tuple[float, ...]] = {}
    for name, shares in steps.items():
        curve: list[float] = []
        for age in range(min(max(shares), tables.calendar.periods) + 1):
            curve.append(shares.get(age, curve[-1] if curve else 0.0))
        curves[name] = tuple(curve)
    return curves


def _spends(tables: Tables) -> dict[str, tuple[float, ...]]:
    """Shares by offset. What is due after the horizon falls in its last period anyway, so the tail is summed there."""
    longest = tables.calendar.periods
    shares: dict[str, list[float]] = {}
    for row in tables.of(SpendRow):
        profile = shares.setdefault(row.spend, [])
        offset = min(row.offset_periods, longest)
        profile.extend([0.0] * (offset + 1 - len(profile)))
        profile[offset] += row.share_pct / 100.0
    return {name: tuple(profile) for name, profile in shares.items()}


def _or(value: float | None, blank: float) -> float:
    return blank if value is None else float(value)
