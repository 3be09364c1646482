"""Solve a case to proven optimality and hold the plan to its audit before a test looks at it."""

from collections import defaultdict
from functools import cache

import pytest

from planner.case.records import Case
from planner.model.objective import PENALTY
from planner.pipeline import solve
from planner.plan.records import Plan, Status
from planner.solver.options import SolveOptions
from tests.model.worlds import world

# HiGHS takes 1e-7 off a whole number for whole, so that a bound is no sharper than that.
EXACT = SolveOptions(gap=1e-7, threads=1)


def best_plan(case: Case) -> Plan:
    """Return the optimal plan: proven, audited without a finding, and worth what its cost lines add up to."""
    solved = solve(case, EXACT)
    outcome = solved.plan.outcome
    assert outcome.status is Status.OPTIMAL, solved.plan.run
    assert solved.audit is not None
    assert [str(finding) for finding in solved.audit.findings] == []
    counted = dict(outcome.cost_usd_bn)
    if outcome.first_stage is not None:
        assert counted.pop(PENALTY, 0.0) == pytest.approx(outcome.first_stage.objective, rel=1e-6, abs=1e-9)
        assert outcome.first_stage.bound == pytest.approx(outcome.first_stage.objective, rel=1e-6, abs=1e-6)
    assert outcome.objective == pytest.approx(sum(counted.values()), rel=1e-6, abs=1e-9)
    assert outcome.bound == pytest.approx(outcome.objective, rel=1e-6, abs=1e-6)
    return solved.plan


def least(case: Case) -> float:
    """Return the optimum in usd_bn."""
    return best_plan(case).outcome.objective


@cache
def least_of_world(seed: int) -> float:
    """Return the optimum of a small world, which many tests compare with another one."""
    return least(world(seed))


def near(usd_bn: float) -> object:
    """Return what compares equal to an optimum: six digits, or a thousand usd."""
    return pytest.approx(usd_bn, rel=1e-6, abs=1e-6)


def starts(plan: Plan) -> dict[tuple[str, str, int], int]:
    """Return the phases started by (site, node, period)."""
    return {(row.site, row.node, row.period): row.phases for row in plan.starts}


def drawn(plan: Plan) -> dict[tuple[str, str], float]:
    """Return the money drawn in usd_bn by (fund, node), where an empty node stands for openings."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for row in plan.draws:
        found[row.fund, row.node] += row.usd_bn
    return dict(found)


def line(plan: Plan, name: str) -> float:
    """Return a cost line in discounted usd_bn, zero where the plan does not name it."""
    return plan.outcome.cost_usd_bn.get(name, 0.0)
