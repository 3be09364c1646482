"""The record of who did what: a line of JSON for every request that changes something."""

import json
import logging
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

NAME, OLDER = "audit.jsonl", "audit.older.jsonl"
_MAX_BYTES = 20_000_000
_writing = threading.Lock()


def record(store: Path, user: str, client: str, method: str, path: str, status: int, led_to: str = "") -> None:
    """Append a line; `led_to` is the page of what was made. A disk that is full keeps nobody from working."""
    line = {"at": round(time.time(), 3), "user": user, "client": client, "did": f"{method} {path}", "status": status}
    if led_to:
        line["led_to"] = led_to
    try:
        with _writing:
            file = store / NAME
            if file.exists() and file.stat().st_size > _MAX_BYTES:
                file.replace(store / OLDER)
            with file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(line) + "\n")
    except OSError as error:
        log.warning("The audit log cannot be written: %s", error)


def latest(store: Path, count: int = 200) -> list[dict[str, Any]]:
    """Return the latest lines, the newest first."""
    try:
        with (store / NAME).open(encoding="utf-8", errors="replace") as file:
            lines = deque(file, maxlen=count)
    except OSError:
        return []
    return [entry for line in reversed(lines) if (entry := _entry(line)) is not None]


def _entry(line: str) -> dict[str, Any] | None:
    try:
        entry: dict[str, Any] = json.loads(line)
    except ValueError:  # a line that was cut off by a crash
        return None
    return entry
