"""Messages between the solving process and its workers: pickled frames with a length in front."""

import pickle
import struct
from dataclasses import dataclass
from typing import BinaryIO

from planner.solve.matrix import Floats, Indices, Matrix
from planner.solve.options import HIGHS


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

    `warm` is for the warm start, `trials` are for the polish, `solver` is the name of the one that proves.
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
    """A proven lower bound on the objective, in the matrix's scaled unit."""

    bound: float


@dataclass(frozen=True, slots=True)
class Done:
    """The worker has ended: `verdict` is optimal, infeasible, stopped or error."""

    verdict: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop soon."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The process of a foreign solver has built its model and waits for a plan to start from, or `Cancel` for none."""


Message = Task | Found | Tried | Guide | Bound | Done | Cancel | Ready


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
