"""What a planner may ask of a solve."""

import math
import os
from dataclasses import dataclass, field


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
