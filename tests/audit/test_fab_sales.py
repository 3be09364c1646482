"""Sales of fabs: what is paid without a buyer is found, and so is what is left over."""

from dataclasses import replace

from planner.audit import audit
from planner.case.records import Case, Objective, ProfitOf, Settings
from planner.plan.records import Packages, Plan
from tests.audit.plans import clean_plan, outcome, rules
from tests.cases import tiny
from tests.model.parts import chip, node_n3

SETTINGS = Settings("tiny", objective=Objective.PROFIT, profit_of=ProfitOf.FABS)


def case_of_fabs() -> Case:
    return node_n3(tiny(settings=SETTINGS), wafer_price_usd=2e5)


def plan_of_fabs() -> Plan:
    """A phase costs 1 and sells 9 thousand wafers for 0.2 each; the penalty of 3 does not count."""
    return clean_plan(outcome=outcome(1 - 1.8, capex=1.0, shortage_penalty=3.0, revenue=-1.8))


def test_what_packages_take_is_paid() -> None:
    verdict = audit(case_of_fabs(), plan_of_fabs())
    assert verdict.findings == ()
    assert abs(verdict.objective + 0.8) < 1e-9


def test_a_wafer_that_no_package_takes_is_not_sold() -> None:
    plan = plan_of_fabs()
    (first, *others) = plan.wafers
    more = replace(first, kwafers=first.kwafers + 1.0)
    assert "sold" in rules(case_of_fabs(), replace(plan, wafers=(more, *others)))
    less = replace(first, unsold_kwafers=1.0)
    assert "sold" in rules(case_of_fabs(), replace(plan, wafers=(less, *others)))
    assert "sold" in rules(case_of_fabs(), replace(plan, wafers=(replace(first, unsold_kwafers=4.0), *others)))


def test_no_package_is_left_at_the_end() -> None:
    case = chip(case_of_fabs(), stock_cost_usd_per_period=1.0)
    plan = plan_of_fabs()
    packages = tuple(replace(row, kunits=row.kunits + 0.5) for row in plan.packages)
    assert isinstance(packages[0], Packages)
    assert "sold" in rules(case, replace(plan, packages=packages))


def test_unsold_wafers_are_a_matter_of_fabs() -> None:
    plan = clean_plan()
    (first, *others) = plan.wafers
    wafers = (replace(first, unsold_kwafers=1.0), *others)
    for settings in (Settings("tiny"), Settings("tiny", profit_of=ProfitOf.FABS)):  # where no profit is looked for
        assert rules(tiny(settings=settings), replace(plan, wafers=wafers)) == {"sold"}
