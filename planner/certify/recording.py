"""The leaves of a strict branch and bound, recorded while it runs: what the LP relaxation of each node proves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Change
from planner.solver.program.matrix import Floats, Indices, Matrix
from planner.solver.prove.branching import DOWN, UP
from planner.solver.prove.node_relaxation import SafeRelaxation
from planner.solver.prove.root import Root
from planner.solver.prove.safe_bound import SafeBounds

NEGLIGIBLE = 1e-11
"""Multipliers below this share of the largest are left out."""
DIGITS = 12
"""Significant digits of a multiplier; any others would prove as much or little less."""
Path = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """Multipliers of some rows, in the matrix's scaled unit: of a bound, or of the proof that there is nothing."""

    rows: Indices
    values: Floats
    is_empty: bool = False


NOTHING = Proof(np.array([], dtype=np.int64), np.array([]))
"""The proof of a node that was never solved: what its columns cost at their bounds."""


@dataclass(frozen=True, slots=True)
class Branching:
    """A node that is split: at most k of the column at a place among the integers, or at least k + 1."""

    place: int
    k: int
    children: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A node that is not split: the branchings that lead to it, and what proves that nothing better is in it."""

    path: Path
    proof: Proof


class RecordingRelaxation(SafeRelaxation):
    """A relaxation with safe bounds that keeps the proof of every node that may still be a leaf."""

    def __init__(self, root: Root, mailbox: Mailbox, seed: int, safe: SafeBounds, matrix: Matrix) -> None:
        """Load the program; nothing is recorded yet."""
        super().__init__(root, mailbox, seed, safe)
        self._matrix = matrix
        self._path: Path = ()
        self.proofs: dict[Path, Proof] = {}

    def solve(self, changes: Path, basis: Any = None) -> Any:
        """Solve a node, and remember which it is."""
        self._path = changes
        return super().solve(changes, basis)

    def empty(self) -> bool:
        """Whether the solver's dual ray proves infeasibility, which is recorded then."""
        ray = self._ray()
        if ray is None or not ray.size:
            return False
        ray = ray / max(float(np.abs(ray).max()), np.finfo(float).tiny)
        for sign in (1.0, -1.0):
            multipliers = _usable(sign * ray, self._matrix)
            if self._safe.proves_empty(multipliers, *self._box):
                self._record(multipliers, is_empty=True)
                return True
        return False

    @property
    def bound(self) -> float:
        """The bound proven by the duals of the last solve, or by those of the node above where that is higher."""
        multipliers = _usable(np.asarray(self.solver.getSolution().row_dual, dtype=float), self._matrix)
        bound, above = self._safe.bound(multipliers, *self._box), self.proofs.get(self._path[:-1])
        if above is not None:
            inherited = np.zeros(multipliers.size)
            inherited[above.rows] = above.values
            other = self._safe.bound(inherited, *self._box)
            if other > bound:
                bound, multipliers = other, inherited
        self._record(multipliers)
        return bound

    def _record(self, multipliers: Floats, is_empty: bool = False) -> None:
        rows = np.flatnonzero(multipliers)
        self.proofs[self._path] = Proof(rows, multipliers[rows], is_empty)
        if self._path:
            *above, (place, side, bound) = self._path
            beside = (place, UP, bound + 1) if side == DOWN else (place, DOWN, bound - 1)
            if (*above, beside) in self.proofs:
                self.proofs.pop(tuple(above), None)


def tree_of(proofs: Mapping[Path, Proof]) -> list[Branching | Leaf]:
    """Return the nodes of a tree, the first one first.

    A branch that was never solved is proven by what proves the node above it.
    """
    splits = {path[:depth]: path[depth] for path in proofs for depth in range(len(path))}
    nodes: list[Branching | Leaf] = [Leaf((), proofs.get((), NOTHING))]
    for at, node in enumerate(nodes):  # which grow meanwhile
        assert isinstance(node, Leaf), "nodes are replaced one after the other"
        proof = proofs.get(node.path, node.proof)
        if node.path in splits:
            place, side, bound = splits[node.path]
            k = int(bound) if side == DOWN else int(bound) - 1
            nodes[at] = Branching(place, k, (len(nodes), len(nodes) + 1))
            nodes += [Leaf((*node.path, (place, DOWN, k)), proof), Leaf((*node.path, (place, UP, k + 1)), proof)]
        else:
            nodes[at] = Leaf(node.path, proof)
    return nodes


def _usable(multipliers: Floats, matrix: Matrix) -> Floats:
    """Return multipliers in few digits, in the model's own unit, without those that prove nothing."""
    size = np.abs(multipliers)
    proves = np.where(multipliers > 0, np.isfinite(matrix.row_lower), np.isfinite(matrix.row_upper))
    counts = proves & (size > NEGLIGIBLE * size.max(initial=0.0))
    usable = np.zeros(multipliers.size)
    usable[counts] = [float(f"{value:.{DIGITS}g}") for value in (multipliers[counts] / matrix.scale).tolist()]
    return usable * matrix.scale
