"""Purchases and stock of parts: contracts are kept and paid, and only what may wait waits."""

from dataclasses import replace
from typing import Any

import pytest

from planner.audit import audit
from planner.case.records import Case, Part, Purchase, Source
from planner.plan.records import PartStock, Plan, Purchased
from tests.audit.chains import chain, chain_plan
from tests.audit.plans import outcome, rules

OFFERS = (
    Purchase("stack", "packland", 1e5, (10.0, 4.0), take_or_pay=0.4),
    Purchase("lid", "packland", 1e4, (8.0, 8.0)),
)


def contracts() -> Case:
    """The chain with a lid on every package, bought, and two stacks a quarter bought beside those that are made.

    Bought stacks arrive 4 in the first quarter, of which 2 wait, and none in the second; lids 8, of which 4 wait.
    """
    case = chain(purchases=OFFERS)
    chip = case.products["chip"]
    die, stack, interposer = chip.parts
    waiting = replace(stack, sources=(replace(stack.sources[0], stock_cost_usd_per_unit_period=1e4),))
    lid = Part("lid", (), bought=Source("", 1.0, stock_cost_usd_per_unit_period=2e4))
    return replace(case, products={"chip": replace(chip, parts=(die, waiting, interposer, lid))})


def contracts_plan(**changes: Any) -> Plan:
    """14 stacks a quarter are made and move; each quarter takes 2 of the 4 that are bought in the first."""
    plan = chain_plan()
    made = Plan(
        # 4 stacks and 1.6 stacks are paid for at 0.1, 8 lids at 0.01; 2 stacks wait at 0.01 and 4 lids at 0.02.
        outcome=outcome(0.74, purchases=0.4 + 0.16 + 0.08, part_stock=0.02 + 0.08),
        wafers=plan.wafers,
        flows=tuple(replace(row, kunits=14.0) if row.part == "stack" else row for row in plan.flows),
        packages=plan.packages,
        shipments=plan.shipments,
        capacity=plan.capacity,
        purchased=(
            Purchased("base", "packland", "stack", "chip", 0, 4.0),
            Purchased("base", "packland", "lid", "chip", 0, 8.0),
        ),
        part_stock=(
            PartStock("base", "packland", "HBM", "chip", "stack", 0, 2.0),
            PartStock("base", "packland", "", "chip", "lid", 0, 4.0),
        ),
    )
    return replace(made, **changes)


def test_contracts_that_are_kept_are_clean() -> None:
    assert audit(contracts(), contracts_plan()).findings == ()


def test_an_offer_that_nobody_has_to_take_costs_nothing() -> None:
    offers = tuple(replace(one, take_or_pay=0.0) for one in OFFERS[:1])
    assert audit(chain(purchases=offers), chain_plan()).findings == ()


def test_no_more_is_bought_than_is_offered() -> None:
    plan = contracts_plan()
    more = tuple(replace(row, kunits=11.0) for row in plan.purchased)
    assert rules(contracts(), replace(plan, purchased=more)) == {"purchases", "cost", "objective"}


def test_nothing_is_bought_that_nobody_offers() -> None:
    plan = contracts_plan()
    for row in (
        Purchased("base", "fabland", "lid", "chip", 0, 1.0),
        Purchased("base", "packland", "die", "chip", 0, 1.0),
    ):
        assert rules(contracts(), replace(plan, purchased=(*plan.purchased, row))) == {"listed_purchases"}


def test_take_or_pay_is_paid() -> None:
    case = contracts()
    free = replace(case, purchases=tuple(replace(offer, take_or_pay=0.0) for offer in case.purchases))
    assert rules(free, contracts_plan()) == {"cost", "objective"}


def test_what_leaves_stock_has_been_in_stock() -> None:
    plan = contracts_plan()
    more = tuple(replace(row, kunits=20.0) for row in plan.part_stock)
    assert "part_stock" in rules(contracts(), replace(plan, part_stock=more))


def test_only_parts_with_a_stock_cost_wait() -> None:
    plan = contracts_plan()
    row = PartStock("base", "packland", "N3", "chip", "die", 0, 1.0)
    assert rules(contracts(), replace(plan, part_stock=(*plan.part_stock, row))) == {"listed_stock"}


@pytest.mark.parametrize("table", ["purchased", "part_stock"])
@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("field", ["scenario", "region", "part", "product", "period", "kunits"])
def test_a_row_that_is_changed_is_noticed(table: str, number: int, field: str) -> None:
    plan = contracts_plan()
    rows = list(getattr(plan, table))
    wrong = {"period": 1, "region": "fabland", "part": "interposer", "kunits": rows[number].kunits * 1.001}
    rows[number] = replace(rows[number], **{field: wrong.get(field, "other")})
    changes: dict[str, Any] = {table: tuple(rows)}
    assert not audit(contracts(), replace(plan, **changes)).clean
    del rows[number]
    changes = {table: tuple(rows)}
    assert not audit(contracts(), replace(plan, **changes)).clean
