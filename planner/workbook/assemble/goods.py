"""Rows about what is made and sold: products with their parts, demand by scenario."""

from planner.case.checks.draft.records import Demand, Material
from planner.case.records import Part, Product, Scenario, Source
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import fraction
from planner.workbook.contract.goods import ProductRow
from planner.workbook.contract.means import ScenarioRow


def products(tables: Tables) -> dict[str, Product]:
    """Rows with the same product and part are alternative sources of it, in the order of the rows."""
    sources: dict[str, dict[str, list[Source]]] = {row.product: {} for row in tables.of(ProductRow)}
    for of in tables.records(Material):
        area = of.die_area_mm2 if of.good_units_per_wafer is None else None
        source = Source(of.node, of.units, of.good_units_per_wafer, area, of.harvest)
        sources[of.product].setdefault(of.part, []).append(source)
    return {
        row.product: Product(
            **tables.fields(row),
            parts=tuple(Part(name, tuple(listed)) for name, listed in sources[row.product].items()),
        )
        for row in tables.of(ProductRow)
    }


def scenarios(tables: Tables) -> tuple[Scenario, ...]:
    """A row without a scenario holds in every one; a scenario's own row replaces it; the factor multiplies all."""
    rows = tables.of(ScenarioRow) or (ScenarioRow(scenario="base", probability_pct=100.0),)
    return tuple(Scenario(**tables.fields(row), demand_kunits=_demand(tables, row)) for row in rows)


def _demand(tables: Tables, scenario: ScenarioRow) -> dict[tuple[str, str], tuple[float, ...]]:
    factor = fraction(scenario.demand_factor_pct)
    demand: dict[tuple[str, str], tuple[float, ...]] = {}
    own: dict[tuple[str, str], tuple[float, ...]] = {}
    for row in tables.records(Demand):
        if row.scenario in ("", scenario.scenario):
            (own if row.scenario else demand)[row.product, row.market] = row.kunits
    demand.update(own)
    if factor == 1.0:
        return demand
    return {key: tuple(value * factor for value in values) for key, values in demand.items()}
