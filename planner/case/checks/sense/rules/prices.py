"""Sense of transfer prices: a trend without a price, and packages of which no packaging house has the work."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.records import Material
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.records import Kind, Node, Product


def price_problems(draft: Draft) -> Iterator[Problem]:
    """Return warnings about transfer prices that nobody is paid."""
    for node in draft.entries(Node, "name", "wafer_price_usd", "wafer_price_trend"):
        if node.record.wafer_price_trend and node.record.wafer_price_usd is None:
            value = draft.words.share(node.record.wafer_price_trend)
            fix = "clear it, or write the wafer_price_usd that it changes"
            yield node.problem(codes.NO_EFFECT, "wafer_price_trend", found=value, fix=fix)
    if not draft.is_whole(Material, "product", "node") or not draft.is_whole(Node, "name", "kind"):
        return
    houses = {node.name for node in draft.records(Node, "name", "kind") if node.kind is Kind.PACKAGING}
    packed = {row.product for row in draft.records(Material, "product", "node") if row.node in houses}
    for product in draft.entries(Product, "name", "package_price_usd"):
        price = product.record.package_price_usd
        if price is not None and product.record.name not in packed:
            fix = f"clear it, or give the product a part from a packaging node {draft.words.listing(Material)}"
            yield product.problem(codes.NO_EFFECT, "package_price_usd", found=plain(price), fix=fix)
