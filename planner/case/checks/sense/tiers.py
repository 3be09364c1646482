"""Sense of demand with terms of its own: classes, tiers, and limits on what they are served."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.records import ClassProduct, Demand
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.records import Limit, Measure, Objective, Product

_OF_BUYERS = ("market", "market_bloc", "tier")
_IGNORED = {
    Measure.SERVICE: (
        ("region", "bloc", "site", "node", "kind", "market_bloc"),
        "service is about products, markets and tiers",
    ),
    Measure.SUPPLY_SHARE: (
        ("site", "node", "kind", "tier"),
        "a supply_share is about products, the regions or blocs that they come from, and markets",
    ),
}
"""The fields of a limit that its measure does not look at, and what it is about."""


def class_problems(draft: Draft) -> Iterator[Problem]:
    """Return classes with the name of a product: demand that names it could mean either."""
    products = {product.name for product in draft.records(Product, "name")}
    for entry in draft.entries(ClassProduct, "compute_class"):
        name = entry.record.compute_class
        if name in products:
            fix = "give the class a name that no product has: demand names either"
            yield entry.problem(codes.KEY_TWICE, "compute_class", found=f"{name}, which is a product too", fix=fix)


def tier_problems(draft: Draft) -> Iterator[Problem]:
    """Return warnings about classes, tiers and limits on service that change nothing."""
    yield from _service(draft)
    if not draft.is_whole(Demand, "product"):
        return
    wanted = {demand.product for demand in draft.records(Demand, "product")}
    seen = set()
    for entry in draft.entries(ClassProduct, "compute_class"):
        name = entry.record.compute_class
        if name not in wanted and name not in seen:
            seen.add(name)
            fix = f"add demand for it, or delete its {draft.words.row}s"
            yield entry.problem(codes.LEFT_OVER, "compute_class", found=name, expected="demand for it", fix=fix)
    yield from _without_profit(draft)


def _without_profit(draft: Draft) -> Iterator[Problem]:
    if draft.settings is None or draft.settings.record.objective is Objective.PROFIT:
        return
    fix = "clear it, or choose the objective profit: prices count for that alone"
    for demand in draft.entries(Demand, "price_usd"):
        if demand.record.price_usd is not None:
            yield demand.problem(codes.NO_EFFECT, "price_usd", found=plain(demand.record.price_usd), fix=fix)
            return  # one warning is enough
    for member in draft.entries(ClassProduct, "price_factor"):
        if member.record.price_factor != 1.0:
            value = draft.words.share(member.record.price_factor)
            yield member.problem(codes.NO_EFFECT, "price_factor", found=value, fix=fix)
            return


def _service(draft: Draft) -> Iterator[Problem]:
    """Yield names of a limit that its measure does not look at, and limits on service that count no demand."""
    for entry in draft.entries(Limit):
        limit = entry.record
        is_service = limit.measure is Measure.SERVICE
        fields, about = _IGNORED.get(limit.measure, (_OF_BUYERS, "only service and supply_share may name one"))
        for field in fields:
            if getattr(limit, field):
                yield entry.problem(codes.NO_EFFECT, field, found=str(getattr(limit, field)), fix=f"clear it: {about}")
        if is_service and draft.is_sound(Demand) and not any(_counts(limit, one) for one in draft.records(Demand)):
            expected = "demand that it counts inside its window"
            yield entry.problem(codes.ROW_IDLE, "name", found=limit.name, expected=expected)


def _counts(limit: Limit, demand: Demand) -> bool:
    is_meant = (
        limit.product in ("", demand.product)
        and limit.market in ("", demand.market)
        and limit.tier in ("", demand.tier)
    )
    return is_meant and any(
        kunits > 0 for t, kunits in enumerate(demand.kunits) if limit.from_period <= t <= limit.until_period
    )
