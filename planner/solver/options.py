"""What a planner may ask of a solve."""

import math
import os
from dataclasses import dataclass, field
from enum import StrEnum


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Proof(StrEnum):
    """What a bound rests on.

    By default on HiGHS: its presolve, its cuts (every plan is checked against them), its values of LP relaxations,
    and on small models its branch and bound. A strict proof uses none of these: it branches on the model as it is, and
    every node's bound is computed from the prices of its rows so that it survives rounding. It takes much longer.
    """

    DEFAULT = "default"
    STRICT = "strict"


HIGHS = "highs"
"""The solver that proves by default, with the planner's own branch and bound."""


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """Stop after `time_limit_seconds` of solving or when the relative gap is at most `gap`.

    With a `node_limit` the search stops after so many nodes of the tree, and all work is counted instead of timed: the
    same seed leads to the same plan whatever the clock and the number of threads, of which one is used then.
    `solver` proves: `highs`, or any MIP solver that Pyomo knows by name and can call here.
    """

    time_limit_seconds: float = math.inf
    gap: float = 1e-4
    threads: int = field(default_factory=available_cores)
    seed: int = 0
    node_limit: int | None = None
    solver: str = HIGHS
    proof: Proof = Proof.DEFAULT
