"""The tree of the proof inside a box: it branches on counters where HiGHS would cut and try its own heuristics.

HiGHS spends half of a restricted solve on cuts and half on heuristics, and mostly ends at its root. The tree dives from
node to node instead, down to a whole point each time, and the known plan cuts most of it off: a box is searched to its
end in half the time, so that it is known to hold nothing better.
"""

from collections.abc import Callable

from planner.solver.highs import SolverError
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Bound, FeasiblePoint, Message
from planner.solver.program.matrix import Matrix
from planner.solver.prove.cut_check import WrongCutError
from planner.solver.prove.root import root
from planner.solver.prove.tree import Tree

ALL_THE_WAY = 1.0
"""A dive goes on until a node's bound is twice the first: to a whole point, or to where the known plan ends it."""


class _Inside(Mailbox):
    """What a tree in a box knows of the outside: the plan to beat, and when to stop."""

    def __init__(self, outside: Mailbox, start: FeasiblePoint, gap: float, may_go_on: Callable[[], bool]) -> None:
        """Begin with a known plan; within the gap of it the tree need not go on."""
        super().__init__(self._take_in)
        self.deliver(start)
        self._outside = outside
        self._gap = gap
        self._may_go_on = may_go_on
        self._is_near = False

    @property
    def cancelled(self) -> bool:
        """Whether the tree should stop."""
        return self._is_near or self._outside.cancelled or not self._may_go_on()

    def _take_in(self, message: Message) -> None:
        best = self.best
        if isinstance(message, Bound) and best is not None:
            self._is_near = best.objective - message.bound <= self._gap * abs(best.objective)


def branched(
    matrix: Matrix,
    start: FeasiblePoint,
    gap: float,
    seed: int,
    outside: Mailbox,
    limits: tuple[Callable[[], bool], float],
) -> tuple[FeasiblePoint, int] | None:
    """Return the best plan of a matrix that is found within limits, the start for none better, and how many nodes.

    None where presolve leaves nothing to branch on.
    """
    may_go_on, max_nodes = limits
    inside = _Inside(outside, start, gap, may_go_on)
    nodes = 0
    try:
        top = root(matrix, seed, 0.0, inside)
        if top is None:
            return None
        tree = Tree(top, seed, inside, plunge_share=ALL_THE_WAY)
        try:
            tree.search(max_nodes)
        finally:
            nodes = tree.nodes
    except (SolverError, WrongCutError):
        # What was found until then is a plan.
        pass
    best = inside.best
    return (start if best is None else best), nodes
