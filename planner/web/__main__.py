"""`python -m planner.web`: the server alone, in a process without the imports of the commands.

`planner serve` becomes this process, and passes it the output of `to_environment` in an environment variable.
"""

import json
import logging
import os
import sqlite3
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from planner.logs import log_to_stderr
from planner.study.errors import ExecutorError
from planner.web.http.seldom import Seldom
from planner.web.serving import Address, Busy, run
from planner.web.settings import Settings
from planner.web.store.trouble import Unavailable, trouble_of
from planner.web.team.users import User

_USAGE = 2


def to_environment(settings: Settings, address: Address, open_browser: bool) -> str:
    """Return the settings of a server as text."""
    return json.dumps(
        {
            "settings": {
                "store": str(settings.store),
                "token": settings.token,
                "users": [asdict(user) for user in settings.users],
                "solve_seconds": settings.solve_seconds,
                "solve_memory_mb": settings.solve_memory_mb,
                "keep_runs": settings.keep_runs,
                "executor": settings.executor,
            },
            "address": [address.host, address.port, list(address.names)],
            "open_browser": open_browser,
        }
    )


def main(text: str) -> int:
    """Serve until interrupted, and return the exit code."""
    log_to_stderr()
    for handler in logging.getLogger().handlers:
        handler.addFilter(Seldom())
    asked: dict[str, Any] = json.loads(text)
    known = asked["settings"]
    users = tuple(User(**user) for user in known.get("users", ()))
    settings = Settings(**{**known, "store": Path(known["store"]), "users": users})
    host, port, names = asked["address"]
    try:
        # An interrupt is the normal way to end; by then the server has closed its connections.
        with suppress(KeyboardInterrupt):
            run(settings, Address(host, port, tuple(names)), asked["open_browser"], _say)
    except (Busy, ExecutorError, Unavailable, OSError, sqlite3.Error) as error:
        trouble = trouble_of(error, settings.store)
        _say(trouble.sentence if trouble else str(error))
        return _USAGE
    _say("The server has stopped; the runs are kept.")
    return 0


def _say(line: str) -> None:
    with suppress(OSError):  # a closed terminal must not end the server
        print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(os.environ.pop("PLANNER_SERVE")))
