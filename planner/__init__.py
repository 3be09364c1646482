"""fab-planner: where, for which nodes and when to build fabs so that AI-chip demand is covered within the budget."""

import os
from pathlib import Path

__version__ = "0.1.0"


def child_environment(**variables: str) -> dict[str, str]:
    """Return the environment of a process that runs a module of this very package, wherever it was started from."""
    root = str(Path(__file__).parent.parent)
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path, **variables}
