"""The matrices as a file that other solvers read, without the offset, on whose sign they do not agree."""

from dataclasses import replace
from pathlib import Path

from planner.solver.highs import checked, load
from planner.solver.program.matrix import Matrix


def write(matrix: Matrix, path: Path) -> None:
    """Write free MPS."""
    checked(load(replace(matrix, offset=0.0)).writeModel(str(path)), "the file to write", warn_ok=True)


def usd_bn(matrix: Matrix, told: float) -> float:
    """Return the objective in usd_bn from a solver's value for the file."""
    return matrix.unscaled(told + matrix.offset)


def column_name(number: int) -> str:
    """Return the name that HiGHS gives a column without one."""
    return f"c{number}"
