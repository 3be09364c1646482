"""Our own tree inside a box finds what HiGHS finds there, and says when there is nothing to branch on."""

from dataclasses import replace
from typing import Any

import highspy
import numpy as np
import pytest

from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.highs import load, point
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import FeasiblePoint
from planner.solver.program.compile import compile_matrix
from planner.solver.program.decisions import Decisions
from planner.solver.program.matrix import Matrix
from planner.solver.search.boxed_tree import branched
from planner.solver.search.effort import Effort
from tests.model.worlds import world


def _mailbox() -> Mailbox:
    return Mailbox(lambda message: None)


def _solved(matrix: Matrix, **options: Any) -> FeasiblePoint | None:
    """Let HiGHS solve a matrix; None where it finds no plan."""
    solver = load(matrix, mip_rel_gap=1e-9, **options)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return FeasiblePoint(float(solver.getInfo().objective_function_value), point(solver))


def _case(seed: int) -> tuple[Matrix, FeasiblePoint, FeasiblePoint]:
    """A model, the first plan that HiGHS finds in it, and the best."""
    matrix = compile_matrix(build(Shape(world(seed))))
    first, best = _solved(matrix, mip_max_improving_sols=1), _solved(matrix)
    if first is None or best is None:
        pytest.skip("a case without a plan")
    return matrix, first, best


@pytest.mark.parametrize("seed", range(3, 9))
def test_it_finds_the_best_plan_of_a_box(seed: int) -> None:
    matrix, first, best = _case(seed)
    ended = branched(matrix, first, 0.0, 0, _mailbox(), (lambda: True, np.inf))
    if ended is None:
        pytest.skip("presolve leaves nothing")
    plan, _ = ended
    assert plan.objective == pytest.approx(best.objective, rel=1e-6, abs=1e-6)
    assert matrix.cost @ plan.x + matrix.offset == pytest.approx(plan.objective, rel=1e-9, abs=1e-9)


def test_in_random_boxes_it_finds_what_the_solver_finds() -> None:
    gained = 0
    for seed in range(4, 16):
        matrix = compile_matrix(build(Shape(world(seed))))
        first = _solved(matrix, mip_max_improving_sols=1)
        assert first is not None
        draw, columns = np.random.default_rng(seed), Decisions.of(matrix).columns
        around = np.round(first.x[columns])
        lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
        lower[columns] = np.maximum(lower[columns], around - draw.integers(0, 3, columns.size))
        upper[columns] = np.minimum(upper[columns], around + draw.integers(0, 3, columns.size))
        box = replace(matrix, col_lower=lower, col_upper=upper)
        best, ended = _solved(box), branched(box, first, 0.0, seed, _mailbox(), (lambda: True, np.inf))
        assert best is not None
        if ended is None:
            continue
        plan, _ = ended
        assert plan.objective == pytest.approx(best.objective, rel=1e-6, abs=1e-6)
        assert (lower[columns] - 1e-6 <= plan.x[columns]).all()
        assert (plan.x[columns] <= upper[columns] + 1e-6).all()
        gained += plan.objective < first.objective - 1e-6 * abs(first.objective)
    assert gained > 3, "most boxes hold nothing better than their start: they test little"


def test_a_box_is_never_left() -> None:
    matrix, first, _ = _case(3)
    columns = Decisions.of(matrix).columns
    counts = np.round(first.x[columns])
    upper = matrix.col_upper.copy()
    upper[columns] = counts
    ended = branched(replace(matrix, col_upper=upper), first, 0.0, 0, _mailbox(), (lambda: True, np.inf))
    assert ended is not None
    plan, _ = ended
    assert plan.objective <= first.objective
    assert (plan.x[columns] <= counts + 1e-6).all()


def test_without_whole_columns_left_there_is_nothing_to_branch_on() -> None:
    matrix, first, _ = _case(3)
    whole = np.flatnonzero(matrix.integer)
    lower, upper = matrix.col_lower.copy(), matrix.col_upper.copy()
    lower[whole] = upper[whole] = np.round(first.x[whole])
    fixed = replace(matrix, col_lower=lower, col_upper=upper)
    assert branched(fixed, first, 0.0, 0, _mailbox(), (lambda: True, np.inf)) is None


def test_it_ends_with_its_effort_its_gap_and_its_owner() -> None:
    matrix, first, _ = _case(3)
    nodes = []
    cancelled = _mailbox()
    cancelled.cancel()
    for outside, gap, limits in (
        (_mailbox(), 0.0, (lambda: False, np.inf)),
        (_mailbox(), 10.0, (lambda: True, np.inf)),
        (cancelled, 0.0, (lambda: True, np.inf)),
        (_mailbox(), 0.0, (lambda: True, np.inf)),
    ):
        ended = branched(matrix, first, gap, 0, outside, limits)
        assert ended is not None
        nodes.append(ended[1])
    assert max(nodes[:3]) <= 1 < nodes[3]


def test_without_a_clock_the_limit_is_in_nodes() -> None:
    effort = Effort(_mailbox(), timed=False)
    few, many = effort.of_tree(1.0)[1], effort.of_tree(3.0)[1]
    assert 1 <= few < many < np.inf
    assert effort.used_by_tree(cpu_seconds=100.0, nodes=int(many)) == pytest.approx(3.0)
    assert Effort(_mailbox(), timed=True).of_tree(1.0)[1] == np.inf
