"""The helper: now and then the worker that searches for plans solves open nodes that the proof hands over."""

from planner.solver.highs import SolverError
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Ready, SharedBasis, SharedCuts, Task
from planner.solver.prove.root import shared_root
from planner.solver.prove.tree import WAIT_SECONDS, Tree
from planner.solver.search.effort import Effort


class Helper:
    """A second tree over the same root, once the proof shares it."""

    def __init__(self, task: Task, mailbox: Mailbox, effort: Effort) -> None:
        """Prepare to help with a proof; nothing is built before it is needed."""
        self._task = task
        self._mailbox = mailbox
        self._effort = effort
        self._basis: SharedBasis | None = None
        self._cuts: SharedCuts | None = None
        self._tree: Tree | None = None

    @property
    def can_help(self) -> bool:
        """Whether there is a root to branch on."""
        return self._tree is not None or self._join() is not None

    @property
    def is_awaited(self) -> bool:
        """Whether nodes have come that nobody else can solve meanwhile: they hold the bound back."""
        return self._tree is not None and self._mailbox.has_posts

    def work(self, relaxations: float) -> float:
        """Branch on nodes from the proof for the effort of so many relaxations, and hand back what is open then.

        Return by how much that raised the lowest bound of these nodes, in the matrix's scaled unit.
        """
        tree = self._tree
        if tree is None:
            return 0.0
        if not tree.exchange():
            self._mailbox.send(Ready())
            left = self._effort.allowance(relaxations, of_waiting=True)
            while not tree.exchange():
                self._mailbox.wait(WAIT_SECONDS)
                if not left() or self._mailbox.cancelled:
                    return 0.0
        left, lowest = self._effort.allowance(relaxations), tree.lowest
        try:
            while tree.open and left() and not self._mailbox.cancelled:
                tree.plunge()
        except SolverError:
            # The proof may have more success with these nodes.
            self._tree = None
        gained = tree.lowest - lowest
        if not self._mailbox.cancelled:
            tree.hand_back("prove")
            self._mailbox.send(tree.idle())
        return max(0.0, gained)

    def _join(self) -> Tree | None:
        """Build the root that the proof has shared, if it has."""
        for message in self._mailbox.take_posts():
            if isinstance(message, SharedBasis):
                self._basis = message
            elif isinstance(message, SharedCuts):
                self._cuts = message
        if self._basis is not None and self._cuts is not None:
            root = shared_root(self._task.matrix, self._task.seed, self._basis, self._cuts, self._mailbox)
            if root is not None:
                self._tree = Tree(root, self._task.seed, self._mailbox, self._mailbox.set_reference_point)
            self._basis = self._cuts = None
        return self._tree
