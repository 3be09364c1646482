"""Effort: counted in rounds of the solver, the same limit ends a run at the same place; a relaxation is the unit."""

import time
from random import Random
from typing import Any

import numpy as np
import pytest

from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.highs import load
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Bound, FeasiblePoint, Message, Task
from planner.solver.portfolio.proof import prove
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Matrix
from planner.solver.search import restricted
from planner.solver.search.boxed_tree import branched
from planner.solver.search.effort import ROUNDS, Effort
from tests.benchmarks.generate import Size, generate
from tests.model.worlds import world
from tests.solver.test_tree import knapsacks


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return compile_matrix(build(Shape(world(3))))


def rounds(matrix: Matrix, relaxations: float) -> tuple[float, float, float]:
    """Return what a run used, its bound and its iterations."""
    effort = Effort(Mailbox(lambda _: None), timed=False)
    solver = load(matrix, mip_rel_gap=0.0)
    effort.watch(solver)
    used = effort.run(solver, relaxations)
    info = solver.getInfo()
    return used, info.mip_dual_bound, info.simplex_iteration_count


@pytest.mark.parametrize("relaxations", [0.5, 2.0])
def test_a_limit_in_rounds_ends_at_the_same_place(relaxations: float) -> None:
    matrix = knapsacks(0)
    first, again = rounds(matrix, relaxations), rounds(matrix, relaxations)
    assert first == again
    # The solver hears of the end at its next round.
    assert first[0] <= relaxations + 4 / ROUNDS


def test_more_rounds_prove_no_less() -> None:
    matrix = knapsacks(0)
    assert rounds(matrix, 0.25)[1] <= rounds(matrix, 20.0)[1] + 1e-9


def test_time_is_counted_in_relaxations(matrix: Matrix) -> None:
    effort = Effort(Mailbox(lambda _: None), timed=True)
    solver = load(matrix, solve_relaxation=True)
    effort.watch(solver)
    effort.relaxation(solver)
    whole = load(matrix, mip_rel_gap=0.0)
    effort.watch(whole)
    assert effort.run(whole, np.inf) > 0.0
    assert whole.getInfo().objective_function_value == pytest.approx(whole.getInfo().mip_dual_bound)


def test_nothing_is_left_of_an_allowance_of_nothing() -> None:
    effort = Effort(Mailbox(lambda _: None), timed=True)
    assert not effort.allowance(0.0)()
    assert effort.allowance(1e6)()
    assert effort.allowance(1e6, of_waiting=True)()


def test_with_a_limit_in_nodes_no_clock_decides_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine of any speed, whatever else it does, the same seed leads to the same plan and bound."""
    large = compile_matrix(build(Shape(generate(Size(sites=9, nodes=4, periods=16, products=3, markets=3), 4_700_001))))
    assert not large.small
    task = Task("prove", large, 0.0, 3, helped=False, time_limit_seconds=np.inf, node_limit=5)
    searched = []

    def counted(*asked: Any) -> Any:
        searched.append(branched(*asked))
        return searched[-1]

    def ended() -> tuple[list[tuple[float, bytes]], float]:
        said: list[Message] = []
        prove(task, Mailbox(said.append))
        plans = [(one.objective, one.x.tobytes()) for one in said if isinstance(one, FeasiblePoint)]
        return plans, max(one.bound for one in said if isinstance(one, Bound))

    monkeypatch.setattr(restricted, "branched", counted)
    plain = ended()
    assert plain[0]
    assert searched, "the tree inside boxes has no part in this"
    for seed in range(2):
        draw, now = Random(seed), [0.0]

        def jumping(draw: Random = draw, now: list[float] = now) -> float:
            now[0] += 100.0 * draw.random() ** 9  # mostly moments, now and then a minute
            return now[0]

        with monkeypatch.context() as patch:
            for clock in ("monotonic", "process_time", "perf_counter"):
                patch.setattr(time, clock, jumping)
            assert ended() == plain


def test_a_cancelled_worker_stops_at_the_next_round() -> None:
    mailbox = Mailbox(lambda _: None)
    effort = Effort(mailbox, timed=False)
    solver = load(knapsacks(0), mip_rel_gap=0.0)
    effort.watch(solver)
    mailbox.cancel()
    assert effort.run(solver, 1e6) <= 4 / ROUNDS
