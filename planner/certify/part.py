"""One program's part of a certificate: its strict branch and bound, and the tree with what every leaf proves."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from planner.certify.checker import Program, precision
from planner.certify.program import box_of, program_of
from planner.certify.recording import Leaf, Proof, RecordingRelaxation, tree_of
from planner.solver.events import OnProgress, Progress, relative_gap
from planner.solver.highs import SolverError
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Bound, FeasiblePoint, Message
from planner.solver.program.matrix import Floats, Matrix
from planner.solver.prove.branching import DOWN
from planner.solver.prove.root import plain_root
from planner.solver.prove.safe_bound import SafeBounds
from planner.solver.prove.tree import Tree


class NothingProven(Exception):  # noqa: N818  says why
    """Time ran out before the end of the first relaxation, or the solver failed on it."""


@dataclass(frozen=True, slots=True)
class Effort:
    """When to stop: at a relative gap, after some seconds of branching, or when it is cancelled."""

    gap: float = 1e-4
    seconds: float = math.inf
    seed: int = 0
    strengthened: bool = True
    """Whether to keep the redundant rows that make the tree small."""
    on_progress: OnProgress = field(default=lambda progress: None)
    cancel: threading.Event = field(default_factory=threading.Event)


def part_of(name: str, matrix: Matrix, x: Floats, effort: Effort) -> tuple[dict[str, Any], float | None]:
    """Return the part of a program with a plan's point, and the objective of a better plan if one came up.

    Raises NothingProven.
    """
    objective = float(matrix.cost @ x) + matrix.offset
    program = program_of(matrix)
    mailbox = _Alone(_reporter(matrix, objective, effort), effort)
    # Whatever costs no less than this need not be looked into.
    cutoff = objective - effort.gap * abs(objective)
    mailbox.deliver(FeasiblePoint(cutoff, x))
    root = plain_root(matrix)
    relaxation = RecordingRelaxation(root, mailbox, effort.seed, SafeBounds(matrix, box_of(program)), matrix)
    failure = "time ran out before the first relaxation was solved"
    try:
        Tree(root, effort.seed, mailbox, safe=relaxation).search()
    except SolverError as error:  # what is proven by then holds
        failure = str(error)
    if not relaxation.proofs:
        raise NothingProven(failure)
    nodes = _nodes(program, matrix, relaxation)
    incumbent = mailbox.best
    better = None if incumbent is None or incumbent.objective >= cutoff else matrix.unscaled(incumbent.objective)
    bound = min(node["bound"] for node in nodes if isinstance(node, dict) and "bound" in node)
    cost = matrix.unscaled(objective)
    part = {"name": name, "objective": cost, "bound": min(bound, cost), "program": program, "plan": x.tolist()}
    return {**part, "tree": nodes}, better


def _nodes(program: dict[str, Any], matrix: Matrix, relaxation: RecordingRelaxation) -> list[Any]:
    """Return the nodes as the checker reads them, every leaf with the bound that the checker computes."""
    integers = np.flatnonzero(matrix.integer).tolist()
    tree = tree_of(relaxation.proofs)
    leaves: list[tuple[Leaf, dict[str, Any]]] = [
        (node, {"y": _multipliers(node.proof, matrix)}) for node in tree if isinstance(node, Leaf)
    ]
    exact = Program(program, precision([program, [leaf for _, leaf in leaves]]))
    exact.close()
    whole = 1 << exact.bits
    for node, leaf in leaves:
        if not node.proof.is_empty:
            lower, upper = list(exact.lower), list(exact.upper)
            for place, side, bound in node.path:
                (upper if side == DOWN else lower)[integers[place]] = int(bound) * whole
            leaf["bound"] = math.nextafter(float(exact.lowest(leaf["y"], lower, upper, True)), -math.inf)
    written = iter(leaves)
    return [
        next(written)[1] if isinstance(node, Leaf) else [integers[node.place], node.k, *node.children] for node in tree
    ]


def _multipliers(proof: Proof, matrix: Matrix) -> dict[str, float]:
    """Return multipliers by row, in the model's own unit."""
    return {
        str(row): value / matrix.scale for row, value in zip(proof.rows.tolist(), proof.values.tolist(), strict=True)
    }


class _Alone(Mailbox):
    """The mailbox of a search without a parent: it reports bounds, and looks at the clock itself."""

    def __init__(self, send: Callable[[Message], None], effort: Effort) -> None:
        super().__init__(send)
        self._ends_at = time.monotonic() + effort.seconds
        self._cancel = effort.cancel

    @property
    def cancelled(self) -> bool:
        """Whether to stop."""
        return super().cancelled or self._cancel.is_set() or time.monotonic() > self._ends_at


def _reporter(matrix: Matrix, objective: float, effort: Effort) -> Callable[[Message], None]:
    started_at, incumbent = time.monotonic(), matrix.unscaled(objective)

    def report(message: Message) -> None:
        if isinstance(message, Bound):
            bound = min(matrix.unscaled(message.bound), incumbent)
            seconds = time.monotonic() - started_at
            effort.on_progress(Progress("proof", seconds, incumbent, bound, relative_gap(incumbent, bound)))

    return report
