"""The tree: branch and bound over a root, the lowest bound first, plunging while a child's bound is near it.

HiGHS would branch on any column alike. Here counters come first (how many phases of a node by when), because with them
whole little is left to gain, then how many phases stand at a place in all.
"""

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

from planner.solver.highs import SolverError
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Bound, Branch, Change, Idle, Nodes, ReferencePoint, Split
from planner.solver.program.matrix import Floats
from planner.solver.prove.branching import DOWN, UP, Fractional, Pseudocosts
from planner.solver.prove.node_relaxation import NodeRelaxation, SafeRelaxation
from planner.solver.prove.postsolve import SAME, share_whole
from planner.solver.prove.root import Root
from planner.solver.prove.tree_cuts import TreeCuts

PLUNGE_SHARE = 1e-3
PROBE_ITERATIONS = 60
REFERENCE_EVERY_NODES = 20
"""Nodes between two reference points: an LNS iteration takes about as long as so many nodes."""
WAIT_SECONDS = 0.5
MAX_LENT = 8
"""Open nodes that are handed over at once: they lose their bases, and hold the bound back until they are solved."""
MAX_BASES = 8_000
"""Open nodes that keep a basis, 25 kB each on a model of 10,000 columns; others start from the program solved last."""
DEVEX = 1
"""From a given basis, computing steepest-edge weights would take longer than a probe."""
OnReference = Callable[[ReferencePoint], None]
SOLVED = highspy.HighsModelStatus.kOptimal
ABOVE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kObjectiveBound)
CUT_SHORT = highspy.HighsModelStatus.kIterationLimit


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A part of the tree that is open: its bound, the bounds that define it, and its LP solution."""

    bound: float
    number: int
    changes: tuple[Change, ...] = field(compare=False)
    fractional: Fractional = field(compare=False)
    basis: Any = field(compare=False)


class Tree:
    """One search over a root."""

    def __init__(
        self,
        root: Root,
        seed: int,
        mailbox: Mailbox,
        on_reference: OnReference | None = None,
        safe: SafeRelaxation | None = None,
        plunge_share: float = PLUNGE_SHARE,
    ) -> None:
        """Prepare the two programs: one that nodes are solved with, one for probes.

        Guides are sent every few nodes, or given to somebody who works on the same thread. With `safe` every bound is
        one that survives rounding, and no word of the solver is taken for a proof. A plunge goes on up to a share of
        the first bound above the lowest, `plunge_share`.
        """
        self._root = root
        self._mailbox = mailbox
        self._strict = safe is not None
        self._relaxation = NodeRelaxation(root, mailbox, seed) if safe is None else safe
        self._probe = NodeRelaxation(
            root,
            mailbox,
            seed,
            simplex_dual_edge_weight_strategy=DEVEX,
            simplex_iteration_limit=PROBE_ITERATIONS,
        )
        self._open: list[Node] = []
        self._numbered = 0
        self._reported = -math.inf
        self._x: Floats | None = None
        self._on_reference = on_reference
        self._reference_at = -REFERENCE_EVERY_NODES
        self._pseudocosts = Pseudocosts(root.rank, 1.0)
        self._near = 0.0
        self._plunge_share = plunge_share
        self._batches = 0
        self._shared = False
        self._cuts = TreeCuts(root, self._relaxation, self._probe)
        # With safe bounds: the lowest bound of what needs no branching, whose plan may be better than it proves.
        self._closed = math.inf

    def search(self, node_limit: float = math.inf) -> str:
        """Search until nothing is open anywhere, the worker is cancelled or a limit is reached; return the verdict.

        Raises SolverError where an LP relaxation cannot be solved: the bounds reported so far hold. Raises
        WrongCutError where a plan shows that a cut is wrong: then they do not.
        """
        top = self._solved(())
        if top is None or top.fractional.places.size == 0:
            return self._verdict()
        self._measure(top.bound)
        heapq.heappush(self._open, top)
        while not self._mailbox.cancelled:
            self.exchange()
            if self._numbered >= node_limit:
                return "stopped"
            if self._open:
                self.plunge()
            elif self._shared:
                # Others hold what is open; they may hand some back.
                self._mailbox.send(Idle(self._batches))
                while not self._mailbox.cancelled and not self.exchange():
                    self._mailbox.wait(WAIT_SECONDS)
            else:
                break
        return self._verdict()

    @property
    def nodes(self) -> int:
        """How many nodes were worth keeping."""
        return self._numbered

    @property
    def open(self) -> bool:
        """Whether there is anything to branch on."""
        return bool(self._open)

    @property
    def lowest(self) -> float:
        """The lowest bound of what is open here, the incumbent's objective where nothing is."""
        return min([self._cutoff, *(node.bound for node in self._open[:1])])

    def plunge(self) -> None:
        """Branch on the open node of the lowest bound, then on its better child as long as that is near the bound."""
        lowest = heapq.heappop(self._open)
        node: Node | None = lowest
        if lowest.basis is None:
            # Probes start from the basis of a node: one that came without is solved again.
            self._report(lowest.bound)
            try:
                node = self._solved(lowest.changes, None, lowest.bound, keep_basis=True)
            except SolverError:
                # It stays open for a later attempt, here or where it came from.
                heapq.heappush(self._open, lowest)
                raise
        if node is not None and node.fractional.places.size:
            self._plunge(node)

    def exchange(self) -> bool:
        """Hand over nodes where that is asked, and take in what others hand over; say whether any came."""
        if self._root.check is not None:
            self._root.check.hold()
        came = False
        for message in self._mailbox.take_posts():
            if isinstance(message, Split):
                self._hand_over(message.to)
            elif isinstance(message, Nodes):
                self._take_in(message)
                came = True
        return came

    def idle(self) -> Idle:
        """Return the message that nothing is open here."""
        return Idle(self._batches)

    def hand_back(self, to: str) -> None:
        """Hand over all that is open here."""
        given, self._open = self._open, []
        self._send(given, to)

    def _hand_over(self, to: str) -> None:
        """Hand over every other of the open nodes of the lowest bounds, so that both sides have as much to gain."""
        ordered = sorted(self._open)
        near, rest = ordered[: 2 * MAX_LENT], ordered[2 * MAX_LENT :]
        given, self._open = near[1::2], near[0::2] + rest
        self._shared = self._shared or bool(given)
        self._send(given, to)

    def _send(self, given: list[Node], to: str) -> None:
        branches = tuple(Branch(n.bound, n.changes, n.fractional.places, n.fractional.values) for n in given)
        self._mailbox.send(Nodes(to, branches, *self._pseudocosts.learned))

    def _take_in(self, nodes: Nodes) -> None:
        self._batches += 1
        self._reported = -math.inf
        self._pseudocosts.adopt(nodes.gained, nodes.times)
        if self._near == 0.0 and nodes.branches:
            self._measure(min(branch.bound for branch in nodes.branches))
        for branch in nodes.branches:
            self._numbered += 1
            fractional = Fractional(branch.places, branch.values)
            heapq.heappush(self._open, Node(branch.bound, self._numbered, branch.changes, fractional, None))

    def _measure(self, bound: float) -> None:
        """Take the first bound as the measure of what counts as a gain, and as near."""
        self._pseudocosts.scale(max(1.0, abs(bound)))
        self._near = max(self._plunge_share * abs(bound), 1e-9)

    @property
    def _cutoff(self) -> float:
        best = self._mailbox.best
        return math.inf if best is None else best.objective

    def _verdict(self) -> str:
        if self._mailbox.cancelled:
            return "stopped"
        if self._root.check is not None:
            self._root.check.hold()
        if not math.isfinite(min(self._cutoff, self._closed)):
            return "infeasible"
        self._mailbox.send(Bound(min(self._cutoff, self._closed), self._batches))
        return "optimal" if math.isfinite(self._cutoff) else "stopped"

    def _plunge(self, node: Node) -> None:
        level, basis = node.bound + self._near, node.basis
        following: Node | None = node
        while following is not None and not self._mailbox.cancelled:
            self.exchange()
            self._report(following.bound)
            try:
                children = self._branched(following, basis) if following.bound < self._cutoff else []
            except SolverError:
                # It stays open for a later attempt.
                heapq.heappush(self._open, following)
                raise
            basis = None
            # The child that was solved last is at hand.
            near = bool(children) and children[-1].bound <= level
            following = children.pop() if near else None
            for child in children:
                heapq.heappush(self._open, child)
            if children and following is None:
                self._report_reference()

    def _branched(self, node: Node, basis: Any) -> list[Node]:
        """Return the open children of a node, the more promising one last."""

        def attempt(position: int, direction: int) -> float:
            if self._mailbox.cancelled:
                return 0.0
            status = self._probe.solve((*node.changes, _change(node.fractional, position, direction)), node.basis)
            if status in ABOVE:
                return max(0.0, self._cutoff - node.bound) if math.isfinite(self._cutoff) else 5 * self._near
            return max(0.0, self._probe.bound - node.bound) if status in (SOLVED, CUT_SHORT) else 0.0

        position = self._pseudocosts.choose(node.fractional, attempt)
        promised = [self._pseudocosts.expected(side, node.fractional)[position] for side in (DOWN, UP)]
        children = []
        for direction in (DOWN, UP) if promised[DOWN] > promised[UP] else (UP, DOWN):
            changes = (*node.changes, _change(node.fractional, position, direction))
            child = self._solved(changes, basis, node.bound)
            basis = None
            if child is None:
                continue
            depth = float(node.fractional.depths[direction, position])
            place = int(node.fractional.places[position])
            self._pseudocosts.learn(place, direction, depth, child.bound - node.bound)
            if child.fractional.places.size:
                children.append(child)
        return children

    def _solved(
        self, changes: tuple[Change, ...], basis: Any = None, at_least: float = -math.inf, keep_basis: bool = False
    ) -> Node | None:
        """Return the node with some bounds changed, None where it cannot hold anything better than the incumbent."""
        relaxation = self._relaxation
        relaxation.limit(self._cutoff)
        status = relaxation.solve(changes, basis)
        if status == SOLVED and relaxation.bound < self._cutoff:
            status = self._cuts.cut_off()
        if status not in (SOLVED, *ABOVE) and not self._mailbox.cancelled:
            relaxation.solver.clearSolver()
            status = relaxation.solve(changes)
        if status in ABOVE:
            if not relaxation.empty():
                self._closed = min(self._closed, at_least)
            return None
        if status != SOLVED:
            if self._mailbox.cancelled:
                return None
            raise SolverError(f"HiGHS ended a LP relaxation with {relaxation.solver.modelStatusToString(status)}")
        x, bound = relaxation.x, max(at_least, relaxation.bound)
        if bound >= self._cutoff:
            return None
        self._numbered += 1
        saved = relaxation.solver.getBasis() if keep_basis or len(self._open) < MAX_BASES else None
        node = Node(bound, self._numbered, changes, Fractional.of(x[self._root.integers]), saved)
        self._x = x
        if node.fractional.places.size == 0:
            self._settle(node, np.round(x[self._root.integers]))
        return node

    def _settle(self, node: Node, integers: Floats) -> None:
        """Report the plan of an integer point.

        Raises SolverError where that makes it worse than the part of the tree may be, or with safe bounds keeps the
        node's own.
        """
        share_whole(self._relaxation.solver, self._root.integers, integers, self._root.postsolve, self._mailbox)
        if self._strict:
            self._closed = min(self._closed, node.bound)
            return
        if self._cutoff - node.bound > SAME * max(1.0, abs(node.bound)) and not self._mailbox.cancelled:
            raise SolverError("a point is integer only within the tolerance")

    def _report_reference(self) -> None:
        """Report now and then where a plunge ended: there most integers that matter are integer.

        Where the last LP had no point, or none worth having, it is the one before.
        """
        if self._x is None or self._numbered - self._reference_at < REFERENCE_EVERY_NODES:
            return
        self._reference_at = self._numbered
        reference = ReferencePoint(self._root.postsolve.point(self._x))
        if self._on_reference is not None:
            self._on_reference(reference)
        else:
            self._mailbox.send(reference)

    def _report(self, bound: float) -> None:
        """Report the lowest bound of what is open here, the node at hand included; no plan known may lie below it."""
        lowest = min(bound, self._cutoff, self._closed, *(node.bound for node in self._open[:1]))
        if lowest > self._reported:
            self._reported = lowest
            self._mailbox.send(Bound(lowest, self._batches))


def _change(fractional: Fractional, position: int, direction: int) -> Change:
    value = float(fractional.values[position])
    return int(fractional.places[position]), direction, math.floor(value) if direction == DOWN else math.ceil(value)
