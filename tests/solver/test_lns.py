"""The improver follows a reference point that promises more, and goes on following where that helped much."""

import numpy as np
import pytest

from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import FeasiblePoint, ReferencePoint, Task
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Floats, Matrix
from planner.solver.search import coarse_to_fine
from planner.solver.search.lns import Search
from planner.workbook.reader import read_case
from tests.benchmarks.variants import budget
from tests.cli.commands import ROOT
from tests.model.worlds import world


def _best_after_steps(matrix: Matrix, gap: float, steps: int) -> float:
    """Return the objective of the plan that a search finds in some steps, counted by work alone."""
    mailbox = Mailbox(lambda _: None)
    search = Search(Task("improve", matrix, gap, 0, helped=False, time_limit_seconds=np.inf), mailbox)
    search.first_plan()
    for _ in range(steps):
        search.step()
    assert mailbox.best is not None
    return mailbox.best.objective


def test_a_wide_gap_does_not_make_the_search_stop_short_of_small_gains() -> None:
    matrix = compile_matrix(build(Shape(read_case(ROOT / "inputs" / "foundry.xlsx"))))
    assert _best_after_steps(matrix, 0.05, 5) == _best_after_steps(matrix, 1e-4, 5)


def test_two_nodes_that_compete_for_money_are_searched_together() -> None:
    """The optimum of this case, 287.475, is out of reach of boxes around 320 that free one node or a few periods."""
    matrix = compile_matrix(build(Shape(read_case(ROOT / "inputs" / "national_programme.xlsx"))))
    assert matrix.unscaled(_best_after_steps(matrix, 1e-4, 6)) < 305.0


def test_a_first_plan_is_soon_there_where_rules_ask_for_phases_and_money_is_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Building nothing is no plan here, and a solver that looks for a good one finds none with so little effort."""
    monkeypatch.setattr(coarse_to_fine, "GRID_EFFORT", 0.25)
    monkeypatch.setattr(coarse_to_fine, "HARD_EFFORT", 0.5)
    matrix = compile_matrix(build(Shape(budget(0.75)(read_case(ROOT / "inputs" / "foundry.xlsx")))))
    assert matrix.unscaled(_best_after_steps(matrix, 1e-4, 0)) < -200.0


def worth(matrix: Matrix, objective: float) -> Floats:
    """Return a point of that objective; nothing else about it matters here."""
    return np.asarray(matrix.cost * (objective - matrix.offset) / (matrix.cost @ matrix.cost))


@pytest.mark.parametrize(
    ("gain", "followed"), [(0.0, [1100.0, 1050.0]), (0.001, [1100.0, 1050.0]), (0.02, [1100.0, 1120.0, 1050.0])]
)
def test_a_guide_is_followed_again_where_the_last_gained_much(
    gain: float, followed: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    matrix = compile_matrix(build(Shape(world(1))))
    mailbox, seen = Mailbox(lambda _: None), list[float]()
    search = Search(Task("improve", matrix, 0.0, 0, helped=True, time_limit_seconds=np.inf), mailbox)

    def follow(_: FeasiblePoint) -> float:
        seen.append(reference)
        return gain

    monkeypatch.setattr(search, "_follow", follow)
    monkeypatch.setattr(search, "_attempt", lambda *_: 0.0)
    monkeypatch.setattr(search, "_fresh_plan", lambda: None)
    mailbox.deliver(FeasiblePoint(1200.0, np.zeros(matrix.cost.size)))
    for reference in (1100.0, 1120.0, 1050.0, 1300.0):
        mailbox.set_reference_point(ReferencePoint(worth(matrix, reference)))
        search.step()
    assert seen == followed
