"""A plan as text and back is the same plan."""

from planner.pipeline import solve
from planner.report.contract.plan_json import from_text, to_text
from planner.solver.options import SolveOptions
from planner.workbook.reader import read_case
from tests.cli.commands import STARTER


def test_a_plan_comes_back_as_it_was() -> None:
    plan = solve(read_case(STARTER), SolveOptions(threads=1)).plan
    assert plan.starts
    assert plan.wafers
    assert from_text(to_text(plan)) == plan


def test_a_plan_without_a_bound_comes_back_too() -> None:
    plan = solve(read_case(STARTER), SolveOptions(time_limit_seconds=1e-3, threads=1)).plan
    assert from_text(to_text(plan)) == plan
