"""What is bought and what waits in the plan workbook: written, read back, audited; no sheet where there is none."""

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from planner.audit import audit
from planner.case.records import Case, Part, Source
from planner.report.contract.layout import OPTIONAL_SHEETS
from planner.report.contract.plan_json import from_text, to_text
from planner.report.excel.workbook import write_plan
from planner.report.readback.plan_workbook import read_plan
from planner.report.readback.tables import read_tables
from tests.model.changes import locked
from tests.model.parts import made_of
from tests.model.solving import best_plan, near
from tests.model.test_purchases import buying
from tests.report.plans import three_sites, three_sites_plan


def waiting() -> Case:
    """Two thousand stacks are offered a quarter; 3 are wanted in each of the last two, so that 1 + 2 + 1 wait."""
    case = buying(kunits=2.0)
    stack = Part("stack", (), bought=Source("", 1.0, stock_cost_usd_per_unit_period=1e4))
    (future,) = case.scenarios
    late = replace(future, demand_kunits={("chip", "world"): (0.0, 0.0, 3.0, 3.0)})
    return replace(made_of(case, case.products["chip"].parts[0], stack), scenarios=(late,))


def test_purchases_and_stock_come_back_and_pass_the_audit(tmp_path: Path) -> None:
    case, plan = waiting(), best_plan(waiting())
    assert plan.outcome.objective == near(6 * 0.1 + (2 + 1) * 0.01)
    write_plan(tmp_path / "plan.xlsx", case, plan)
    again = read_plan(tmp_path / "plan.xlsx", case)
    assert again.purchased == plan.purchased
    assert again.part_stock == plan.part_stock
    assert audit(case, again).findings == ()
    assert from_text(to_text(plan)) == plan
    assert {"purchased", "part_stock"} < set(read_tables(tmp_path / "plan.xlsx"))


def test_the_plan_as_locks_gives_the_same_plan() -> None:
    plan = best_plan(waiting())
    assert best_plan(locked(waiting(), plan)).outcome.objective == near(plan.outcome.objective)


def test_a_plan_without_them_has_no_sheet_of_them(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", three_sites(), three_sites_plan())
    assert not OPTIONAL_SHEETS & set(load_workbook(tmp_path / "plan.xlsx", read_only=True).sheetnames)
    assert not OPTIONAL_SHEETS & set(read_tables(tmp_path / "plan.xlsx"))
