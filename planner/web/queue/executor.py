"""How many solves run at once. The server itself never connects to a cluster: each of its workers does."""

import subprocess
import sys

from planner import child_environment
from planner.study.errors import ExecutorError
from planner.study.solves.where import LOCAL, where

_LONGEST_SECONDS = 60.0


def solves_at_once(executor: str) -> int:
    """Return it for an executor. Raises ExecutorError where the executor cannot be used."""
    if executor == LOCAL:
        return 1
    place = where(executor)
    if place.slots:
        return place.slots
    command = [sys.executable, "-W", "ignore", "-m", "planner.study.solves.where", executor]
    environment = child_environment()
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_LONGEST_SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ExecutorError(f"{executor} does not answer.") from error
    if done.returncode != 0:
        raise ExecutorError(done.stderr.strip().split("\n")[0])
    return int(done.stdout)
