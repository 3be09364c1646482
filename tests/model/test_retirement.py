"""Retirement: capacity that stands already is given up where what ends with it is worth more than what it makes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.audit import audit
from planner.case.calendar import NO_END
from planner.case.checks import check
from planner.case.records import Case, Committed, Conversion, Lock, Settings, Tool, ToolUse
from planner.pipeline import solve
from planner.plan.records import Retired, Status
from planner.report.contract.tables import locks
from planner.report.contract.value_tables import all_tables
from planner.report.excel.workbook import write_plan
from planner.report.figures.headline import figures
from planner.report.readback.plan_workbook import read_plan
from planner.report.words.phrases import answer
from planner.study.replan.moves import moves
from planner.workbook.reader import read_case
from tests.cases import tiny
from tests.model.parts import discounted, pair_a, quarters, with_node, with_site
from tests.model.solving import EXACT, best_plan, least, line, near, starts
from tests.workbook.books import save, sound

DECLINE = {("chip", "world"): (3.0, 3.0, 0.0, 0.0)}


def standing(fixed: float = 4.0, retire_from: int = 0, **changes: Any) -> Case:
    """Capacity for 3 thousand packages a quarter, at 1 usd_bn a quarter; after two quarters nobody wants any."""
    row = Committed("A", "N3", (1.0,) * 4, fixed_cost_usd_bn_per_year=fixed, retire_from=retire_from)
    return tiny(demand=DECLINE, pairs={}, committed=(row,), **changes)


def test_what_nobody_needs_any_more_is_given_up_when_it_ends_to_be_needed() -> None:
    plan = best_plan(standing())
    assert plan.retired == (Retired("A", "N3", 2),)
    assert plan.outcome.objective == near(2 * 1)
    assert line(plan, "fixed") == near(2)


def test_without_leave_it_stays_and_costs() -> None:
    plan = best_plan(standing(retire_from=NO_END))
    assert (plan.retired, plan.outcome.objective) == ((), near(4 * 1))


def test_it_is_not_given_up_before_its_row_allows_it() -> None:
    plan = best_plan(standing(retire_from=3))
    assert plan.retired == (Retired("A", "N3", 3),)
    assert plan.outcome.objective == near(3 * 1)


def test_it_goes_at_once_where_it_costs_more_than_what_is_missed_without_it() -> None:
    # 3 thousand packages short cost 3 a quarter, the fab 3.5.
    plan = best_plan(standing(fixed=14.0))
    assert plan.retired == (Retired("A", "N3", 0),)
    assert plan.outcome.objective == near(2 * 3)


def test_its_cost_is_discounted_and_ends_with_it() -> None:
    case = standing(settings=discounted())
    assert least(case) == near(quarters(0) + quarters(1))
    assert least(replace(case, locks=(Lock("A", "", "N3", max_phases=0),))) == near(sum(map(quarters, range(4))))


def test_a_cost_is_charged_where_there_is_some_capacity() -> None:
    falls = Committed("A", "N3", (1.0, 1.0, 1.0, 0.0), fixed_cost_usd_bn_per_year=4.0)
    assert least(replace(standing(), committed=(falls,))) == near(3)


def scarce(uses_tools: bool = True) -> Case:
    """One machine, in a fab of node N5 whose dies nobody takes; a phase of N3 needs it."""
    tool = Tool("scanner", (0.0,) * 4, (ToolUse("N3", 1.0), ToolUse("N5", 1.0)))
    case = pair_a(with_node(tiny(), "N5"), max_phases=1)
    row = Committed("A", "N5", (1.0,) * 4, uses_tools=uses_tools, retire_from=1)
    pairs = {key: of for key, of in case.pairs.items() if key[1] == "N3"}
    return replace(case, pairs=pairs, committed=(row,), tools={"scanner": tool})


def test_its_machines_do_the_work_of_new_phases() -> None:
    # The phase is fitted out in quarter 1: it starts in quarter 0 and misses 3.
    plan = best_plan(scarce())
    assert (plan.retired, starts(plan)) == ((Retired("A", "N5", 1),), {("A", "N3", 0): 1})
    assert plan.outcome.objective == near(1 + 3)
    assert least(scarce(uses_tools=False)) == near(12)  # not its own machines
    assert not [problem for problem in check(scarce()) if problem.code == "W757"], "the machines may come free"


def test_a_conversion_takes_only_what_is_left() -> None:
    # A lump of N5 becomes N3 at once for 0.5; N5 costs 1 a quarter, which ends where all of it goes instead.
    case = with_node(tiny(pairs={}), "N5")
    row = Committed("A", "N5", (1.0,) * 4, fixed_cost_usd_bn_per_year=4.0, retire_from=0)
    lump = Conversion("A", "N5", "N3", 1.0, capex_usd_bn_per_lump=0.5)
    assert least(replace(case, pairs={}, committed=(row,), conversions=(lump,))) == near(0.5 + 4)
    dear = replace(lump, capex_usd_bn_per_lump=9.0)
    assert least(replace(case, pairs={}, committed=(row,), conversions=(dear,))) == near(12)


def test_another_fab_that_stands_goes_on() -> None:
    case = with_site(standing())
    other = Committed("B", "N3", (1.0,) * 4)
    plan = best_plan(replace(case, pairs={}, committed=(*case.committed, other)))
    assert (plan.retired, plan.outcome.objective) == ((Retired("A", "N3", 0),), near(0))


@pytest.mark.parametrize("late", [0, 1])
def test_a_plan_given_back_as_locks_is_the_plan(late: int) -> None:
    case = standing(retire_from=late)
    plan = best_plan(case)
    ordinal = case.calendar.ordinal
    rows = tuple(
        Lock(site, node, of, ordinal(first), ordinal(last), low, high)
        for site, node, of, first, last, low, high in locks(case, plan)
    )
    assert any(row.is_of_retirement and row.min_phases == 1 for row in rows)
    locked = best_plan(replace(case, locks=rows))
    assert (locked.retired, locked.outcome.objective) == (plan.retired, near(plan.outcome.objective))
    warm = solve(case, EXACT, warm_start=plan.schedule)
    assert warm.status is Status.OPTIMAL
    assert warm.plan.outcome.objective == near(plan.outcome.objective)


def test_a_lock_may_ask_for_it() -> None:
    asked = Lock("A", "", "N3", until_period=1, min_phases=1)
    # The quarter without it is short of 3.
    assert least(replace(standing(), locks=(asked,))) == near(1 + 3)
    nowhere = replace(standing(), locks=(Lock("A", "", "N5", min_phases=1),))
    assert any(problem.is_error for problem in check(nowhere))


def test_it_is_told_and_compared() -> None:
    case = standing()
    plan = best_plan(case)
    assert answer(figures(case, plan)).endswith("Retire 1 fab that stands already.")
    later = replace(plan.schedule, retired=(Retired("A", "N3", 3),))
    (move,) = moves(plan.schedule, later)
    assert (move.what, move.before, move.after) == ("N3 retired", 2, 3)


def test_the_plan_workbook_says_what_is_retired_and_is_read_back(tmp_path: Path) -> None:
    case = standing()
    plan = best_plan(case)
    write_plan(tmp_path / "plan.xlsx", case, plan)
    back = read_plan(tmp_path / "plan.xlsx", case)
    assert back.retired == plan.retired
    assert audit(case, back).clean
    sheet = load_workbook(tmp_path / "plan.xlsx")["schedule"]
    assert ["A", "N3", "retired"] in [[cell.value for cell in row[:3]] for row in sheet.iter_rows()]
    assert "retired" not in all_tables(tiny(), best_plan(tiny()))


def test_a_case_workbook_says_what_may_be_retired(tmp_path: Path) -> None:
    sheets = sound()
    labels = [cell for cell in sheets["demand"][0] if isinstance(cell, str) and cell[:2] == "20"]
    sheets["capacity"] = [
        ["site", "node", "fixed_cost_usd_bn_per_year", "retire_from", *labels],
        ["A", "N3", 4, labels[1], *(1 for _ in labels)],
    ]
    sheets["locks"] = [["site", "node", "from_node", "max_phases"], ["*", None, "*", 0]]
    case = read_case(save(tmp_path / "case.xlsx", sheets))
    assert [(row.fixed_cost_usd_bn_per_year, row.retire_from) for row in case.committed] == [(4.0, 1)]
    assert [(lock.site, lock.node, lock.from_node) for lock in case.locks] == [("A", "", "N3")]


def test_leave_that_changes_nothing_is_reported() -> None:
    def reported(case: Case) -> set[tuple[str, str]]:
        return {(problem.code, problem.field) for problem in check(case)}

    assert ("W741", "retire_from") not in reported(standing())
    assert ("W741", "retire_from") in reported(standing(fixed=0.0))
    assert ("W741", "retire_from") in reported(standing(retire_from=9))


def test_a_claim_that_capacity_is_used_after_its_end_is_found() -> None:
    case = standing(settings=Settings("tiny"))
    plan = best_plan(case)
    early = replace(plan, retired=(Retired("A", "N3", 1),))
    assert {"capacity", "cost"} <= {finding.rule for finding in audit(case, early).findings}
