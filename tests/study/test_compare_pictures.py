"""Two plans side by side: the same rows in both panels, with the stages of construction where the case is known."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from planner.charts.draw import available
from planner.plan.records import Outcome, Plan, Start, Status
from planner.report.contract.tables import plan_tables
from planner.study.compare.pictures import Side, pictures
from tests.cases import pair, tiny

pytestmark = pytest.mark.skipif(not available(), reason="charts are an extra")
CASE = tiny(pairs={("A", "N3"): pair("A", "N3", max_phases=9)})
EMPTY = Plan(Outcome(Status.FEASIBLE, 0.0, 0.0, 0.0, {}))


def side(*starts: Start, with_case: bool = True) -> Side:
    plan = replace(EMPTY, starts=starts)
    tables = plan_tables(CASE, plan)
    return Side(tables, CASE, plan) if with_case else Side(tables)


def bars(first: Side, second: Side) -> list[tuple[Any, ...]]:
    (rows,) = (chart.chart["datasets"]["table"] for chart in pictures(first, second) if chart.name == "gantt")
    return [tuple(_of(row, "plan", "numbers", "stage", "from", "until")) for row in rows]


def _of(row: Mapping[str, Any], *columns: str) -> list[Any]:
    return [row[column] for column in columns]


def test_phases_are_matched_in_the_order_of_their_starts() -> None:
    """Two phases start in the first quarter in both plans, a third one in the second or in the third."""
    first = side(Start("A", "N3", 0, 2), Start("A", "N3", 1, 1))
    second = side(Start("A", "N3", 0, 2), Start("A", "N3", 2, 1))
    assert bars(first, second) == [
        ("before", "1–2", "construction", "2027Q1", "2027Q1"),
        ("before", "1–2", "full output", "2027Q2", "2027Q4"),
        ("before", "3", "construction", "2027Q2", "2027Q2"),
        ("before", "3", "full output", "2027Q3", "2027Q4"),
        ("after", "1–2", "construction", "2027Q1", "2027Q1"),
        ("after", "1–2", "full output", "2027Q2", "2027Q4"),
        ("after", "3", "construction", "2027Q3", "2027Q3"),
        ("after", "3", "full output", "2027Q4", "2027Q4"),
    ]


def test_without_a_case_phases_are_drawn_from_their_start_on() -> None:
    first, second = side(Start("A", "N3", 1, 1), with_case=False), side(with_case=False)
    assert bars(first, second) == [("before", "1", "started", "2027Q2", "2027Q4")]


def test_plans_that_build_nothing_are_not_drawn() -> None:
    assert pictures(side(), side()) == ()
