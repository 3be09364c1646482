"""A plan's certificate: the program of its case, the plan's point in it, and a tree whose leaves prove the bound."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.case.records import Case
from planner.certify.checker import FORMAT, Refused, check
from planner.certify.part import Effort, part_of
from planner.certify.point import point_of
from planner.model.build import STRENGTH, build
from planner.plan.records import Schedule
from planner.shape.shape import Shape
from planner.solver.events import relative_gap
from planner.solver.portfolio.passes import HELD
from planner.solver.program.compile import ContradictionError, compile_stages

COVERAGE, COST = "coverage", "cost"
"""What the parts minimise: the discounted penalty where coverage comes first, then the cost."""


class NoCertificate(Exception):  # noqa: N818  it says what is wrong
    """Nothing can be certified: why."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the file holds, and what the checker says of it.

    `better` is the objective of a cheaper plan, if one came up.
    """

    proof: Mapping[str, Any]
    words: str
    better: float | None = None

    @property
    def objective(self) -> float:
        """What the plan costs."""
        return float(self.proof["parts"][-1]["objective"])

    @property
    def gap(self) -> float:
        """The relative gap between the plan and its bound, the largest of all parts."""
        return max(relative_gap(part["objective"], part["bound"]) for part in self.proof["parts"])


def certify(case: Case, schedule: Schedule, effort: Effort, origin: Mapping[str, str]) -> Certificate:
    """Return the certificate of a plan's decisions. `origin` says where it comes from; the checker repeats it.

    Raises NoCertificate where the case does not allow these decisions, NothingProven where time runs out too early.
    """
    shape = Shape(case)
    try:
        stages = compile_stages(build(shape, STRENGTH if effort.strengthened else ()))
    except ContradictionError as error:
        raise NoCertificate("some requirements contradict each other before anything is decided") from error
    parts, better, held = [], None, None
    for name, stage in zip((COVERAGE, COST)[-len(stages) :], stages, strict=True):
        matrix = stage if held is None else stage.with_row(HELD, *held)
        x = point_of(shape, matrix, schedule, effort.seconds, effort.cancel)
        if x is None:
            raise NoCertificate("the case does not allow the decisions of this plan: planner audit says what is wrong")
        part, cheaper = part_of(name, matrix, x, effort)
        parts.append(part)
        better = cheaper if better is None else better
        held = stage.cost, float(stage.cost @ x)
    proof = {"format": FORMAT, "origin": dict(origin), "parts": parts}
    try:
        return Certificate(proof, check(proof), better)
    except Refused as refused:
        raise NoCertificate(f"the certificate does not pass its own checker: {refused}") from refused
