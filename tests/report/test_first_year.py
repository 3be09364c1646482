"""Sheet `first_year`: what has to be approved, paid and ordered first, by hand and beside what `calendar` says."""

from dataclasses import replace
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from planner.case.records import Case, Committed, Fund, Node, Shell, Site, Tool, ToolUse
from planner.plan.records import Outcome, Plan, Start, Status
from planner.report.excel.sheets import first_year
from planner.report.excel.workbook import plan_workbook
from planner.solver.options import SolveOptions
from planner.study.calendar import calendar
from planner.study.solves.session import StudyOptions
from tests.cases import pair, tiny
from tests.model.solving import best_plan

TO_ORDER = "To order: on site, or connected, by the period named"


def rows(case: Case, plan: Plan) -> list[list[Any]]:
    return listed_rows(plan_workbook(case, plan)[0])


def listed_rows(book: Workbook) -> list[list[Any]]:
    sheet = book["first_year"]
    listed = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(min_row=6, values_only=True)]
    return [row for row in listed if row]


def equipped() -> Case:
    """One phase for 1 bn serves all demand from the second quarter on.

    It needs two scanners a quarter before its output, and 50 MW with it.
    """
    case = tiny(
        tools={"scanner": Tool("scanner", (9.0,) * 4, (ToolUse("N3", 2.0, periods_before_output=1),))},
        funds={"state": Fund("state", (5.0, 0.0, 0.0, 0.0))},
    )
    return replace(case, nodes={"N3": replace(case.nodes["N3"], power_mw_per_phase=50.0)})


def test_what_is_approved_paid_and_ordered_by_hand() -> None:
    case = equipped()
    assert rows(case, best_plan(case)) == [
        ["To approve"],
        ["Site", "Node", "Approve by", "Count", "Capex", "Output from"],
        ["A", "N3", "2027Q1", 1, pytest.approx(1), "2027Q2"],
        ["Total", pytest.approx(1)],
        ["To pay"],
        ["Fund", "2027Q1", "2027Q2", "2027Q3", "2027Q4", "Total"],
        ["state", pytest.approx(1), 0, 0, 0, pytest.approx(1)],
        ["Total", pytest.approx(1), 0, 0, 0, pytest.approx(1)],
        [TO_ORDER],
        ["Site", "What", "Needed by", "Quantity", "For"],
        ["A", "scanner", "2027Q1", 2, "N3"],
        ["A", "power [MW]", "2027Q2", 50, "N3"],
    ]


def test_further_phases_are_ordered_by_the_lead_time_of_expansions_by_hand() -> None:
    """A first phase takes eight quarters, an expansion four. Scanners are there two quarters before output.

    At A capacity stands already, so what starts in 2027Q1 is an expansion with output from 2028Q1. B is new: its first
    phase, started in 2027Q1, has output from 2029Q1, and so has its expansion of 2028Q1, which is no longer listed.
    """
    case = tiny(
        periods=16,
        sites={site: Site(site, "here") for site in "AB"},
        pairs={(site, "N3"): pair(site, "N3", lead_periods=8, expansion_lead_periods=4, max_phases=3) for site in "AB"},
        committed=(Committed("A", "N3", (1.0,) * 16),),
        tools={"scanner": Tool("scanner", (9.0,) * 16, (ToolUse("N3", 2.0, periods_before_output=2),))},
    )
    case = replace(case, nodes={"N3": replace(case.nodes["N3"], power_mw_per_phase=50.0)})
    outcome = Outcome(Status.FEASIBLE, 0.0, 0.0, 0.0, {})
    plan = Plan(outcome, starts=(Start("A", "N3", 0, 2), Start("B", "N3", 0, 1), Start("B", "N3", 4, 1)))
    book = Workbook()
    first_year.add(book, case, plan)
    listed = listed_rows(book)
    approve, order = (listed.index(row) for row in listed if row[0] in ("To approve", TO_ORDER))
    assert listed[approve + 2 : approve + 4] == [
        ["A", "N3", "2027Q1", 2, 2, "2028Q1"],
        ["B", "N3", "2027Q1", 1, 1, "2029Q1"],
    ]
    assert listed[order + 2 :] == [
        ["A", "scanner", "2027Q3", 4, "N3"],
        ["A", "power [MW]", "2028Q1", 100, "N3"],
        ["B", "scanner", "2028Q3", 2, "N3"],
        ["B", "power [MW]", "2029Q1", 50, "N3"],
    ]


def test_shells_are_among_them() -> None:
    case = tiny(
        demand={("chip", "world"): (0.0, 0.0, 6.0, 6.0)},
        pairs={("A", "N3"): pair("A", "N3", max_phases=5)},
        shells={"A": Shell("A", capex_usd_bn=0.5, lead_periods=1, spend=(1.0,), floor_units=1.0)},
    )
    listed = rows(case, best_plan(case))
    assert ["A", "shell", "2027Q1", 2, pytest.approx(1), "2027Q2"] in listed
    assert ["A", "shell", "2027Q1", 2] in listed


def test_it_says_what_the_study_says() -> None:
    case = equipped()
    options = StudyOptions(SolveOptions(gap=1e-9, threads=1), executor="local:1")
    approve, pay, order = (table.rows for table in calendar(case, options).tables)
    listed = rows(case, best_plan(case))
    for when, site, node, phases, capex, ready, *_ in approve:
        assert [site, node, when, phases, capex, ready] in listed
    for fund, *paid in pay:
        assert [fund, *paid] in listed
    for when, what, quantity, site, node in order:
        assert [site, what, when, quantity, node] in listed


def test_where_nothing_starts_in_the_first_year_there_is_no_such_sheet() -> None:
    late = Node("N3", tiny().nodes["N3"].kind, 1.0, 1.0, available_from=6)
    case = tiny(periods=8, nodes={"N3": late})
    plan = best_plan(case)
    assert min(start.period for start in plan.starts) >= 4
    assert "first_year" not in plan_workbook(case, plan)[0].sheetnames
