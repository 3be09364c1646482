"""How a run over a matrix ended."""

from dataclasses import dataclass

from planner.plan.records import Status
from planner.solver.messages.wire import Done, ProbeResult
from planner.solver.options import Proof
from planner.solver.program.matrix import Floats


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended, in the model's own unit. `x` is None where there is no plan.

    `unavoidable` is the part of the objective that no plan can avoid, 0 where the gap is measured on all of it.
    """

    status: Status
    x: Floats | None
    objective: float
    bound: float
    seconds: float
    message: str = ""
    tried: tuple[ProbeResult, ...] = ()
    proof: Proof = Proof.DEFAULT
    unavoidable: float = 0.0


IMPOSSIBLE = 1e-5
"""A bound further above a plan than rounding explains means that something is wrong."""


def is_impossible(bound: float, objective: float) -> bool:
    """Whether a bound lies above a plan by more than rounding explains."""
    return bound - objective > IMPOSSIBLE * max(1.0, abs(objective))


def status_without_plan(verdict: Done | None, cancelled: bool) -> Status:
    """Return how a run ended that found no plan."""
    if verdict is not None and verdict.verdict == "infeasible":
        return Status.INFEASIBLE
    if verdict is not None and verdict.verdict == "error":
        return Status.ERROR
    return Status.CANCELLED if cancelled else Status.NO_PLAN
