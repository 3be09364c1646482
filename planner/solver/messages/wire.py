"""Messages between the solving process and its workers."""

from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from planner.solver.messages.frames import Garbled, read, write
from planner.solver.options import HIGHS, Proof
from planner.solver.program.matrix import Floats, Indices, Ints, Matrix


@dataclass(frozen=True, slots=True)
class WarmStart:
    """Construction columns and the cumulative counts that a plan to start from gives them."""

    columns: Indices
    counts: Floats


Probe = tuple[int, ...]
"""Columns that are held at zero: what if they were free, and the integers stayed?"""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker does on a matrix, by its role; `helped` means that another worker searches for plans.

    `node_limit` ends the proof, None for never. `warm` is for the warm start, `probes` are for the polish, `solver` is
    the name of the one that proves.
    """

    role: str
    matrix: Matrix
    gap: float
    seed: int
    helped: bool
    time_limit_seconds: float
    probes: tuple[Probe, ...] = ()
    warm: WarmStart | None = None
    solver: str = HIGHS
    node_limit: int | None = None
    proof: Proof = Proof.DEFAULT


@dataclass(frozen=True, slots=True)
class FeasiblePoint:
    """A feasible point with its objective in the matrix's scaled unit."""

    objective: float
    x: Floats


@dataclass(frozen=True, slots=True)
class ReferencePoint:
    """A solution of an LP relaxation around which good plans are likely (as in RINS)."""

    x: Floats


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """A probe's outcome: the gain in the objective, in the scaled unit, and the values of its columns."""

    probe: int
    gain: float
    values: Floats


@dataclass(frozen=True, slots=True)
class Bound:
    """A proven lower bound on the objective of what the sender holds, in the matrix's scaled unit.

    That is the whole model, or its open nodes; `batches` says how many batches of nodes it had received by then.
    """

    bound: float
    batches: int = 0


@dataclass(frozen=True, slots=True)
class Cuts:
    """Rows by columns' numbers, as HiGHS takes them; every whole point keeps them.

    Once HiGHS has a plan, its cuts need only hold for better ones: `plan` is the best that it had.
    """

    lower: Floats
    upper: Floats
    start: Ints
    index: Ints
    value: Floats
    plan: FeasiblePoint | None = None


Statuses = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class SharedBasis:
    """The basis of the LP relaxation of the presolved program, whose size is columns, rows and nonzeros."""

    columns: Statuses
    rows: Statuses
    size: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class SharedCuts:
    """The cuts of the root, over the columns of a presolved program of that size: others branch on the same root."""

    cuts: Cuts
    size: tuple[int, int, int]


Change = tuple[int, int, float]
"""A place among the integer columns, the side of it that is bounded, and the bound."""


@dataclass(frozen=True, slots=True)
class Branch:
    """An open node on its way to another worker: its bound, the changes that lead to it, and what is fractional."""

    bound: float
    changes: tuple[Change, ...]
    places: Indices
    values: Floats


@dataclass(frozen=True, slots=True)
class Nodes:
    """Open nodes that the sender hands over, with the pseudocosts it has learned (sums of gains, and how many)."""

    to: str
    branches: tuple[Branch, ...]
    gained: Floats
    times: Floats


@dataclass(frozen=True, slots=True)
class Split:
    """Hand half of the open nodes to another worker."""

    to: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The sender can take nodes."""


@dataclass(frozen=True, slots=True)
class Idle:
    """The sender holds no open node; `batches` as with `Bound`."""

    batches: int


@dataclass(frozen=True, slots=True)
class Done:
    """The worker has ended: `verdict` is optimal, infeasible, stopped or error."""

    verdict: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Refuted:
    """The proof so far is wrong, and why: a plan contradicts it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop soon."""


@dataclass(frozen=True, slots=True)
class ModelBuilt:
    """The process of a foreign solver has built its model and waits for a plan to start from, or `Cancel` for none."""


Message = (
    Task
    | FeasiblePoint
    | ProbeResult
    | ReferencePoint
    | Bound
    | SharedBasis
    | SharedCuts
    | Nodes
    | Split
    | Ready
    | Idle
    | Done
    | Refuted
    | Cancel
    | ModelBuilt
)


def send(stream: BinaryIO, message: Message) -> None:
    """Write one message."""
    write(stream, message)


def receive(stream: BinaryIO) -> Message | None:
    """Return the next message, or None at the end of the stream. Raises Garbled where there is something else."""
    message = read(stream)
    if message is not None and not isinstance(message, Message):
        raise Garbled(f"it is of the type {type(message).__name__}")
    return message
