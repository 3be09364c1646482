"""The improver follows a reference point that promises more, and goes on following where that helped much."""

import numpy as np
import pytest

from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import FeasiblePoint, ReferencePoint, Task
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Floats, Matrix
from planner.solver.search.lns import Search
from tests.model.worlds import world


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
