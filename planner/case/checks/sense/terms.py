"""Whose terms demand is on: those of its product, or a price and a penalty of its own."""

from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.records import ClassProduct, Demand


def items_of(draft: Draft, product: str) -> set[str]:
    """Return what demand may name to be served by a product: itself, and the classes that it serves."""
    return {product, *(row.compute_class for row in draft.records(ClassProduct) if row.product == product)}


def products_of(draft: Draft, item: str) -> set[str]:
    """Return the products that serve what demand names."""
    return {row.product for row in draft.records(ClassProduct) if row.compute_class == item} or {item}


def on_own_terms(draft: Draft, product: str, field: str) -> bool:
    """Say whether a price or penalty of a product counts: some demand does without one of its own, or there is none."""
    items = items_of(draft, product)
    demand = [row for row in draft.records(Demand, "product", field) if row.product in items]
    return not demand or any(getattr(row, field) is None for row in demand)
