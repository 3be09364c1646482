"""Streams that may be full or closed: what is written to them is lost then, and nothing else is.

A plan that took an hour must not be lost because nobody reads the terminal any more, or because the disk of a log is
full. The first failure is kept and reported at the end.
"""

import errno
import io
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from planner.cli.exits import Exit

NOBODY_READS = (errno.EPIPE, errno.EIO)
"""The reader of a pipe has ended, as `head` does, or the terminal is closed: nobody misses anything."""
_STREAMS = {"stdout": 1, "stderr": 2}
_failures: dict[str, OSError] = {}


class _Steady(io.FileIO):
    """A file that takes whatever is written to it, and keeps the first error."""

    def __init__(self, file: int | str, name: str) -> None:
        super().__init__(file, "w", closefd=not isinstance(file, int))
        self._title = name

    def write(self, data: Any) -> int:
        try:
            return super().write(data) or 0
        except OSError as error:
            _failures.setdefault(self._title, error)
            return len(data)


def open_what_is_closed() -> None:
    """Give standard streams that were closed a place that takes everything; the next file opened would become them."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name, descriptor in _STREAMS.items():
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(descriptor, "w", encoding="utf-8", closefd=False))


def steady_streams() -> None:
    """Have standard output and standard error take whatever is written, characters that they lack too."""
    for name, descriptor in _STREAMS.items():
        stream = getattr(sys, name)
        # Where Python does not buffer, the buffer is the file itself.
        if isinstance(stream, io.TextIOWrapper) and type(getattr(stream.buffer, "raw", stream.buffer)) is io.FileIO:
            by_line = stream.line_buffering or stream.write_through
            setattr(sys, name, _text(_Steady(descriptor, name), stream.encoding, by_line))
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def open_log(path: Path) -> TextIO:
    """Return a new file that takes whatever is written. Raises OSError where it cannot be opened."""
    return _text(_Steady(os.fspath(path), str(path)), "utf-8", True)


def lost(name: str) -> str:
    """Return why some of a stream or a log is lost, empty if nobody misses anything."""
    error = _failures.get(name)
    return "" if error is None or error.errno in NOBODY_READS else error.strerror or str(error)


def after_flush(code: int) -> tuple[int, str]:
    """Write what the streams still hold; return the exit code of a command, and what it has to say of a lost output."""
    for name in _STREAMS:
        getattr(sys, name).flush()
    reasons = {name: reason for name in _STREAMS if (reason := lost(name))}
    if not reasons:
        return code, ""
    sentence = f"Standard output is incomplete: {reasons['stdout']}." if "stdout" in reasons else ""
    return Exit.USAGE if code in (Exit.OK, Exit.LIMIT) else code, sentence


def _text(raw: _Steady, encoding: str, line_buffering: bool) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding, errors="replace", line_buffering=line_buffering)
