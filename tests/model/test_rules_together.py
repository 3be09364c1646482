"""Power, owners, productive tools and events together, over small worlds: no row cuts off a plan that keeps the rules.

Every plan is audited; the redundant rows and what is merged change no optimum, another solver agrees, and a plan given
back as locks is as good as before.
"""

from importlib.util import find_spec

import pytest

from planner.case.records import Case
from planner.model.build import build
from planner.pipeline import solve
from planner.shape.shape import Shape
from planner.solver.options import SolveOptions
from planner.solver.portfolio.portfolio import solve_matrix
from planner.solver.program.compile import compile_matrix
from tests.model.changes import locked, told_apart
from tests.model.rules import ruled
from tests.model.solving import EXACT, best_plan, least, near

SEEDS = (2, 4)
"""Of many that were tried."""


def plainly(case: Case) -> float:
    """Return the optimum of the model without any redundant row."""
    return solve_matrix(compile_matrix(build(Shape(case), ())), EXACT).objective


@pytest.mark.parametrize("seed", SEEDS)
def test_redundant_rows_and_merged_places_cut_off_no_plan(seed: int) -> None:
    case = ruled(seed)
    plan = best_plan(case)
    assert plan.outcome.objective == near(plainly(case))
    assert plan.outcome.objective == near(plainly(told_apart(case)))
    assert least(locked(case, plan)) == near(plan.outcome.objective)


@pytest.mark.skipif(find_spec("pyscipopt") is None, reason="needs the extra scip")
def test_another_solver_finds_the_same_optimum() -> None:
    case = ruled(4)
    assert solve(case, SolveOptions(gap=1e-7, threads=1, solver="scip")).plan.outcome.objective == near(least(case))
