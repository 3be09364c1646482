"""Where log lines go: to stderr, from this process and from those that it starts.

Modules log by `logging.getLogger(__name__)`. A program that uses the planner as a library sets logging up as it likes;
the command line and worker processes do it here. The level reaches workers by the environment.
"""

import logging
import os
from enum import StrEnum

LEVEL_VARIABLE = "PLANNER_LOG_LEVEL"
FORMAT = "%(levelname)s %(name)s: %(message)s"


class Level(StrEnum):
    """How much is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def log_to_stderr(level: Level | None = None) -> None:
    """Log to stderr at a level, and have workers do the same; by default at the level that this process was given."""
    if level is not None:
        os.environ[LEVEL_VARIABLE] = level
    asked = os.environ.get(LEVEL_VARIABLE, Level.WARNING).upper()
    logging.basicConfig(format=FORMAT, force=True)
    # Libraries have their own words for what goes on inside; only warnings of theirs concern a planner.
    logging.getLogger("planner").setLevel(asked if asked in logging.getLevelNamesMapping() else logging.WARNING)


def relay(logger: logging.Logger, worker: str, line: str) -> None:
    """Log a line that a worker wrote to its stderr, at the level that it says; anything else is a warning."""
    name, _, rest = line.partition(" ")
    level = logging.getLevelNamesMapping().get(name)
    if level is None:
        logger.warning("%s: %s", worker, line)
    else:
        logger.log(level, "%s: %s", worker, rest)
