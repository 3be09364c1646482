"""What a planner may ask of a solve."""

import math
import os
from dataclasses import dataclass, field


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """Stop after `time_limit_seconds` of solving or when the relative gap is at most `gap`."""

    time_limit_seconds: float = math.inf
    gap: float = 1e-4
    threads: int = field(default_factory=available_cores)
    seed: int = 0
