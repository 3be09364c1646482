"""Who takes part in a comparison: an engine and the formulation that it gets."""

from dataclasses import dataclass
from typing import Any

from planner.model.build import STRENGTH

OBVIOUS = "none"
ALL = "all"


@dataclass(frozen=True, slots=True)
class Contender:
    """An engine, a formulation, and what the tables call both."""

    engine: str
    strength: str
    solver: str
    matrix: str


CONTENDERS = {
    "planner": Contender("planner", ALL, "planner", "strengthened"),
    "highs": Contender("highs_pyomo", OBVIOUS, "HiGHS through Pyomo", "obvious"),
    "highs-strong": Contender("highs", ALL, "HiGHS", "strengthened"),
    "scip": Contender("scip", OBVIOUS, "SCIP", "obvious"),
    "scip-strong": Contender("scip", ALL, "SCIP", "strengthened"),
    "scip-counters": Contender("scip_priorities", ALL, "SCIP, counters first", "strengthened"),
    "cbc": Contender("cbc", OBVIOUS, "CBC", "obvious"),
    "cbc-strong": Contender("cbc", ALL, "CBC", "strengthened"),
}
"""By the name that `--engine` takes."""


def families(strength: str) -> tuple[Any, ...]:
    """Return the families of a formulation; `-tool_counts` leaves that out, `-counters` also what stands on them."""
    if strength == OBVIOUS:
        return ()
    left_out = {strength.removeprefix("-")} | ({"tool_counts"} if strength == "-counters" else set())
    return tuple(family for family in STRENGTH if family.__name__.rsplit(".", 1)[-1] not in left_out)
