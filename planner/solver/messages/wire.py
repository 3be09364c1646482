"""Messages between the solving process and its workers: pickled frames with a length in front."""

import pickle
import struct
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from planner.solver.options import HIGHS, Proof
from planner.solver.program.matrix import Floats, Indices, Ints, Matrix


@dataclass(frozen=True, slots=True)
class Warm:
    """Construction columns and the cumulative counts that a known plan gives them."""

    columns: Indices
    counts: Floats


Trial = tuple[int, ...]
"""Columns that are held at zero: what if they were free, and the whole numbers stayed?"""
_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is to do on a matrix: warm, prove, improve or polish; `helped` says that others look for plans.

    `node_limit` ends the proof, None for never. `warm` is for the warm start, `trials` are for the polish, `solver` is
    the name of the one that proves.
    """

    role: str
    matrix: Matrix
    gap: float
    seed: int
    helped: bool
    time_limit_seconds: float
    trials: tuple[Trial, ...] = ()
    warm: Warm | None = None
    solver: str = HIGHS
    node_limit: int | None = None
    proof: Proof = Proof.DEFAULT


@dataclass(frozen=True, slots=True)
class Found:
    """A feasible point with its objective in the matrix's scaled unit; an incumbent for whoever receives it."""

    objective: float
    x: Floats


@dataclass(frozen=True, slots=True)
class Guide:
    """A point that is whole only in part; it says where good plans may lie."""

    x: Floats


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial's outcome: what it takes off the objective, in the scaled unit, and the values that its columns take."""

    trial: int
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
    """Rows by columns' numbers, as HiGHS takes them.

    Once HiGHS knows a plan, its cuts need only hold for better ones: `plan` is the best that it knew.
    """

    lower: Floats
    upper: Floats
    start: Ints
    index: Ints
    value: Floats
    plan: Found | None = None


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
"""A place among the columns that must be whole, the side of it that is bounded, and the bound."""


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
    """What was proven so far does not hold, and why: a plan shows that the solver was wrong."""

    reason: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop soon."""


@dataclass(frozen=True, slots=True)
class ModelBuilt:
    """The process of a foreign solver has built its model and waits for a plan to start from, or `Cancel` for none."""


Message = (
    Task
    | Found
    | Tried
    | Guide
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
    frame = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(frame)) + frame)
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """Return the next message, or None at the end of the stream, where a sender may have died in mid-frame."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    frame = stream.read(length)
    if len(frame) < length:
        return None
    message: Message = pickle.loads(frame)
    return message
