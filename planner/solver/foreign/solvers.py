"""Which solver stands behind a name, and how Pyomo calls it.

Pyomo has two sets of interfaces. For a name such as `scip` they are tried in this order, and the first that is
available is used: `scip`, `scip_direct` and `scip_persistent` of the newer set, which says what was proven in one
place, then the same three and `appsi_scip` of the older one. A name of one interface, such as `appsi_highs`, works too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyomo.environ  # noqa: F401  registers the interfaces
from pyomo.contrib.solver.common.factory import SolverFactory as NewFactory
from pyomo.opt import SolverFactory as OldFactory


@dataclass(frozen=True, slots=True)
class Options:
    """What the solvers of one maker call the seed, and the relative gap and the number of threads.

    The newer interfaces take gap and threads under names of their own; an empty name is for what there is none.
    """

    seed: str
    gap: str
    threads: str


OPTIONS = {
    "scip": Options("randomization/randomseedshift", "limits/gap", ""),
    "highs": Options("random_seed", "mip_rel_gap", "threads"),
    "gurobi": Options("Seed", "MIPGap", "Threads"),
    "cplex": Options("randomseed", "mip_tolerances_mipgap", "threads"),
    "xpress": Options("randomseed", "miprelstop", "threads"),
    "cbc": Options("randomCbcSeed", "ratio", ""),
    "glpk": Options("", "mipgap", ""),
}
UNKNOWN = Options("", "", "")


@dataclass(frozen=True, slots=True)
class Interface:
    """One of Pyomo's interfaces to a solver."""

    name: str
    new: bool
    solver: Any

    @property
    def maker(self) -> str:
        """The name of the solver without that of the interface."""
        return re.sub(r"^appsi_|_(direct|persistent)(_v2)?$", "", self.name)

    @property
    def options(self) -> Options:
        """What the solver calls its options."""
        return OPTIONS.get(self.maker, UNKNOWN)

    @property
    def version(self) -> str:
        """The version of the solver, empty where the interface does not know it."""
        if self.maker == "scip" and self.new:
            from pyscipopt import Model  # the interface knows the version of PySCIPOpt instead

            model = Model()
            return f"{model.getMajorVersion()}.{model.getMinorVersion()}.{model.getTechVersion()}"
        try:
            number = self.solver.version()
        except Exception:  # each interface fails in its own way
            return ""
        return ".".join(map(str, number)) if isinstance(number, tuple) else str(number or "")


def known(name: str) -> bool:
    """Say whether Pyomo has an interface of that name, available or not."""
    return next(_interfaces(name), None) is not None


def interface(name: str) -> Interface | None:
    """Return the first interface of a solver that can be called here and takes integer variables."""
    return next((one for one in _interfaces(name) if _available(one)), None)


def _interfaces(name: str) -> Iterator[Interface]:
    if not re.fullmatch("[A-Za-z][A-Za-z0-9_]*", name):  # others are Pyomo's own affair
        return
    new, old = set(NewFactory), set(OldFactory)
    forms = (name, f"{name}_direct", f"{name}_persistent")
    yield from (Interface(form, True, NewFactory(form)) for form in forms if form in new)
    yield from (
        Interface(form, False, OldFactory(form))
        for form in (*forms, f"appsi_{name}")
        if form in old and form not in new
    )


def _available(one: Interface) -> bool:
    try:
        if one.new:  # only what solves by branch and bound takes a gap
            return bool(one.solver.available()) and "rel_gap" in one.solver.config
        takes = getattr(one.solver, "has_capability", lambda what: True)
        return bool(one.solver.available(exception_flag=False)) and bool(takes("integer"))
    except Exception:  # a library that is half installed, or a license that is refused
        return False
