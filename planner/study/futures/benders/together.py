"""The LP relaxation of all futures together, by the interior point method.

    minimise  cost of construction + sum(g) share[g] * cost of operations[g]
    subject to the rules of construction, and of operations for the mean future of each group

One such program takes much less time than the cutting planes that lead to the same bound, and its duals, split by group
and period, are the cuts that hold the master at this bound.
"""

import math
import threading
from dataclasses import dataclass, replace

import numpy as np

from planner.solver.direct import interior_optimum
from planner.solver.many.blocks import part
from planner.solver.program.matrix import Floats, Matrix
from planner.solver.prove.safe_bound import SafeBounds
from planner.study.futures.benders.master import Master
from planner.study.futures.benders.recourse import Recourse


@dataclass(frozen=True)
class Together:
    """An optimum: the point of the master, a bound in usd_bn, and the duals by group and row of operations."""

    x: Floats
    bound: float
    duals: Floats


def solve_together(master: Master, seconds: float, cancel: threading.Event) -> Together | None:
    """Return the optimum of the relaxation; nothing where time does not suffice."""
    means, first = master.recourse.of_means(), int(master.thetas[0])
    matrix = _matrix(master, means, first)
    solved = interior_optimum(matrix, seconds, cancel)
    if solved is None:
        return None
    values, duals = solved.x, solved.duals
    bound = SafeBounds(matrix).bound(duals)
    groups, columns, rows = means.groups, master.program.cost.size, master.program.row_lower.size
    operations = values[first:].reshape(groups, columns)
    of_rows = duals[duals.size - groups * rows :].reshape(groups, rows) / means.shares[:, None]
    x = np.zeros(master.matrix.cost.size)
    x[:first] = values[:first]
    x[master.thetas] = means.shares * (operations @ master.program.cost)
    master.periods.carry(x, operations)
    return Together(x, matrix.unscaled(bound), of_rows)


def bound_when_known(master: Master, seconds: float, cancel: threading.Event) -> float:
    """Return a bound on the expected cost where the future is known before deciding, in usd_bn.

    Every future then has a plan of its own. The mean of these plans is a point of the relaxation for the mean demand,
    and costs no less than its optimum. The optimum in whole phases would be no bound: a mean of plans is not whole.
    """
    solved = interior_optimum(master.mean, seconds, cancel)
    return -math.inf if solved is None else master.mean.unscaled(SafeBounds(master.mean).bound(solved.duals))


def _matrix(master: Master, recourse: Recourse, first: int) -> Matrix:
    """Return the program: the columns of the master before theta, then those of operations, group by group."""
    from scipy.sparse import block_diag, csc_array, csr_array, hstack, vstack

    own, program, groups = _before(master.matrix, first), master.program, recourse.groups
    a = csc_array((own.value, own.index, own.start), shape=(own.row_lower.size, first))
    of = csc_array((program.value, program.index, program.start), shape=(program.row_lower.size, program.cost.size))
    at = csr_array(
        (np.ones(master.decided.size), (np.arange(master.decided.size), master.decided)),
        shape=(master.decided.size, first),
    )
    links = csr_array(recourse.links @ at)
    whole = vstack(
        [
            hstack([a, csr_array((own.row_lower.size, groups * program.cost.size))]),
            hstack([vstack([links] * groups), block_diag([of] * groups)]),
        ],
        format="csc",
    )
    lower, upper = recourse.sides.whole()
    return replace(
        own,
        cost=np.concatenate([own.cost, *(share * program.cost for share in recourse.shares)]),
        col_lower=np.concatenate([own.col_lower, *[program.col_lower] * groups]),
        col_upper=np.concatenate([own.col_upper, *[program.col_upper] * groups]),
        row_lower=np.concatenate([own.row_lower, lower.ravel()]),
        row_upper=np.concatenate([own.row_upper, upper.ravel()]),
        start=np.asarray(whole.indptr, dtype=np.int32),
        index=np.asarray(whole.indices, dtype=np.int32),
        value=np.asarray(whole.data, dtype=float),
        integer=np.zeros(whole.shape[1], dtype=bool),
        columns=(),
        rows=(),
    )


def _before(matrix: Matrix, first: int) -> Matrix:
    """Return the columns before a number, and the rows that hold no other."""
    from scipy.sparse import csc_array

    a = csc_array((matrix.value, matrix.index, matrix.start), shape=(matrix.row_lower.size, matrix.cost.size))
    rows = np.flatnonzero(np.diff(a[:, first:].tocsr().indptr) == 0)
    return replace(part(matrix, rows, np.arange(first)), offset=matrix.offset)
