"""Whether anybody listens at an address: asked before a large library is imported, whose client retries for long."""

import socket
import time
from urllib.parse import urlsplit

REFUSED_SECONDS = 2.0
"""A scheduler that is being started may refuse for so long."""
PAUSE_SECONDS = 0.2


def check_listening(address: str, seconds: float) -> None:
    """Raise OSError, with the reason, where nobody listens at a TCP address. Other protocols are not checked."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme not in ("tcp", "tls") or not parts.hostname or not parts.port:
        return
    until = time.monotonic() + REFUSED_SECONDS
    while True:
        try:
            socket.create_connection((parts.hostname, parts.port), timeout=seconds).close()
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE_SECONDS)
        else:
            return


def reason_of(error: OSError, seconds: float) -> str:
    """Return why an address cannot be used, in words."""
    if isinstance(error, socket.gaierror):
        return "the name of the host is not known"
    if isinstance(error, TimeoutError):
        return f"nothing answers within {seconds:g} s"
    if isinstance(error, ConnectionRefusedError):
        return "nobody listens there"
    return (error.strerror or str(error)).split("\n")[0].lower() or f"nothing answers within {seconds:g} s"
