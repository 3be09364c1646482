"""Retirement: what may not go, goes twice or too early is found, and so is what it would make afterwards."""

from dataclasses import replace

from planner.audit import audit
from planner.case.records import Case, Committed
from planner.plan.records import Capacity, Plan, Retired, Shortage, Wafers
from tests.audit.plans import clean_plan, outcome, rules
from tests.cases import tiny

ROW = Committed("A", "N3", (1.0,) * 4, fixed_cost_usd_bn_per_year=4.0, retire_from=2)


def case_of(row: Committed = ROW) -> Case:
    return tiny(committed=(row,), pairs={})


def plan_of() -> Plan:
    """Capacity serves two quarters at 1 usd_bn each, then it is retired and 6 are short."""
    plan = clean_plan()
    first = plan.wafers[0]
    return replace(
        plan,
        outcome=outcome(2.0 + 6.0, fixed=2.0, shortage_penalty=6.0),
        openings=(),
        starts=(),
        draws=(),
        retired=(Retired("A", "N3", 2),),
        wafers=tuple(replace(first, period=t) for t in (0, 1)),
        packages=tuple(replace(plan.packages[0], period=t) for t in (0, 1)),
        shipments=tuple(replace(plan.shipments[0], period=t) for t in (0, 1)),
        shortage=tuple(Shortage("base", "chip", "world", t, 3.0) for t in (2, 3)),
        capacity=tuple(Capacity("A", "N3", t, 1.0, 1.0) for t in (0, 1)),
    )


def test_what_is_retired_in_time_breaks_nothing() -> None:
    verdict = audit(case_of(), plan_of())
    assert verdict.findings == ()
    assert verdict.objective == 8.0


def test_retirement_too_early_twice_or_without_leave_is_found() -> None:
    assert rules(case_of(replace(ROW, retire_from=3)), plan_of()) == {"retired"}
    again = replace(plan_of(), retired=(*plan_of().retired, Retired("A", "N3", 3)))
    assert rules(case_of(), again) == {"retired"}
    stays = Committed("A", "N3", (1.0,) * 4, fixed_cost_usd_bn_per_year=4.0)
    assert "listed_retired" in rules(case_of(stays), plan_of())


def test_what_is_retired_makes_nothing_more() -> None:
    plan = plan_of()
    late = Wafers("base", "here", "N3", 1.0, "die", "chip", 2, 1.0)
    assert "capacity" in rules(case_of(), replace(plan, wafers=(*plan.wafers, late)))
    assert "capacity_claim" in rules(case_of(), replace(plan, retired=(Retired("A", "N3", 3),)))
    assert "cost" in rules(case_of(), replace(plan, retired=(Retired("A", "N3", 3),)))
