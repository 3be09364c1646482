"""Log lines of one kind are written at most every few seconds, with the number of those left out."""

import logging
import time

_SECONDS = 10.0
_MAX_KINDS = 1000


class Seldom(logging.Filter):
    """Passes the first line of a kind, then one every few seconds: a flood must fill no log."""

    def __init__(self) -> None:
        """Start without lines."""
        super().__init__()
        self._seen: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a line is written."""
        now = time.monotonic()
        if len(self._seen) > _MAX_KINDS:
            self._seen.clear()
        kind = (record.name, f"{record.msg} {record.exc_info[1] if record.exc_info else record.args}")
        written_at, left_out = self._seen.get(kind, (-_SECONDS, 0))
        if now - written_at < _SECONDS:
            self._seen[kind] = (written_at, left_out + 1)
            return False
        self._seen[kind] = (now, 0)
        if left_out:
            record.msg = f"{record.msg} (and {left_out:,} more like it)"
        return True
