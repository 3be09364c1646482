"""The root: what presolve and the solver's own cuts make of a matrix, an LP relaxation to branch on.

The cuts come from HiGHS's root node. They hold for every integer point, so that the program's bound is valid, and it
stays strong when bounds of columns are tightened. The LP relaxation without cuts is solved first: its objective is the
first bound, its solution a reference point for LNS, and the tree starts from its basis.
"""

import time
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

from planner.solver.highs import point, set_bounds
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Bound, Cuts, FeasiblePoint, ReferencePoint, SharedBasis, SharedCuts
from planner.solver.program.matrix import Floats, Ints, Matrix
from planner.solver.prove.cut_check import CutCheck, add_cuts
from planner.solver.prove.cuts import no_cuts, root_cuts
from planner.solver.prove.postsolve import SAME, Postsolve, share_whole
from planner.solver.prove.presolved import Presolved

CUTS_PAY = 8.0
"""Cuts need a proof of so many times the first LP relaxation, of which they take three or four: measured on the world
case, where branching without them is ahead for six."""
CUTS_SHARE = 0.5
"""Share of the proof's time that cuts may take; after it, the root goes without."""


@dataclass(frozen=True, slots=True)
class Root:
    """An LP relaxation with the integer columns, the rank of each, and a basis to start from.

    `check` holds the cuts in it against plans, where there are cuts.
    """

    program: highspy.HighsLp
    integers: Ints
    rank: Ints
    postsolve: Postsolve
    basis: Any = None
    check: CutCheck | None = None


def plain_root(matrix: Matrix) -> Root:
    """Return the LP relaxation of a matrix as it is, without presolve and cuts."""
    plain = Presolved.plain(matrix)
    program = plain.program
    program.integrality_ = []
    return Root(program, plain.integers, plain.rank, plain.postsolve)


def root(matrix: Matrix, seed: int, seconds: float, mailbox: Mailbox) -> Root | None:
    """Return the root, or None where nothing is left to branch on: HiGHS has solved it by then.

    The proof has so many seconds: where that is too short for cuts to pay, there are none. Raises WrongCutError where a
    plan found by now violates a cut.

    Reports the bounds of the LP relaxation and of the cuts on the way, sends the LP solution as a reference point, and
    shares basis and cuts with the other worker.
    """
    presolved = Presolved.of(matrix)
    if presolved is None:
        return None
    solver = presolved.relaxation(seed, mailbox)
    started_at = time.monotonic()
    if solve_first(solver):
        mailbox.send(Bound(float(solver.getInfo().objective_function_value)))
        mailbox.send(ReferencePoint(presolved.postsolve.point(point(solver))))
        mailbox.send(_shared_basis(presolved, solver))
    seconds_of_one = time.monotonic() - started_at
    pays = seconds >= CUTS_PAY * seconds_of_one
    cuts = root_cuts(presolved.program, seed, CUTS_SHARE * seconds, mailbox) if pays else no_cuts()
    if cuts is None:
        return None
    if not _plan_is_reported(solver, presolved.integers, cuts.plan, presolved.postsolve, mailbox):
        cuts = no_cuts()
    check = CutCheck(presolved, cuts, mailbox)
    check.hold()
    mailbox.send(SharedCuts(cuts, presolved.size))
    return replace(with_cuts(presolved, solver, cuts), check=check)


def shared_root(matrix: Matrix, seed: int, basis: SharedBasis, cuts: SharedCuts, mailbox: Mailbox) -> Root | None:
    """Return the root that another worker shares, or None where presolve ends elsewhere here."""
    presolved = Presolved.of(matrix)
    if presolved is None or not presolved.size == basis.size == cuts.size:
        return None
    solver = presolved.relaxation(seed, mailbox)
    solver.setBasis(_basis(basis))
    return with_cuts(presolved, solver, cuts.cuts)


def with_cuts(presolved: Presolved, solver: highspy.Highs, cuts: Cuts) -> Root:
    """Return the root of a program whose LP relaxation a solver holds; its basis grows with the cuts."""
    add_cuts(solver, cuts)
    return Root(solver.getLp(), presolved.integers, presolved.rank, presolved.postsolve, solver.getBasis())


def solve_first(solver: highspy.Highs) -> bool:
    """Solve an LP relaxation from scratch and say whether it reached an optimum.

    An interior point takes a third of the simplex method's time where money binds, and as long where it does not.
    """
    solver.setOptionValue("solver", "ipm")
    solver.run()
    solver.setOptionValue("solver", "simplex")
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _shared_basis(presolved: Presolved, solver: highspy.Highs) -> SharedBasis:
    """Return the basis that a solver ended with, for others to start from."""
    basis = solver.getBasis()
    columns, rows = (
        np.array([int(status) for status in statuses], dtype=np.int8)
        for statuses in (basis.col_status, basis.row_status)
    )
    return SharedBasis(columns, rows, presolved.size)


def _basis(shared: SharedBasis) -> highspy.HighsBasis:
    basis = highspy.HighsBasis()
    basis.col_status = [highspy.HighsBasisStatus(status) for status in shared.columns.tolist()]
    basis.row_status = [highspy.HighsBasisStatus(status) for status in shared.rows.tolist()]
    basis.valid = True
    return basis


def _plan_is_reported(
    solver: highspy.Highs, integers: Ints, plan: FeasiblePoint | None, postsolve: Postsolve, mailbox: Mailbox
) -> bool:
    """Report the plan that the cuts rely on, with exact integers; say whether it keeps its objective."""
    if plan is None:
        return True
    exact: Floats = np.round(plan.x[integers])
    program = solver.getLp()
    lower, upper = np.array(program.col_lower_)[integers], np.array(program.col_upper_)[integers]
    worse = share_whole(solver, integers, exact, postsolve, mailbox) - plan.objective
    set_bounds(solver, integers, lower, upper)
    return worse <= SAME * max(1.0, abs(plan.objective))
