"""The helper: who looks for plans and finds none for a while helps to prove, on nodes that the prover hands over."""

import highspy

from planner.solve.effort import Effort
from planner.solve.highs import SolverError, point
from planner.solve.mailbox import Mailbox
from planner.solve.root import Presolved, shared_basis, solve_first, with_cuts
from planner.solve.tree import WAIT_SECONDS, Tree
from planner.solve.wire import Guide, Ready, SharedCuts, Task


class Helper:
    """A share of the tree, once there is one."""

    def __init__(self, task: Task, mailbox: Mailbox, effort: Effort) -> None:
        """Prepare to help with the proof of a task; nothing is built before it is needed."""
        self._task = task
        self._mailbox = mailbox
        self._effort = effort
        self._prepared: tuple[Presolved, highspy.Highs] | None = None
        self._tree: Tree | None = None

    def prepare(self) -> Guide | None:
        """Solve the LP relaxation of the presolved program: its point guides, and its basis is where the tree starts.

        Nothing is prepared where the solver proves by itself.
        """
        if self._task.matrix.small or self._task.matrix.large:
            return None
        presolved = Presolved.of(self._task.matrix)
        if presolved is None:
            return None
        solver = presolved.relaxation(self._task.seed, self._mailbox)
        if not solve_first(solver):
            return None
        self._prepared = presolved, solver
        self._mailbox.send(shared_basis(presolved, solver))
        return Guide(presolved.unfolding.point(point(solver)))

    def work(self, relaxations: float) -> None:
        """Branch for as many relaxations on what the prover hands over for that, and hand back what is open then."""
        tree = self._tree or self._join()
        if tree is None or relaxations <= 0:
            return
        if not tree.exchange():
            self._mailbox.send(Ready())
            left = self._effort.allowance(relaxations, of_waiting=True)
            while not tree.exchange():
                self._mailbox.wait(WAIT_SECONDS)
                if not left() or self._mailbox.cancelled:
                    return
        left = self._effort.allowance(relaxations)
        try:
            while tree.open and left() and not self._mailbox.cancelled:
                tree.plunge()
        except SolverError:
            # What is held here stays open, and its bound is what was reported last.
            self._tree = self._prepared = None
            return
        if not self._mailbox.cancelled:
            tree.hand_back("prove")
            self._mailbox.send(tree.idle())

    def _join(self) -> Tree | None:
        """Build the root from the cuts that the prover shares, if it does by now."""
        for message in self._mailbox.take_posts():
            if isinstance(message, SharedCuts) and self._prepared is not None:
                presolved, solver = self._prepared
                if presolved.size == message.size:
                    root = with_cuts(presolved, solver, message.cuts)
                    self._tree = Tree(root, self._task.seed, self._mailbox, self._mailbox.direct)
        return self._tree
