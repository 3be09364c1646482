"""How a run over a matrix ended."""

from dataclasses import dataclass

from planner.plan.records import Status
from planner.solver.messages.wire import ProbeResult
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
