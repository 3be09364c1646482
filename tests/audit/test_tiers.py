"""Tiers, waiting, classes and service: a clean plan, and what each new field says wrong."""

from dataclasses import replace

import pytest

from planner.case.records import Case, Limit, Measure, Objective, Tier
from planner.plan.records import Plan, Shortage
from tests.audit.plans import changed, clean_plan, outcome, rules, run
from tests.cases import tiny
from tests.model.tiered import with_class, with_tiers

GOLD, REST = ("chip", "world", "gold"), ("chip", "world", "")


def waiting() -> tuple[Case, Plan]:
    """Gold wants 3 thousand a quarter, and half of what is unserved waits; 3 thousand are made in periods 1 to 3.

    Of the first 3, 1.5 are lost and 1.5 wait. Period 1 serves 3 of 4.5, so that 0.75 are lost and 0.75 wait; period 2
    serves 3 of 3.75, of which 0.375 wait in vain: in all 3 thousand are lost.
    """
    case = with_tiers(tiny(), {GOLD: Tier((3.0,) * 4, shortage_penalty_usd=2e6, backlog=0.5)})
    lost, waits = (1.5, 0.75, 0.375, 0.375), (1.5, 0.75, 0.375, 0.0)
    operations = run((0.0, 3.0, 3.0, 3.0))
    plan = clean_plan(
        # 3 thousand are lost at 2 usd_bn.
        outcome=outcome(1 + 3 * 2, capex=1.0, shortage_penalty=6.0),
        shortage=tuple(
            Shortage("base", "chip", "world", t, kunits, "gold", backlog)
            for t, (kunits, backlog) in enumerate(zip(lost, waits, strict=True))
        ),
        **{**operations, "shipments": tuple(replace(row, tier="gold") for row in operations["shipments"])},
    )
    return case, plan


def of_class() -> tuple[Case, Plan]:
    """A class of two units a chip wants 6 units a quarter, and gets 3 chips in periods 1 to 3; for profit."""
    case = with_class(tiny(), "training", chip=2.0)
    case = replace(case, settings=replace(case.settings, objective=Objective.PROFIT))
    case = with_tiers(case, {("training", "world", ""): Tier((6.0,) * 4, price_usd=1e6, shortage_penalty_usd=5e5)})
    operations = run((0.0, 3.0, 3.0, 3.0))
    plan = clean_plan(
        # 6 units short at 0.5, and 18 sold at 1.
        outcome=outcome(1 + 3 - 18, capex=1.0, shortage_penalty=3.0, revenue=-18.0),
        shortage=(Shortage("base", "training", "world", 0, 6.0),),
        **{
            **operations,
            "shipments": tuple(replace(row, compute_class="training") for row in operations["shipments"]),
        },
    )
    return case, plan


@pytest.mark.parametrize("made", [waiting, of_class])
def test_plans_for_tiers_and_classes_are_clean(made: object) -> None:
    case, plan = made()  # type: ignore[operator]
    assert rules(case, plan) == set()


def short(plan: Plan, **changes: object) -> Plan:
    """Return the plan with its first row of shortage changed."""
    first, *others = plan.shortage
    return replace(plan, shortage=(replace(first, **changes), *others))  # type: ignore[arg-type]


def test_more_than_its_share_cannot_wait() -> None:
    case, plan = waiting()
    broken = rules(case, short(plan, backlog_kunits=1.6, kunits=1.4))
    assert broken == {"backlog", "shortage_claim"}


def test_nothing_waits_without_a_share_or_beyond_the_horizon() -> None:
    case, plan = waiting()
    none = with_tiers(case, {GOLD: Tier((3.0,) * 4, shortage_penalty_usd=2e6)})
    assert "backlog" in rules(none, plan)
    *others, last = plan.shortage
    late = replace(plan, shortage=(*others, replace(last, kunits=0.0, backlog_kunits=0.375)))
    assert "backlog" in rules(case, late)


def test_a_tier_is_served_no_more_than_it_wants() -> None:
    case, plan = waiting()
    both = with_tiers(case, {GOLD: Tier((3.0,) * 4, shortage_penalty_usd=2e6, backlog=0.5), REST: Tier((0.0,) * 4)})
    moved = tuple(replace(row, tier="") if row.period == 3 else row for row in plan.shipments)
    assert {"demand", "shortage_claim"} <= rules(both, replace(plan, shipments=moved))


def test_tiers_and_classes_have_names_of_the_case() -> None:
    case, plan = waiting()
    first, *others = plan.shipments
    assert "names" in rules(case, replace(plan, shipments=(replace(first, tier="silver"), *others)))
    assert "names" in rules(case, replace(plan, shipments=(replace(first, compute_class="training"), *others)))
    assert "names" in rules(case, short(plan, tier="silver"))


def test_a_class_is_served_by_its_products_only() -> None:
    case, plan = of_class()
    other = replace(case, products={**case.products, "other": replace(case.products["chip"], name="other")})
    assert "listed_members" in rules(with_class(other, "training", other=2.0), plan)


def test_units_of_a_class_count_and_so_do_its_price_and_penalty() -> None:
    case, plan = of_class()
    assert "demand" in rules(with_class(case, "training", chip=2.1), plan)
    for tier in (Tier((6.0,) * 4, 2e6, 5e5), Tier((6.0,) * 4, 1e6, 6e5), Tier((6.0,) * 4)):
        wrong = with_tiers(case, {("training", "world", ""): tier})
        assert rules(wrong, plan) == {"cost", "objective"}
    member = replace(case.classes["training"].members[0], price_factor=0.5)
    halved = changed(case, "classes", "training", members=(member,))
    assert rules(halved, plan) == {"cost", "objective"}


def test_amounts_that_wait_are_numbers() -> None:
    case, plan = waiting()
    assert "amounts" in rules(case, short(plan, backlog_kunits=-1.0))


@pytest.mark.parametrize(
    ("limit", "broken"),
    [
        (Limit("served", Measure.SERVICE, tier="gold", minimum=0.75), set()),
        (Limit("served", Measure.SERVICE, tier="gold", minimum=0.76), {"limits"}),
        (Limit("served", Measure.SERVICE, product="chip", market="world", from_period=1, maximum=1.0), set()),
        (Limit("served", Measure.SERVICE, market="world", until_period=1, maximum=0.49), {"limits"}),
    ],
)
def test_service_is_what_is_served_of_what_is_wanted_in_the_window(limit: Limit, broken: set[str]) -> None:
    case, plan = waiting()
    assert rules(replace(case, limits=(limit,)), plan) == broken


def test_service_counts_a_class_in_packages() -> None:
    case, plan = of_class()
    enough = Limit("enough", Measure.SERVICE, product="training", minimum=0.75)
    limits = enough, Limit("more", Measure.SERVICE, minimum=0.8)
    assert rules(replace(case, limits=limits[:1]), plan) == set()
    assert rules(replace(case, limits=limits), plan) == {"limits"}
