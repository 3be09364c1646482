"""What plans record of shells, tiers, classes, contracts and stock of parts: the audit notices every change."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from planner.audit import audit
from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Plan
from tests.model.brute.compare import EXACT
from tests.model.brute.draw import draw
from tests.model.brute.draw_goods import classes, tiers
from tests.model.brute.draw_means import capacity, shells
from tests.model.brute.draw_supply import part_stock, purchases

RECORDS: dict[str, tuple[str, ...]] = {
    "shells_built": ("site", "period", "shells"),
    "shipments": ("tier", "compute_class"),
    "shortage": ("tier", "backlog_kunits"),
    "purchased": ("scenario", "region", "part", "product", "period", "kunits"),
    "part_stock": ("scenario", "region", "node", "product", "part", "period", "kunits"),
}
SEEDS = (7, 14)
"""Together their plans have rows of all records."""


def solved(seed: int) -> tuple[Case, Plan]:
    """Return a case in which whatever is bought or kept costs money, so that a plan has nothing to spare."""
    case = draw(seed, (shells, capacity, classes, tiers, purchases, part_stock))
    offers = tuple(replace(offer, take_or_pay=0.0) for offer in case.purchases)
    case = replace(case, purchases=offers)
    return case, solve(case, EXACT).plan


def changes(case: Case, row: object, name: str) -> Iterator[object]:
    """Yield other values of a field: names of the case and one that nobody has, and a little more or less."""
    value = getattr(row, name)
    names = {
        "site": case.sites,
        "region": case.regions,
        "node": case.nodes,
        "product": case.products,
        "compute_class": ("", *case.classes),
        "tier": ("", "gold"),
    }
    if isinstance(value, str):
        yield from (other for other in (*names.get(name, ()), "nobody") if other != value)
    elif isinstance(value, int):
        yield from (value - 1, value + 1)
    else:
        yield from (value * 1.01, value * 0.99) if value else (0.01,)


@pytest.fixture(scope="module")
def plans() -> list[tuple[Case, Plan]]:
    return [solved(seed) for seed in SEEDS]


@pytest.mark.parametrize("table", RECORDS)
def test_a_changed_field_is_noticed(plans: list[tuple[Case, Plan]], table: str) -> None:
    tried = set()
    for case, plan in plans:
        rows = getattr(plan, table)
        for number, row in enumerate(rows):
            for name in RECORDS[table]:
                for value in changes(case, row, name):
                    mutated: dict[str, Any] = {name: value}
                    changed = (*rows[:number], replace(row, **mutated), *rows[number + 1 :])
                    mutated = {table: changed}
                    assert not audit(case, replace(plan, **mutated)).clean, (row, name, value)
                    tried.add(name)
    assert tried == set(RECORDS[table])


@pytest.mark.parametrize("table", ["shells_built", "purchased", "part_stock"])
def test_a_row_left_out_is_noticed(plans: list[tuple[Case, Plan]], table: str) -> None:
    for case, plan in plans:
        rows = getattr(plan, table)
        for number in range(len(rows)):
            fewer: dict[str, Any] = {table: (*rows[:number], *rows[number + 1 :])}
            assert not audit(case, replace(plan, **fewer)).clean, rows[number]
