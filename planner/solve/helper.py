"""The helper: who looks for plans and finds none for a while helps to prove, on nodes that the prover hands over."""

from planner.solve.effort import Effort
from planner.solve.highs import SolverError
from planner.solve.mailbox import Mailbox
from planner.solve.root import shared_root
from planner.solve.tree import Tree
from planner.solve.wire import Ready, SharedRoot, Task


class Helper:
    """A share of the tree, once there is one."""

    def __init__(self, task: Task, mailbox: Mailbox, effort: Effort) -> None:
        """Prepare to help with the proof of a task; nothing is built before it is needed."""
        self._task = task
        self._mailbox = mailbox
        self._effort = effort
        self._tree: Tree | None = None
        self._useless = False

    def work(self, relaxations: float) -> None:
        """Branch for as many relaxations, on what the prover has handed over."""
        if self._useless or (self._tree is None and not self._join()):
            return
        assert self._tree is not None
        try:
            left = self._effort.allowance(relaxations)
            self._tree.exchange()
            while self._tree.open and left() and not self._mailbox.cancelled:
                self._tree.plunge()
                self._tree.exchange()
        except SolverError:
            # What is held here stays open: its bound is what was reported last.
            self._useless = True
            return
        if not self._tree.open and not self._mailbox.cancelled:
            self._mailbox.send(self._tree.idle())

    def _join(self) -> bool:
        """Build the root that the prover shares, if it does by now."""
        for message in self._mailbox.take_posts():
            if isinstance(message, SharedRoot):
                root = shared_root(self._task.matrix, self._task.seed, message, self._mailbox)
                if root is None:
                    self._useless = True
                    return False
                self._tree = Tree(root, self._task.seed, self._mailbox, self._mailbox.direct)
                self._mailbox.send(Ready())
                return True
        return False
