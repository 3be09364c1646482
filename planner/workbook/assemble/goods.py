"""Rows about what is made and sold: products with their parts, demand by scenario."""

from planner.case.checks.draft.records import ClassProduct, Demand, Material
from planner.case.records import Buyer, ClassMember, ComputeClass, Event, Part, Product, Scenario, Source, Tier
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import fraction
from planner.workbook.contract.goods import ProductRow
from planner.workbook.contract.means import ScenarioRow


def products(tables: Tables) -> dict[str, Product]:
    """Rows with the same product and part are alternative sources of it, in the order of the rows."""
    sources: dict[str, dict[str, list[Source]]] = {row.product: {} for row in tables.of(ProductRow)}
    for of in tables.records(Material):
        area = of.die_area_mm2 if of.good_units_per_wafer is None else None
        stock_cost = of.stock_cost_usd_per_unit_period
        source = Source(of.node, of.units, of.good_units_per_wafer, area, of.harvest, stock_cost)
        sources[of.product].setdefault(of.part, []).append(source)
    return {
        row.product: Product(
            **tables.fields(row), parts=tuple(_part(name, listed) for name, listed in sources[row.product].items())
        )
        for row in tables.of(ProductRow)
    }


def classes(tables: Tables) -> dict[str, ComputeClass]:
    """Rows with the same class are the products that serve it, in the order of the rows."""
    members: dict[str, list[ClassMember]] = {}
    for of in tables.records(ClassProduct):
        members.setdefault(of.compute_class, []).append(ClassMember(of.product, of.units_per_package, of.price_factor))
    return {name: ComputeClass(name, tuple(listed)) for name, listed in members.items()}


def _part(name: str, listed: list[Source]) -> Part:
    """A row without a node says how the part is bought."""
    bought = next((source for source in listed if not source.node), None)
    return Part(name, tuple(source for source in listed if source.node), bought)


def scenarios(tables: Tables) -> tuple[Scenario, ...]:
    """A row without a scenario holds in every one; a scenario's own row replaces it; factor and events multiply it.

    A scenario of 0 % is left out: nothing that it holds is planned for.
    """
    rows = tables.of(ScenarioRow) or (ScenarioRow(scenario="base", probability_pct=100.0),)
    return tuple(_scenario(tables, row) for row in rows if row.probability_pct > 0)


def _scenario(tables: Tables, row: ScenarioRow) -> Scenario:
    factor = fraction(row.demand_factor_pct)
    classes_ = {of.compute_class for of in tables.records(ClassProduct)}
    events = [event for event in tables.records(Event) if event.scenario == row.scenario]
    plain: dict[tuple[str, str], tuple[float, ...]] = {}
    tiers: dict[Buyer, Tier] = {}
    for buyer, of in _rows_of(tables, row.scenario).items():
        kunits = of.kunits if factor == 1.0 else tuple(value * factor for value in of.kunits)
        for event in events:
            if event.market == buyer.market and event.product in ("", buyer.item):
                kunits = tuple(value * event.factor if event.holds(t) else value for t, value in enumerate(kunits))
        if of.is_plain and buyer.item not in classes_:
            plain[buyer.item, buyer.market] = kunits
        else:
            tiers[buyer] = Tier(kunits, of.price_usd, of.shortage_penalty_usd, of.backlog)
    return Scenario(**tables.fields(row), demand_kunits=plain, tiers=tiers)


def _rows_of(tables: Tables, scenario: str) -> dict[Buyer, Demand]:
    """Return the row of each buyer that counts in a scenario, in the order in which buyers are first listed."""
    every: dict[Buyer, Demand] = {}
    own: dict[Buyer, Demand] = {}
    for row in tables.records(Demand):
        if row.scenario in ("", scenario):
            (own if row.scenario else every)[Buyer(row.product, row.market, row.tier)] = row
    return every | own
