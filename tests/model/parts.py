"""Shorthand for the pieces that tests add to a tiny case."""

from dataclasses import replace
from typing import Any

from planner.case.records import Case, Kind, Node, Part, Product, Region, Settings, Site, Source
from tests.cases import pair

RATE = 0.21


def quarters(count: float, rate: float = RATE) -> float:
    """Return the value today of 1 usd_bn that flows in the middle of a quarter counted from 0."""
    return float((1 + rate) ** -((count + 0.5) / 4))


def discounted(rate: float = RATE, **changes: Any) -> Settings:
    """Return settings with a discount rate, a share a year."""
    return Settings("tiny", discount_rate=rate, **changes)


def site_a(case: Case, **changes: Any) -> Case:
    """Return the case with its site A changed."""
    return replace(case, sites={**case.sites, "A": replace(case.sites["A"], **changes)})


def pair_a(case: Case, **changes: Any) -> Case:
    """Return the case with the pair of site A and node N3 changed; expansions follow unless they are named."""
    return replace(case, pairs={**case.pairs, ("A", "N3"): pair("A", "N3", **changes)})


def node_n3(case: Case, **changes: Any) -> Case:
    """Return the case with its node N3 changed."""
    return replace(case, nodes={**case.nodes, "N3": replace(case.nodes["N3"], **changes)})


def chip(case: Case, **changes: Any) -> Case:
    """Return the case with its product changed."""
    return replace(case, products={**case.products, "chip": replace(case.products["chip"], **changes)})


def with_node(case: Case, name: str, kind: Kind = Kind.LOGIC, site: str = "A", **changes: Any) -> Case:
    """Return the case with one more node, like N3 but for the changes, that may be built at a site."""
    made = Node(name, kind, **{"phase_kwspm": 1.0, "phase_capex_usd_bn": 1.0, **changes})
    return replace(case, nodes={**case.nodes, name: made}, pairs={**case.pairs, (site, name): pair(site, name)})


def with_site(case: Case, name: str = "B", region: str = "there", node: str = "N3", **changes: Any) -> Case:
    """Return the case with one more site, in a region of its own if that is new, where a node may be built."""
    return replace(
        case,
        regions={**case.regions, region: case.regions.get(region, Region(region))},
        sites={**case.sites, name: Site(name, region)},
        pairs={**case.pairs, (name, node): pair(name, node, **changes)},
    )


def part(name: str, *sources: Source) -> Part:
    """Return a part with its alternative sources."""
    return Part(name, sources)


def made_of(case: Case, *parts: Part, **changes: Any) -> Case:
    """Return the case whose product is made of these parts."""
    return chip(case, parts=parts, **changes)


def per_wafer(node: str, good_units: float = 1.0, units: float = 1.0) -> Source:
    """Return a source of so many good units a wafer, of which a package takes so many."""
    return Source(node, units, good_units_per_wafer=good_units)


def two_products(case: Case, other: Product, **series: tuple[float, ...]) -> Case:
    """Return the case with a second product, and the demand of both in its one market."""
    (future,) = case.scenarios
    wanted = {(name, "world"): values for name, values in series.items()}
    return replace(
        case,
        products={**case.products, other.name: other},
        scenarios=(replace(future, demand_kunits=wanted),),
    )
