"""The draft of a case in memory: every record as an entry, with its address in the case."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planner.case.calendar import Calendar
from planner.case.checks.draft.entries import Curve, Draft, Entry, Listing
from planner.case.checks.draft.records import Budget, ClassProduct, Demand, MachineUse, Material
from planner.case.checks.problem import Key, Ref
from planner.case.curves import DefectLearning
from planner.case.records import (
    Case,
    Committed,
    ComputeClass,
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
    Part,
    PlannedStart,
    Product,
    Purchase,
    Region,
    Scenario,
    Shell,
    Site,
    SitePower,
    Source,
    Tool,
    UnderWay,
)

MAPPINGS: dict[type, str] = {
    Region: "regions",
    Site: "sites",
    Node: "nodes",
    Pair: "pairs",
    Shell: "shells",
    Product: "products",
    ComputeClass: "classes",
    Market: "markets",
    Fund: "funds",
    Tool: "tools",
    Owner: "owners",
}
TUPLES: dict[type, str] = {
    Committed: "committed",
    UnderWay: "under_way",
    Conversion: "conversions",
    Purchase: "purchases",
    Lane: "lanes",
    Incentive: "incentives",
    Limit: "limits",
    Lock: "locks",
    PlannedStart: "last_plan",
    Scenario: "scenarios",
    SitePower: "site_power",
    Deployment: "deployment",
    Event: "events",
}


def draft_of(case: Case) -> Draft:
    """Return the draft of a case, in which everything counts as known."""
    listings: dict[type, Listing] = {Calendar: Listing((Entry(Ref("calendar"), case.calendar),))}
    for kind, name in MAPPINGS.items():
        listings[kind] = _listing(_mapped(name, getattr(case, name)))
    for kind, name in TUPLES.items():
        listings[kind] = _listing(_numbered(name, getattr(case, name)))
    nodes, products, tools = (listings[kind].entries for kind in (Node, Product, Tool))
    listings[DefectLearning] = _listing(Entry(of.ref, of.record.learning, path="learning.") for of in nodes)
    listings[Material] = _listing(_materials(products))
    listings[ClassProduct] = _listing(_members(listings[ComputeClass].entries))
    listings[MachineUse] = _listing(_uses(tools))
    listings[Demand] = _listing(_demand(listings[Scenario].entries))
    listings[Budget] = _listing(_budgets(listings[Fund].entries))
    pairs: tuple[Entry[Pair], ...] = listings[Pair].entries
    shells: tuple[Entry[Shell], ...] = listings[Shell].entries
    return Draft(
        calendar=case.calendar,
        settings=Entry(Ref("settings"), case.settings),
        listings=listings,
        ramps=tuple(_curve(pair, "ramp") for pair in pairs),
        spends=(
            *(_curve(pair, field) for pair in pairs for field in ("spend", "expansion_spend")),
            *(_curve(shell, "spend") for shell in shells),
        ),
    )


def _listing(entries: Iterable[Entry[Any]]) -> Listing:
    return Listing(tuple(entries))


def _mapped(kind: str, records: Mapping[Key, Any]) -> Iterator[Entry[Any]]:
    return (Entry(Ref(kind, key), record) for key, record in records.items())


def _numbered(kind: str, records: Iterable[Any]) -> Iterator[Entry[Any]]:
    return (Entry(Ref(kind, index, getattr(one, "name", "")), one) for index, one in enumerate(records))


def _materials(products: Iterable[Entry[Product]]) -> Iterator[Entry[Material]]:
    for entry in products:
        for p, part in enumerate(entry.record.parts):
            for s, source in enumerate(part.sources):
                yield Entry(entry.ref, _material(entry.record, part, source), path=f"parts[{p}].sources[{s}].")
            if part.bought is not None:
                yield Entry(entry.ref, _material(entry.record, part, part.bought), path=f"parts[{p}].bought.")


def _material(product: Product, part: Part, source: Source) -> Material:
    return Material(
        product.name,
        part.name,
        source.node,
        source.units,
        source.good_units_per_wafer,
        source.die_area_mm2,
        source.harvest,
        source.stock_cost_usd_per_unit_period,
    )


def _members(classes: Iterable[Entry[ComputeClass]]) -> Iterator[Entry[ClassProduct]]:
    for entry in classes:
        for number, member in enumerate(entry.record.members):
            one = ClassProduct(entry.record.name, member.product, member.units_per_package, member.price_factor)
            yield Entry(entry.ref, one, path=f"members[{number}].")


def _uses(tools: Iterable[Entry[Tool]]) -> Iterator[Entry[MachineUse]]:
    for entry in tools:
        for u, use in enumerate(entry.record.uses):
            one = MachineUse(entry.record.name, use.node, use.tools_per_kwspm, use.periods_before_output)
            yield Entry(entry.ref, one, path=f"uses[{u}].")


def _demand(scenarios: Iterable[Entry[Scenario]]) -> Iterator[Entry[Demand]]:
    for entry in scenarios:
        for key, kunits in entry.record.demand_kunits.items():
            product, market = key if isinstance(key, tuple) and len(key) == 2 else (str(key), "")
            one = Demand(product, market, kunits, entry.record.name)
            yield Entry(entry.ref, one, path=f"demand_kunits[{product!r}, {market!r}]")
        for buyer, tier in entry.record.tiers.items():
            terms = tier.price_usd, tier.shortage_penalty_usd, tier.backlog
            one = Demand(buyer.item, buyer.market, tier.kunits, entry.record.name, buyer.tier, *terms)
            yield Entry(entry.ref, one, path=f"tiers[{buyer.item!r}, {buyer.market!r}, {buyer.tier!r}].")


def _budgets(funds: Iterable[Entry[Fund]]) -> Iterator[Entry[Budget]]:
    """Yield the budgets that hold money."""
    for entry in funds:
        if any(_tuple(entry.record.budget_usd_bn)):
            yield Entry(entry.ref, Budget(entry.record.name, entry.record.budget_usd_bn))


def _curve(of: Entry[Pair] | Entry[Shell], field: str) -> Curve:
    shares = _tuple(getattr(of.record, field))
    return Curve((of,) * len(shares), shares, tuple(range(len(shares))), share_field=field, age_field=field)


def _tuple(values: Any) -> tuple[Any, ...]:
    """Return a series as it stands; nothing where there is something else, which is reported as such."""
    return tuple(values) if isinstance(values, tuple | list) else ()
