"""Sense of leftovers: names that are listed and that nothing else in the case uses."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.records import Demand, Material
from planner.case.checks.problem import Problem
from planner.case.checks.sense.terms import products_of
from planner.case.records import Committed, Conversion, Node, Pair, Product, Site


def orphan_problems(draft: Draft) -> Iterator[Problem]:
    """Return remarks on sites, nodes, products, ramps and spends that nothing refers to."""
    if not draft.all(Pair):
        return
    places: list[Pair | Committed | Conversion] = [*draft.records(Pair), *draft.records(Committed)]
    places += draft.records(Conversion)
    sites = {record.site for record in places}
    nodes = {one for record in places for one in _nodes(record)} | {row.node for row in draft.records(Material)}
    where = draft.words.one_of(Pair, Conversion)
    yield from _unused(draft, Site, sites, where)
    yield from _unused(draft, Node, nodes, where)
    if draft.all(Demand):
        wanted = {product for row in draft.records(Demand) for product in products_of(draft, row.product)}
        yield from _unused(draft, Product, wanted, "demand for it")
    if draft.profiles:
        named = {id(curve) for curve in draft.profiles.values()}
        for field, curves in (("ramp", draft.ramps), ("spend", draft.spends)):
            for curve in curves:
                if id(curve) not in named:
                    expected = f"a pair {draft.words.listing(Pair)} that names it"
                    fix = f"name it there, or delete its {draft.words.row}s"
                    yield curve.entries[0].problem(codes.LEFT_OVER, field, found=curve.name, expected=expected, fix=fix)


def _nodes(record: Pair | Committed | Conversion) -> tuple[str, ...]:
    return (record.from_node, record.to_node) if isinstance(record, Conversion) else (record.node,)


def _unused(
    draft: Draft, kind: type[Site] | type[Node] | type[Product], used: set[str], expected: str
) -> Iterator[Problem]:
    for entry in draft.entries(kind, "name"):
        if entry.record.name not in used:
            fix = f"add what is missing, or delete the {draft.words.row}"
            yield entry.problem(codes.LEFT_OVER, "name", found=entry.record.name, expected=expected, fix=fix)
