"""Tiers, waiting and classes in the plan workbook, and nothing of them where there are none."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.audit import audit
from planner.case.records import Case, Committed, Lock, Tier
from planner.pipeline import solve
from planner.plan.records import Plan
from planner.report.contract.tables import plan_tables, short_locks
from planner.report.excel.workbook import write_plan
from planner.report.figures.headline import figures
from planner.report.figures.service import by_year, services, tiers_of
from planner.report.readback.claims import wrong_claims
from planner.report.readback.plan_workbook import read_plan
from planner.report.readback.tables import read_tables
from planner.study.compare.differing import of_plans
from planner.study.compare.figures import NO_CASES
from planner.study.compare.figures import by_year as coverage_by_year
from planner.web.view.tables import tables
from tests.cases import tiny
from tests.model.solving import EXACT, best_plan, near
from tests.model.tiered import with_class, with_tiers

WANTED = (6.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def case() -> Case:
    """A fab makes 3 thousand a quarter for gold, which waits, and for a class of 2 units a chip, over two years."""
    case = with_class(tiny(periods=8, committed=(Committed("A", "N3", (1.0,) * 8),)), "training", chip=2.0)
    buyers = {
        ("chip", "world", "gold"): Tier(WANTED, shortage_penalty_usd=5e6, backlog=1.0),
        ("training", "world", ""): Tier((0.0, 0.0, 8.0, 0.0) + (0.0,) * 4, shortage_penalty_usd=1e3),
    }
    return with_tiers(case, buyers)


@pytest.fixture(scope="module")
def plan(case: Case) -> Plan:
    return best_plan(case)


def test_what_waits_is_served_late_and_a_class_counts_in_packages(case: Case, plan: Plan) -> None:
    # Gold wants 6 + 9. The class wants 8 units in one quarter, which are 4 chips, of which 1 is short.
    headline = figures(case, plan)
    assert headline.demand_kunits == near(15 + 4)
    assert headline.shortage_kunits == near(1)
    assert headline.shipped_kunits == near(18)
    first, second = by_year(case, services(case, plan)).values()
    assert (first.demand_kunits, first.shipped_kunits, first.shortage_kunits) == (near(10), near(9), near(1))
    assert first.coverage_pct == near(90)
    # Of the 9 thousand of the second year 6 wait, and all of them are served in it.
    assert second.coverage_pct == 100
    quarter = services(case, plan)["chip", "world", 4]
    assert (quarter.settled_kunits, quarter.coverage_pct) == (near(3), 100)


def test_plans_are_compared_with_their_classes_where_the_cases_are_known(case: Case, plan: Plan) -> None:
    both = plan_tables(case, plan), plan_tables(case, plan)
    # Of 10 thousand packages 9 are served in the first year: 6 for gold, and 3 chips, 6 of 8 units, for the class.
    assert [row[:2] for row in coverage_by_year(*both, (case, case))] == [("2027", near(90)), ("2028", near(100))]
    assert [row[:2] for row in coverage_by_year(*both)] == [("2027", near(100)), ("2028", near(100))]
    notes = [
        next(table.note for table in of_plans(*both, of) if table.name == "coverage") for of in ((case, case), NO_CASES)
    ]
    assert notes[0] == "All scenarios count alike."
    assert notes[1].endswith("left out: give both cases too, which say what a package counts for.")


def test_tiers_are_counted_apart(case: Case, plan: Plan) -> None:
    assert tiers_of(case) == ["gold", ""]
    gold = by_year(case, services(case, plan, tier="gold")).values()
    assert [one.shipped_kunits for one in gold] == [near(6), near(9)]
    assert tiers_of(tiny()) == []


def test_the_plan_workbook_is_read_back_whole(case: Case, plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_plan(path, case, plan)
    assert read_plan(path, case) == plan
    assert not wrong_claims(path, case, plan)
    sheets = read_tables(path)
    assert list(sheets["shipments"].columns)[-2:] == ["tier", "class"]
    assert list(sheets["shortage"].columns)[-2:] == ["tier", "backlog_kunits"]
    sheet = load_workbook(path)["supply_demand"]
    lines = [tuple(row[:5]) for row in sheet.iter_rows(values_only=True)]
    assert "1 of chip is 2 units of training" in str(lines[1])
    assert ("Tier gold", "Waiting at the end [kunits]", 0, 0, None) in [
        (*line[:2], *(round(value, 6) if isinstance(value, float) else value for value in line[2:])) for line in lines
    ]


def test_a_plan_without_tiers_has_no_columns_of_them() -> None:
    case = tiny()
    sheets = plan_tables(case, best_plan(case))
    assert list(sheets["shipments"].columns) == ["scenario", "from_region", "market", "product", "period", "kunits"]
    assert list(sheets["shortage"].columns) == ["scenario", "product", "market", "period", "kunits"]


def test_the_locks_of_a_plan_give_it_back() -> None:
    case = with_tiers(tiny(), {("chip", "world", "gold"): Tier((3.0, 6.0, 0.0, 4.0), backlog=0.5)})
    plan = best_plan(case)
    ordinal = case.calendar.ordinal
    locks = [
        Lock(site, node, of, ordinal(first), ordinal(last), low, high)
        for site, node, of, first, last, low, high in short_locks(case, plan)
        if site != "*"
    ]
    again = solve(replace(case, locks=tuple(locks)), EXACT, warm_start=plan.schedule)
    assert again.plan.outcome.objective == near(plan.outcome.objective)
    assert audit(case, again.plan).clean


def test_the_page_shows_what_each_tier_is_served(case: Case, plan: Plan) -> None:
    table = tables(case, plan)["service"]
    assert [column["title"] for column in table["columns"]][:3] == ["Product", "Market", "Tier"]
    assert [row[:3] for row in table["rows"]] == [["training", "world", ""], ["chip", "world", "gold"]]
    assert len(tables(tiny(), best_plan(tiny()))["service"]["columns"]) == 7
