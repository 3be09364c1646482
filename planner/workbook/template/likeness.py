"""A case like an example, but smaller: some of its sites, with its typical values for their nodes and regions.

Demand, its power, budget and deliveries of tools shrink with the sites and what may be built there. Limits, locks and a
last plan, which are an example's own, are left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.case.checks.draft.records import ClassProduct
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import Row
from planner.workbook.contract.goods import CapacityRow, DemandRow, MarketRow, MaterialRow, ProductRow
from planner.workbook.contract.means import BudgetRow, FundRow, LastPlanRow, LimitRow, LockRow, ToolRow, ToolUseRow
from planner.workbook.contract.owners import OwnerRow
from planner.workbook.contract.places import NodeRow, PairRow, RampRow, RegionRow, SiteRow, SpendRow
from planner.workbook.contract.power import DeploymentRow
from planner.workbook.contract.schema import SHEETS
from planner.workbook.contract.settings import SettingRow
from planner.workbook.contract.shells import ShellRow
from planner.workbook.template.header_row import Facts

_OWN = (SettingRow, LimitRow, LockRow, LastPlanRow)
_OF_A_LAST_PLAN = {"change_price_usd_bn_per_phase", "max_changes"}
SHRUNK = (DemandRow, DeploymentRow, BudgetRow, ToolRow)
_HOME = (FundRow, "home_markets")
"""The one list whose blank stands for none and not for any."""
_DIGITS = 4

Rows = Mapping[type[Row], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What of an example a case is made of: sites, and of nodes, products and markets those named, or all."""

    sites: frozenset[str]
    nodes: frozenset[str] | None = None
    products: frozenset[str] | None = None
    markets: frozenset[str] | None = None
    has_capacity: bool = True
    """Whether the sites begin with the capacity that they have in the example."""

    def has_node(self, node: str) -> bool:
        """True for a node that may be used."""
        return self.nodes is None or node in self.nodes

    def has_product(self, product: str) -> bool:
        """True for a product that may be sold."""
        return self.products is None or product in self.products

    def has_market(self, market: str) -> bool:
        """True for a market that may be served."""
        return self.markets is None or market in self.markets


def smaller(tables: Tables, sites: int, case_name: str) -> dict[str, list[Facts]]:
    """Return the rows by sheet of a case with so many of the sites. Raises ValueError where there are fewer."""
    offered = len(tables.of(SiteRow))
    if sites > offered:
        raise ValueError(f"it has {offered} sites")
    chosen = typical_sites(tables, sites)
    everywhere = _capacity(tables, {row.site for row in tables.of(SiteRow)})
    share = max(_capacity(tables, chosen) / everywhere, sites / offered)
    remaining = consistent(tables, Choice(frozenset(chosen)))
    settings = tables.settings.model_dump(exclude_defaults=True, exclude=_OF_A_LAST_PLAN) | {"case_name": case_name}
    rows: dict[str, list[Facts]] = {SettingRow.sheet: [{"key": key, "value": value} for key, value in settings.items()]}
    for kind in SHEETS:
        if listed := remaining.get(kind, ()):
            rows[kind.sheet] = [facts_of(row, share if kind in SHRUNK else 1.0) for row in listed]
    return rows


def facts_of(row: Row, share: float) -> dict[str, Any]:
    """Return the fields of a row that are not blank, its values by period times a share."""
    facts = row.model_dump(exclude_defaults=True)
    if share != 1.0:
        facts["values"] = tuple(float(f"{value * share:.{_DIGITS}g}") for value in facts.get("values", ()))
    return facts


def typical_sites(tables: Tables, count: int) -> set[str]:
    """Return sites that together offer as many nodes as possible, in as many regions as possible."""
    nodes: dict[str, set[str]] = {row.site: set() for row in tables.of(SiteRow)}
    for pair in tables.of(PairRow):
        nodes[pair.site].add(pair.node)
    region = {row.site: row.region for row in tables.of(SiteRow)}
    chosen: dict[str, None] = {}
    while len(chosen) < count:
        offered = {node for site in chosen for node in nodes[site]}
        regions = {region[site] for site in chosen}
        left = [site for site in nodes if site not in chosen]
        best = max(left, key=lambda site: (len(nodes[site] - offered), region[site] not in regions, len(nodes[site])))
        chosen[best] = None
    return set(chosen)


