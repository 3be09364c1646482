"""Is a solver there? Asked in a process of its own: libraries print banners, and a license may allow one process."""

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from planner import child_environment
from planner.solver.foreign.versions import wrong_version
from planner.solver.options import HIGHS

MISSING = {
    "scip": "install it with pip install 'fab-planner[scip]'",
    "gurobi": "install it with pip install gurobipy, and its license",
    "cplex": "install it with pip install cplex, or put its program cplex on the PATH",
    "xpress": "install it with pip install xpress, and its license",
    "cbc": "put its program cbc on the PATH (on Debian: apt install coinor-cbc)",
    "glpk": "put its program glpsol on the PATH (on Debian: apt install glpk-utils)",
}
"""What to do about a solver that Pyomo knows but cannot call."""


class SolverMissing(Exception):  # noqa: N818  it says what happened
    """A solver cannot be used here. The message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Solver:
    """A solver that can prove: its name, the interface that calls it, and its version, empty if unknown."""

    name: str
    interface: str
    version: str


@cache
def find_solver(name: str) -> Solver:
    """Return the solver of a name. Raises SolverMissing where it is unknown, not available or refused."""
    if name == HIGHS:
        installed = version("highspy")
        if reason := wrong_version(installed):
            raise SolverMissing(reason)
        return Solver(HIGHS, "highspy", installed)
    asked = subprocess.run(
        [sys.executable, "-m", "planner.solver.foreign.process", "find", name],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
        check=False,
    )
    try:
        answer = json.loads(asked.stdout)
    except ValueError:
        raise SolverMissing(f"The solver {name} cannot be used: asking for it ended with {asked.returncode}.") from None
    if not answer["known"]:
        raise SolverMissing(
            f"Pyomo knows no solver {name!r}: give {HIGHS}, {', '.join(MISSING)}, or another name that Pyomo knows."
        )
    if not answer["interface"]:
        todo = MISSING.get(name, "install it with its Python library or put its program on the PATH")
        raise SolverMissing(f"The solver {name} is not available here: {todo}.")
    return Solver(name, answer["interface"], answer["version"])
