"""The helper: while LNS stalls, its worker solves open nodes that the proof hands over."""

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

    def work(self, relaxations: float) -> None:
        """Branch on nodes from the proof for the effort of so many relaxations, and hand back what is open then."""
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
            # The proof may have more success with these nodes.
            self._tree = None
        if not self._mailbox.cancelled:
            tree.hand_back("prove")
            self._mailbox.send(tree.idle())

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