def _capacity(tables: Tables, sites: set[str]) -> float:
    """Return what may be built at some sites, in kwspm of all nodes."""
    phase_kwspm = {row.node: row.phase_kwspm for row in tables.of(NodeRow)}
    pairs = (row for row in tables.of(PairRow) if row.site in sites)
    return sum((row.max_phases or 0) * phase_kwspm[row.node] for row in pairs)


def consistent(tables: Tables, choice: Choice) -> Rows:
    """Return the rows whose names are all still there, without what nothing refers to any more."""
    rows: dict[type[Row], Sequence[Row]] = {kind: tables.of(kind) for kind in SHEETS if kind not in _OWN}
    sites = choice.sites
    pairs = [row for row in tables.of(PairRow) if row.site in sites and choice.has_node(row.node)]
    committed = tables.of(CapacityRow) if choice.has_capacity else ()
    rows[CapacityRow] = at_sites = [row for row in committed if row.site in sites and choice.has_node(row.node)]
    nodes = {row.node for row in pairs} | {row.node for row in at_sites}
    products = {product for product in _makeable(tables.of(MaterialRow), nodes) if choice.has_product(product)}
    regions = {row.region for row in tables.of(SiteRow) if row.site in sites}
    ramps = {row.ramp for row in pairs}
    spends = {row.spend for row in pairs} | {row.expansion_spend for row in pairs}
    owners = {row.owner for row in pairs}
    rows[OwnerRow] = [row for row in tables.of(OwnerRow) if row.owner in owners]
    spends |= {row.spend for row in tables.of(ShellRow) if row.site in sites}
    rows[SiteRow] = [row for row in tables.of(SiteRow) if row.site in sites]
    rows[RegionRow] = [row for row in tables.of(RegionRow) if row.region in regions]
    rows[NodeRow] = [row for row in tables.of(NodeRow) if row.node in nodes]
    rows[RampRow] = [row for row in tables.of(RampRow) if row.ramp in ramps]
    rows[SpendRow] = [row for row in tables.of(SpendRow) if row.spend in spends]
    rows[ProductRow] = [row for row in tables.of(ProductRow) if row.product in products]
    wanted = products | {of.compute_class for of in tables.records(ClassProduct) if of.product in products}
    demanded = {row.market for row in tables.of(DemandRow) if row.product in wanted}
    rows[MarketRow] = [row for row in tables.of(MarketRow) if row.market in demanded and choice.has_market(row.market)]
    used = {row.tool for row in tables.of(ToolUseRow) if row.node in nodes}
    rows[ToolRow] = [row for row in tables.of(ToolRow) if row.tool in used]
    names: dict[tuple[str, str], set[Any]] = {}
    for kind in SHEETS:
        if kind in rows:
            rows[kind] = [row for row in (_with_names(row, names) for row in rows[kind]) if row is not None]
            for field in {column.id for column in kind.columns()}:
                names[kind.sheet, field] = {getattr(row, field) for row in rows[kind]}
    return rows


def _with_names(row: Row, names: Mapping[tuple[str, str], set[Any]]) -> Row | None:
    """Return a row without the names of its lists that are gone; nothing where a name or all of a list is gone."""
    for column in type(row).columns():
        value = getattr(row, column.id)
        lists = [names[target] for target in column.targets if target in names]
        if not lists or not value:  # sheets that come later hold what these rows need
            continue
        there = set().union(*lists)
        if isinstance(value, tuple):
            left = tuple(name for name in value if name in there)
            if not left and (type(row), column.id) != _HOME:
                return None
            row = row.model_copy(update={column.id: left})
        elif value not in there:
            return None
    return row


def _makeable(materials: Iterable[MaterialRow], nodes: set[str]) -> set[str]:
    """Return the products of which every part has a source among some nodes."""
    parts: dict[str, dict[str, bool]] = {}
    for row in materials:
        of_product = parts.setdefault(row.product, {})
        of_product[row.part] = of_product.get(row.part, False) or row.node in ("", *nodes)
    return {product for product, has_source in parts.items() if all(has_source.values())}
