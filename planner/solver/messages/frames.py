"""Frames: pickled things on a pipe between two processes, each with a mark and its length in front."""

import pickle
import struct
from typing import Any, BinaryIO

_MARK = b"plan"
"""At the head of every frame: whatever else a process writes is not taken for one."""
_HEAD = struct.Struct(f"<{len(_MARK)}sQ")


class Garbled(Exception):  # noqa: N818  named for what the bytes are
    """What came through the pipe is no message."""


def write(stream: BinaryIO, thing: Any) -> None:
    """Write one thing. Nothing is written of a thing that cannot be pickled, for which anything may be raised."""
    frame = pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_HEAD.pack(_MARK, len(frame)) + frame)
    stream.flush()


def read(stream: BinaryIO) -> Any:
    """Return the next thing, or None at the end of the stream, where a sender may have died in mid-frame.

    Raises Garbled where there is something else; nothing that follows it can be read.
    """
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    mark, length = _HEAD.unpack(head)
    if mark != _MARK:
        raise Garbled(f"it begins with {head!r}")
    try:
        frame = stream.read(length)
        return pickle.loads(frame) if len(frame) == length else None
    except Exception as error:  # bytes that are no pickle may raise anything
        raise Garbled(f"{type(error).__name__}: {error}") from error
