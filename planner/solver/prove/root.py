"""The root: what presolve leaves of a matrix and the cuts of a separator, an LP relaxation to branch on.

The LP relaxation without cuts is solved first: its objective is the first bound, its solution a reference point for
LNS, and other workers start from its basis. Then rounds of cuts follow as long as they gain. They hold for every whole
point, so that they stay when bounds of columns are tightened, and the tree adds to them. A long proof takes those of
HiGHS's root node besides.
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
from planner.solver.prove.cut_check import CutCheck
from planner.solver.prove.cuts import add_cuts, drop_slack, rows_of, stacked
from planner.solver.prove.highs_cuts import root_cuts
from planner.solver.prove.postsolve import SAME, Postsolve, share_whole
from planner.solver.prove.presolved import Presolved
from planner.solver.prove.rows import Row
from planner.solver.prove.separator import Separator

HIGHS_CUTS_PAY = 40.0
"""HiGHS's cuts need a proof of so many times the first LP relaxation, of which they take seven: measured on the world
case, where branching without them is ahead for thirty and level for ten more."""
HIGHS_CUTS_SHARE = 0.5
"""Share of the proof's time that HiGHS's cuts may take; after it, the root goes without."""
ROUND_PAYS = 2e-4
"""A round of cuts is followed by another where it raised the bound by this share."""


@dataclass(frozen=True, slots=True)
class Root:
    """An LP relaxation with the integer columns, the rank of each, and a basis to start from.

    Where cuts may be added, `separator` finds them, and `check` holds them against plans if this worker checks.
    """

    program: highspy.HighsLp
    integers: Ints
    rank: Ints
    postsolve: Postsolve
    basis: Any = None
    separator: Separator | None = None
    check: CutCheck | None = None


def plain_root(matrix: Matrix) -> Root:
    """Return the LP relaxation of a matrix as it is, without presolve and cuts."""
    plain = Presolved.plain(matrix)
    program = plain.program
    program.integrality_ = []
    return Root(program, plain.integers, plain.rank, plain.postsolve)


def root(matrix: Matrix, seed: int, seconds: float, mailbox: Mailbox) -> Root | None:
    """Return the root, or None where nothing is left to branch on: HiGHS has solved it by then.

    The proof has so many seconds. Reports the bounds of the LP relaxation and of the cuts on the way, sends the LP
    solution as a reference point, and shares basis and cuts with the other worker. Raises WrongCutError where a plan
    known by then violates a cut.
    """
    presolved = Presolved.of(matrix)
    if presolved is None:
        return None
    solver = presolved.relaxation(seed, mailbox)
    separator, check = Separator(presolved), CutCheck(presolved, mailbox)
    started_at = time.monotonic()
    if solve_first(solver):
        seconds_of_one = time.monotonic() - started_at
        mailbox.send(Bound(float(solver.getInfo().objective_function_value)))
        mailbox.send(ReferencePoint(presolved.postsolve.point(point(solver))))
        mailbox.send(_shared_basis(presolved, solver))
        cuts = [_rounds(solver, separator, check, mailbox)]
        if seconds >= HIGHS_CUTS_PAY * seconds_of_one:
            more = root_cuts(_whole(presolved, solver), seed, HIGHS_CUTS_SHARE * seconds, mailbox)
            if more is None:
                return None
            if _plan_is_reported(solver, presolved.integers, more.plan, presolved.postsolve, mailbox):
                check.add(more)
                check.hold()
                add_cuts(solver, more)
                cuts.append(more)
        mailbox.send(SharedCuts(stacked([row for some in cuts for row in rows_of(some)]), presolved.size))
    return replace(_top(presolved, solver), separator=separator, check=check)


def _whole(presolved: Presolved, solver: highspy.Highs) -> highspy.HighsLp:
    """Return the program that a solver holds, with its integer columns whole again."""
    program: highspy.HighsLp = solver.getLp()
    program.integrality_ = presolved.program.integrality_
    return program


def _rounds(solver: highspy.Highs, separator: Separator, check: CutCheck, mailbox: Mailbox) -> Cuts:
    """Cut off the solution of an LP relaxation round by round, report the bounds, and return the cuts that stay."""
    rows_before, held = solver.getNumRow(), list[Row]()
    bound, gain = float(solver.getInfo().objective_function_value), float("inf")
    while gain > ROUND_PAYS * max(1.0, abs(bound)) and not mailbox.cancelled:
        cuts = separator.cuts(point(solver))
        if not cuts.lower.size:
            break
        check.add(cuts)
        check.hold()
        add_cuts(solver, cuts)
        held += rows_of(cuts)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            break
        before, bound = bound, float(solver.getInfo().objective_function_value)
        gain = bound - before
        mailbox.send(Bound(bound))
        holding = drop_slack(solver, rows_before)
        held = [row for row, holds in zip(held, holding.tolist(), strict=True) if holds]
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            break
    return stacked(held)


def shared_root(matrix: Matrix, seed: int, basis: SharedBasis, cuts: SharedCuts, mailbox: Mailbox) -> Root | None:
    """Return the root that another worker shares, or None where presolve ends elsewhere here.

    No cuts are added to it: who shares it checks the cuts.
    """
    presolved = Presolved.of(matrix)
    if presolved is None or not presolved.size == basis.size == cuts.size:
        return None
    solver = presolved.relaxation(seed, mailbox)
    solver.setBasis(_basis(basis))
    add_cuts(solver, cuts.cuts)
    return _top(presolved, solver)


def _top(presolved: Presolved, solver: highspy.Highs) -> Root:
    """Return the root of a program whose LP relaxation a solver holds, with its cuts."""
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
