"""What presolve leaves of a matrix: the program that the root is made of."""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from planner.registry.variables import COUNTERS
from planner.solver.highs import checked, load, silent, stop_when_cancelled
from planner.solver.messages.mailbox import Mailbox
from planner.solver.program.decisions import Decisions
from planner.solver.program.matrix import Indices, Ints, Matrix
from planner.solver.prove.postsolve import Postsolve

COUNTER, TOTAL, OTHER = range(3)
"""Ranks: how many of a node by when; how many at a place in all; everything else."""


@dataclass(frozen=True, slots=True)
class Presolved:
    """What presolve leaves of a matrix, with the integer columns and the rank of each of these."""

    program: highspy.HighsLp
    integers: Ints
    rank: Ints
    postsolve: Postsolve
    series: Indices
    """The series of counts that each column belongs to, -1 for none."""

    @classmethod
    def of(cls, matrix: Matrix) -> "Presolved | None":
        """Presolve a matrix; None where nothing is left to branch on."""
        solver = load(matrix)
        for column in range(matrix.cost.size):
            solver.passColName(column, str(column))
        solver.presolve()
        reduced = solver.getModelPresolveStatus() == highspy.HighsPresolveStatus.kReduced
        if not reduced and solver.getModelPresolveStatus() != highspy.HighsPresolveStatus.kNotReduced:
            return None
        program = solver.getPresolvedLp() if reduced else solver.getLp()
        kinds = program.integrality_
        integers = np.flatnonzero([kind == highspy.HighsVarType.kInteger for kind in kinds]).astype(np.int32)
        if integers.size == 0:
            return None
        columns = np.array([int(name) for name in program.col_names_])
        postsolve = Postsolve(matrix, solver if reduced else None)
        return cls(program, integers, _ranks(matrix)[columns[integers]], postsolve, _series(matrix)[columns])

    @classmethod
    def plain(cls, matrix: Matrix) -> "Presolved":
        """Take a matrix as it is, without the solver's reductions."""
        integers = np.flatnonzero(matrix.integer).astype(np.int32)
        return cls(load(matrix).getLp(), integers, _ranks(matrix)[integers], Postsolve(matrix, None), _series(matrix))

    @property
    def size(self) -> tuple[int, int, int]:
        """Columns, rows and nonzeros."""
        return self.program.num_col_, self.program.num_row_, len(self.program.a_matrix_.value_)

    def relaxation(self, seed: int, mailbox: Mailbox) -> highspy.Highs:
        """Return a solver that holds the LP relaxation, not solved yet."""
        solver = silent(random_seed=seed, presolve="off")
        checked(solver.passModel(self.program), "the presolved model", warn_ok=True)
        columns = np.arange(self.program.num_col_, dtype=np.int32)
        kinds = np.full(columns.size, int(highspy.HighsVarType.kContinuous), dtype=np.uint8)
        checked(solver.changeColsIntegrality(columns.size, columns, kinds), "continuous columns")
        stop_when_cancelled(solver, mailbox)
        return solver


def _ranks(matrix: Matrix) -> Ints:
    """Return the rank of every column."""
    rank = np.full(matrix.cost.size, OTHER, dtype=np.int32)
    decisions = Decisions.of(matrix)
    if decisions.columns.size:
        last = np.append(np.diff(decisions.series) != 0, True)
        rank[decisions.columns[last]] = TOTAL
    rank[[name in COUNTERS for name, _ in matrix.columns]] = COUNTER
    return rank


def _series(matrix: Matrix) -> Indices:
    """Number the series of whole columns: those of one name and place, in the order of their periods."""
    numbers: dict[tuple[str, Any], int] = {}
    series = np.full(matrix.cost.size, -1, dtype=np.int64)
    for column in np.flatnonzero(matrix.integer).tolist():
        name, index = matrix.columns[column]
        if isinstance(index, tuple) and index:
            series[column] = numbers.setdefault((name, index[:-1]), len(numbers))
    return series
