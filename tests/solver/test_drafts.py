"""Every better plan on the way is offered, audited, and no worse than what was proven by then."""

from dataclasses import replace

import pytest

from planner.case.records import Objective
from planner.pipeline import Draft, Result, solve
from planner.plan.records import Status
from planner.solver.options import SolveOptions
from planner.workbook.reader import read_case
from tests.cli.commands import STARTER


@pytest.mark.parametrize("objective", [Objective.LEAST_COST, Objective.COVERAGE_FIRST, Objective.PROFIT])
def test_drafts_are_sound_plans_and_get_better(objective: Objective) -> None:
    case = read_case(STARTER)
    case = replace(case, settings=replace(case.settings, objective=objective))
    drafts: list[Result] = []

    def keep(draft: Draft) -> None:
        drafts.append(draft())

    last = solve(case, SolveOptions(threads=1), on_plan=keep)
    assert last.plan.outcome.status is Status.OPTIMAL
    assert drafts
    for draft in drafts:
        assert draft.audit is not None
        assert draft.audit.clean, draft.audit.findings
        assert draft.plan.outcome.status is Status.FEASIBLE
        assert draft.plan.outcome.bound <= draft.plan.outcome.objective
    if objective is not Objective.COVERAGE_FIRST:  # where the second objective may rise as the first one falls
        found = [draft.plan.outcome.objective for draft in drafts]
        assert found == sorted(found, reverse=True)
        # The last words of a solver that is asked to stop may hold a better plan, within the gap.
        assert found[-1] == pytest.approx(last.plan.outcome.objective, rel=1e-4)
