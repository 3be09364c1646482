"""The matrices of a case without a solve."""

from planner.case.records import Case
from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.program.compile import ContradictionError, compile_stages
from planner.solver.program.matrix import Matrix


class Contradiction(Exception):  # noqa: N818  it says what is wrong with the case
    """Some requirements contradict each other before anything is decided."""


def model_of(case: Case) -> tuple[Matrix, ...]:
    """Return the strengthened model of a case, one matrix for each objective; they differ in cost alone.

    Raises Contradiction where no model can be made.
    """
    try:
        return compile_stages(build(Shape(case)))
    except ContradictionError as error:
        raise Contradiction("some requirements contradict each other before anything is decided") from error
