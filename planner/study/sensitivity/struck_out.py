"""A case and its plan without the prices of some rows: what the cost lines lose rests on at least one of them.

Struck out are unit costs, cost indices, penalties, rates, and the demand that is short. An index or factor of 1 states
nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from planner.case.money import phase_capex_usd_bn
from planner.case.records import Buyer, Case, Node, Pair, Product, Region, Scenario, Site
from planner.plan.records import Plan
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import Row
from planner.workbook.contract.goods import CapacityRow, ConversionRow, DemandRow, ProductRow
from planner.workbook.contract.lanes import LaneRow
from planner.workbook.contract.means import FundRow, IncentiveRow
from planner.workbook.contract.places import NodeRow, PairRow, RegionRow, SiteRow
from planner.workbook.contract.shells import ShellRow

PRICING: tuple[type[Row], ...] = (
    RegionRow, SiteRow, ShellRow, NodeRow, PairRow, CapacityRow, ConversionRow, ProductRow, DemandRow, LaneRow, FundRow,
    IncentiveRow,
)  # fmt: skip
"""The sheets that hold prices."""
_STRUCK_OUT = 1e-9
"""What a price is multiplied with: nothing, but for what is divided by it."""
IsStruck = Callable[[Row], bool]


def struck_out(tables: Tables, case: Case, plan: Plan, is_struck: IsStruck) -> tuple[Case, Plan]:
    """Return a case in which nothing that these rows price costs anything, and the plan with the money for it."""
    regions = {row.region for row in tables.of(RegionRow) if is_struck(row)}
    nodes = {row.node for row in tables.of(NodeRow) if is_struck(row)}
    products = {row.product for row in tables.of(ProductRow) if is_struck(row)}
    pairs = {(row.site, row.node) for row in tables.of(PairRow) if is_struck(row)}
    funds = {row.fund for row in tables.of(FundRow) if is_struck(row)}
    sites = {row.site: (row, is_struck(row)) for row in tables.of(SiteRow)}
    shells = {row.site for row in tables.of(ShellRow) if is_struck(row)}

    def struck(record: Any, *fields: str) -> Any:
        return replace(record, **{field: _less(getattr(record, field)) for field in fields})

    def region_of(region: Region) -> Region:
        indices = [i for i in ("equipment_cost_index", "operating_cost_index") if getattr(region, i) != 1]
        return struck(region, *indices) if region.name in regions else region

    def site_of(site: Site) -> Site:
        row, of_site = sites[site.name]
        of_region = site.region in regions
        fields = ["opening_cost_usd_bn"] if of_site else []
        fields += ["power_price_usd_kwh"] if (of_region if row.power_price_usd_kwh is None else of_site) else []
        shell = of_region if row.shell_cost_index is None else of_site
        fields += ["shell_cost_index"] if shell and site.shell_cost_index != 1 else []
        changed_site: Site = struck(site, *fields)
        return changed_site

    def pair_of(pair: Pair) -> Pair:
        factors = [name for name in ("capex_factor", "expansion_capex_factor") if getattr(pair, name) != 1]
        return struck(pair, *factors[:1]) if (pair.site, pair.node) in pairs else pair

    def product_of(product: Product) -> Product:
        fields = ["shortage_penalty_usd", "price_usd"]
        fields += [] if product.stock_cost_usd_per_period is None else ["stock_cost_usd_per_period"]
        fields += [] if product.package_price_usd is None else ["package_price_usd"]
        return struck(product, *fields) if product.name in products else product

    def node_of(node: Node) -> Node:
        fields = ["phase_capex_usd_bn", "wafer_cost_usd", "fixed_cost_usd_bn_per_phase_year"]
        fields += [] if node.wafer_price_usd is None else ["wafer_price_usd"]
        return struck(node, *fields) if node.name in nodes else node

    changed = replace(
        case,
        regions={name: region_of(region) for name, region in case.regions.items()},
        sites={name: site_of(site) for name, site in case.sites.items()},
        shells={name: struck(one, "capex_usd_bn") if name in shells else one for name, one in case.shells.items()},
        nodes={name: node_of(node) for name, node in case.nodes.items()},
        pairs={key: pair_of(pair) for key, pair in case.pairs.items()},
        products={name: product_of(product) for name, product in case.products.items()},
        funds={name: struck(fund, "cost_of_money") if name in funds else fund for name, fund in case.funds.items()},
        scenarios=tuple(_scenario(tables, scenario, is_struck) for scenario in case.scenarios),
        lanes=tuple(
            struck(lane, "cost_usd_per_unit", "tariff") if is_struck(row) else lane
            for row, lane in zip(tables.of(LaneRow), case.lanes, strict=True)
        ),
        committed=tuple(
            struck(one, "fixed_cost_usd_bn_per_year") if is_struck(row) else one
            for row, one in zip(tables.of(CapacityRow), case.committed, strict=True)
        ),
        conversions=tuple(
            struck(done, "capex_usd_bn_per_lump") if is_struck(row) else done
            for row, done in zip(tables.of(ConversionRow), case.conversions, strict=True)
        ),
    )
    return changed, _paid_less(tables, case, changed, plan, is_struck)


def _scenario(tables: Tables, scenario: Scenario, is_struck: IsStruck) -> Scenario:
    """Return a scenario without the demand of struck rows; a row for all scenarios counts where there is no other."""
    gone = _struck_buyers(tables, scenario.name, is_struck)

    def left(buyer: Buyer, kunits: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(map(_less, kunits)) if buyer in gone else kunits

    return replace(
        scenario,
        demand_kunits={key: left(Buyer(*key), kunits) for key, kunits in scenario.demand_kunits.items()},
        tiers={buyer: replace(tier, kunits=left(buyer, tier.kunits)) for buyer, tier in scenario.tiers.items()},
    )


def _struck_buyers(tables: Tables, scenario: str, is_struck: IsStruck) -> set[Buyer]:
    """Return the buyers of which the row that counts in a scenario is struck."""
    listed = tables.of(DemandRow)
    rows = {Buyer(row.product, row.market, row.tier): row for row in listed if not row.scenario}
    rows |= {Buyer(row.product, row.market, row.tier): row for row in listed if row.scenario == scenario}
    return {buyer for buyer, row in rows.items() if is_struck(row)}


def _paid_less(tables: Tables, case: Case, changed: Case, plan: Plan, is_struck: IsStruck) -> Plan:
    """Return the plan with draws and credits in proportion to what capex is left, and without waiting for no demand."""
    incentives = {row.incentive for row in tables.of(IncentiveRow) if is_struck(row)}

    def left(site: str, node: str) -> float:
        if not node:
            before, after = (_of_site(of, plan, site) for of in (case, changed))
        else:
            before, after = (_capex(of, site, node) for of in (case, changed))
        return after / before if before else 1.0

    draws = tuple(replace(draw, usd_bn=draw.usd_bn * left(draw.site, draw.node)) for draw in plan.draws)
    granted = tuple(
        replace(one, usd_bn=one.usd_bn * (_STRUCK_OUT if one.incentive in incentives else left(one.site, one.node)))
        for one in plan.credits
    )
    gone = {one.name: _struck_buyers(tables, one.name, is_struck) for one in case.scenarios}
    short = tuple(
        replace(one, backlog_kunits=_less(one.backlog_kunits))
        if Buyer(one.product, one.market, one.tier) in gone[one.scenario]
        else one
        for one in plan.shortage
    )
    return replace(plan, draws=draws, credits=granted, shortage=short)


def _capex(case: Case, site: str, node: str) -> float:
    """Return the capex of a phase, or 0 for a node that is only converted to."""
    pair = case.pairs.get((site, node))
    return phase_capex_usd_bn(case, pair) if pair is not None else 0.0


def _of_site(case: Case, plan: Plan, site: str) -> float:
    """Return the opening cost of a site and the capex of its shells in a plan."""
    shells = sum(one.shells for one in plan.shells_built if one.site == site)
    capex = shells * case.shells[site].capex_usd_bn if shells else 0.0
    return case.sites[site].opening_cost_usd_bn + capex


def _less(value: float) -> float:
    return value * _STRUCK_OUT
