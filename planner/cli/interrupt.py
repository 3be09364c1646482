"""Ctrl-C: the first stops the solve with its best plan, the second stops at once.

The end of a terminal (SIGHUP) or of a session (SIGTERM) stops the solve too. Both may come together, and neither says
that the plan is not wanted.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_HANGUP = getattr(signal, "SIGHUP", None)


@contextmanager
def cancel_on_signals(cancel: threading.Event, on_stop: Callable[[], None]) -> Iterator[None]:
    """Set the event at the first signal and call `on_stop`; Ctrl-C after that raises KeyboardInterrupt."""

    def handle(number: int, frame: FrameType | None) -> None:
        if cancel.is_set():
            if number == signal.SIGINT:
                raise KeyboardInterrupt
            return
        cancel.set()
        on_stop()

    before = {number: signal.signal(number, handle) for number in _signals()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _signals() -> list[signal.Signals]:
    """Return the signals that stop a solve; a hangup does not where `nohup` has it ignored."""
    hangup = [_HANGUP] if _HANGUP is not None and signal.getsignal(_HANGUP) is not signal.SIG_IGN else []
    return [signal.SIGINT, signal.SIGTERM, *hangup]
