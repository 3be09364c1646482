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
        self._asked = False

    def ask(self) -> None:
        """Ask for nodes to work on soon; building the root comes first."""
        if not self._useless and (self._tree is not None or self._join()) and not self._asked:
            self._asked = True
            self._mailbox.send(Ready())

    def work(self, relaxations: float) -> None:
        """Branch for as many relaxations on what has been handed over, and hand back what is open then."""
        tree = self._tree
        if tree is None or not tree.exchange():
            return
        self._asked = False
        left = self._effort.allowance(relaxations)
        try:
            while tree.open and left() and not self._mailbox.cancelled:
                tree.plunge()
        except SolverError:
            # What is held here stays open, and its bound is what was reported last.
            self._useless = True
            return
        if not self._mailbox.cancelled:
            tree.hand_back("prove")
            self._mailbox.send(tree.idle())

    def _join(self) -> bool:
        """Build the root that the prover shares, if it does by now."""
        for message in self._mailbox.take_posts():
            if isinstance(message, SharedRoot):
                root = shared_root(self._task.matrix, self._task.seed, message, self._mailbox)
                if root is None:
                    self._useless = True
                    return False
                self._tree = Tree(root, self._task.seed, self._mailbox, self._mailbox.direct)
                return True
        return False
