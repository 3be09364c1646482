"""Sense of transfer prices: a trend without a price, and packages of which no packaging house has the work."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.records import Material
from planner.case.checks.draft.words import plain, some
from planner.case.checks.problem import Problem
from planner.case.records import Kind, Node, Objective, Product, ProfitOf


def price_problems(draft: Draft) -> Iterator[Problem]:
    """Return warnings about prices that nobody is paid."""
    for node in draft.entries(Node, "name", "wafer_price_usd", "wafer_price_trend"):
        if node.record.wafer_price_trend and node.record.wafer_price_usd is None:
            value = draft.words.share(node.record.wafer_price_trend)
            fix = "clear it, or write the wafer_price_usd that it changes"
            yield node.problem(codes.NO_EFFECT, "wafer_price_trend", found=value, fix=fix)
    yield from _without_profit(draft)
    yield from _of_fabs(draft)
    if not draft.is_whole(Material, "product", "node") or not draft.is_whole(Node, "name", "kind"):
        return
    houses = {node.name for node in draft.records(Node, "name", "kind") if node.kind is Kind.PACKAGING}
    packed = {row.product for row in draft.records(Material, "product", "node") if row.node in houses}
    for product in draft.entries(Product, "name", "package_price_usd"):
        price = product.record.package_price_usd
        if price is not None and product.record.name not in packed:
            fix = f"clear it, or give the product a part from a packaging node {draft.words.listing(Material)}"
            yield product.problem(codes.NO_EFFECT, "package_price_usd", found=plain(price), fix=fix)


def _without_profit(draft: Draft) -> Iterator[Problem]:
    """Yield what counts for a profit alone, or for returns, where the case looks for neither."""
    settings = draft.settings
    if settings is None or settings.record.objective is Objective.PROFIT:
        if settings is not None and not settings.record.counts_penalties and settings.record.cvar_weight > 0:
            value = plain(settings.record.cvar_weight)
            whose = settings.record.profit_of.value
            fix = f"clear it, or choose seller for profit_of: to {whose} penalties and their risk do not count"
            yield settings.problem(codes.NO_EFFECT, "cvar_weight", found=value, fix=fix)
        return
    if settings.record.profit_of is not ProfitOf.SELLER:
        fix = "clear it, or choose the objective profit"
        yield settings.problem(codes.NO_EFFECT, "profit_of", found=settings.record.profit_of.value, fix=fix)
    is_known = any(node.wafer_price_usd is not None for node in draft.records(Node, "wafer_price_usd"))
    is_known |= any(one.package_price_usd is not None for one in draft.records(Product, "package_price_usd"))
    fix = "clear it, choose the objective profit, or write wafer_price_usd for the sheet returns"
    for product in draft.entries(Product, "other_cost_usd"):
        usd = product.record.other_cost_usd
        if usd > 0 and not is_known:
            yield product.problem(codes.NO_EFFECT, "other_cost_usd", found=plain(usd), fix=fix)
            return  # one warning is enough


def _of_fabs(draft: Draft) -> Iterator[Problem]:
    """Yield nodes whose wafers earn nothing where the plan is for the profit of fabs."""
    known = draft.is_whole(Material, "product", "node") and draft.is_whole(Product, "name", "package_price_usd")
    if draft.settings is None or not draft.settings.record.is_for_fabs or not known:
        return
    sold = draft.records(Product, "name", "package_price_usd")
    by_package = {product.name for product in sold if product.package_price_usd is not None}
    rows = list(draft.records(Material, "product", "node"))
    for node in draft.entries(Node, "name", "kind", "wafer_price_usd"):
        products = {row.product for row in rows if row.node == node.record.name}
        unpaid = products - by_package if node.record.kind is Kind.PACKAGING else products
        if unpaid and not node.record.wafer_price_usd:
            of = some(sorted(unpaid))
            expected = f"what a wafer of {node.record.name} for {of} is sold for"
            fix = "write its price in USD, or choose seller for profit_of: without a price fabs earn nothing"
            yield node.problem(codes.NO_PRICE, "wafer_price_usd", found="no price", expected=expected, fix=fix)
