"""The proof: branch and bound, by HiGHS alone on a small model, by our own tree on a larger one.

On one thread the primal heuristics run here too: before the proof starts, then in turns with it.
"""

import math
import time
from collections.abc import Callable
from typing import Any

import highspy
import numpy as np

from planner.solver.foreign import prove as foreign
from planner.solver.highs import WITHOUT_HEURISTICS, SolverError, load, point, report_bounds, stop_when_cancelled
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Bound, Done, FeasiblePoint, ReferencePoint, Refuted, Task
from planner.solver.options import HIGHS, Proof
from planner.solver.prove.cut_check import WrongCutError
from planner.solver.prove.node_relaxation import SafeRelaxation
from planner.solver.prove.root import plain_root, root
from planner.solver.prove.safe_bound import SafeBounds
from planner.solver.prove.tree import Tree
from planner.solver.search.lns import Search

# On one thread, before the proof begins: a good incumbent makes the tree small.
FIRST_ITERATIONS = 4
VERDICTS = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible",
    highspy.HighsModelStatus.kTimeLimit: "stopped",
    highspy.HighsModelStatus.kInterrupt: "stopped",
    highspy.HighsModelStatus.kSolutionLimit: "stopped",
    highspy.HighsModelStatus.kObjectiveTarget: "stopped",
    highspy.HighsModelStatus.kModelEmpty: "optimal",
}


def prove(task: Task, mailbox: Mailbox) -> None:
    """Solve to the requested gap and report everything on the way."""
    if task.solver != HIGHS:
        foreign.prove(task, mailbox)
        return
    started_at = time.monotonic()
    matrix = task.matrix
    strict = task.proof is Proof.STRICT
    small = matrix.small and not strict
    search = None if task.helped or small else _first_iterations(task, mailbox)
    if strict:
        mailbox.send(Done(_branch_strictly(task, mailbox, search)))
        return
    if matrix.large and not _bound_of_relaxation(task, mailbox):
        mailbox.send(Done("stopped"))
        return
    seconds = task.time_limit_seconds - (time.monotonic() - started_at)
    verdict = None if small or matrix.large else _branch(task, mailbox, search, seconds)
    mailbox.send(Done(verdict or _Run(task, mailbox).solve()))


def _first_iterations(task: Task, mailbox: Mailbox) -> Search | None:
    """Return a search after a few iterations, None where the model has no construction decisions."""
    search = Search(task, mailbox)
    if not search.decisions.columns.size:
        return None
    search.first_plan()
    for _ in range(FIRST_ITERATIONS):
        # A case without a plan should not wait for its proof.
        if mailbox.best is not None and not mailbox.cancelled:
            search.step()
    return search


def _branch(task: Task, mailbox: Mailbox, search: Search | None, seconds: float) -> str | None:
    """Return the verdict of our own tree, or None where HiGHS should solve the model instead.

    Of the seconds left it gets half where the search for plans takes turns with it. With a limit on nodes no clock
    decides anything.
    """
    timed = task.node_limit is None
    try:
        top = root(task.matrix, task.seed, seconds * (1.0 if search is None else 0.5) if timed else math.inf, mailbox)
        if top is None:
            return None
        return Tree(top, task.seed, mailbox, _turns(search, mailbox)).search(_node_limit(task))
    except WrongCutError as wrong:
        mailbox.send(Refuted(str(wrong)))
        return "stopped"
    except SolverError:
        return None


def _branch_strictly(task: Task, mailbox: Mailbox, search: Search | None) -> str:
    """Return the verdict of a tree over the model as it is, with bounds that survive rounding."""
    safe = SafeBounds(task.matrix)
    try:
        top = plain_root(task.matrix)
        relaxation = SafeRelaxation(top, mailbox, task.seed, safe)
        tree = Tree(top, task.seed, mailbox, _turns(search, mailbox), relaxation)
        return tree.search(_node_limit(task))
    except SolverError as error:
        mailbox.send(Done("error", f"the strict proof ended: {error}"))
        return "stopped"


def _turns(search: Search | None, mailbox: Mailbox) -> Callable[[ReferencePoint], None] | None:
    """Return what a search on the same thread does with a reference point, which ends its turn."""
    if search is None:
        return None

    def take_turn(reference: ReferencePoint) -> None:
        mailbox.set_reference_point(reference)
        search.step()

    return take_turn


def _node_limit(task: Task) -> float:
    return math.inf if task.node_limit is None else task.node_limit


def _bound_of_relaxation(task: Task, mailbox: Mailbox) -> bool:
    """Solve the LP relaxation by interior point and report the bound that its duals prove; say whether to go on.

    A vertex is not needed for that, and to find one takes longer than all the rest.
    """
    solver = load(task.matrix, solve_relaxation=True, solver="ipm", run_crossover="off")
    stop_when_cancelled(solver, mailbox)
    solver.run()
    solution = solver.getSolution()
    duals = np.asarray(solution.row_dual, dtype=float)
    bound = SafeBounds(task.matrix).bound(duals) if duals.size else -math.inf
    if math.isfinite(bound):
        mailbox.send(Bound(bound))
    if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        mailbox.send(ReferencePoint(point(solver)))
    return not mailbox.cancelled


class _Run:
    """One branch and bound by HiGHS."""

    def __init__(self, task: Task, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._whole = bool(task.matrix.integer.any())
        self._given = np.inf
        self._solver = load(
            task.matrix,
            mip_rel_gap=task.gap,
            mip_abs_gap=1e-9,
            mip_feasibility_tolerance=1e-7,
            random_seed=task.seed,
            **(WITHOUT_HEURISTICS if task.helped else {}),
            **({} if task.node_limit is None else {"mip_max_nodes": task.node_limit}),
        )
        report_bounds(self._solver, mailbox)
        self._solver.cbMipImprovingSolution.subscribe(self._on_plan)
        self._solver.cbMipUserSolution.subscribe(self._give)

    def solve(self) -> str:
        """Run, report the last bound and point, and return the verdict."""
        self._solver.run()
        status = self._solver.getModelStatus()
        if status not in VERDICTS:
            raise SolverError(f"HiGHS ended with status {self._solver.modelStatusToString(status)}")
        info = self._solver.getInfo()
        # Without integers HiGHS solves a linear program, and its bound for mixed-integer programs stays 0.
        if not self._whole:
            if status == highspy.HighsModelStatus.kOptimal:
                self._mailbox.send(Bound(float(info.objective_function_value)))
        elif np.isfinite(info.mip_dual_bound):
            self._mailbox.send(Bound(float(info.mip_dual_bound)))
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            self._mailbox.send(FeasiblePoint(float(info.objective_function_value), point(self._solver)))
        return VERDICTS[status]

    # An exception must not leave a callback: it would unwind through the solver.

    def _on_plan(self, event: Any) -> None:
        try:
            x = np.array(event.data_out.mip_solution, dtype=float)
            self._mailbox.send(FeasiblePoint(float(event.data_out.objective_function_value), x))
        except Exception as error:
            self._mailbox.fail(error)

    def _give(self, event: Any) -> None:
        try:
            best = self._mailbox.best
            if best is not None and best.objective < min(self._given, float(event.data_out.mip_primal_bound)):
                self._given = best.objective
                event.data_in.setSolution(best.x)
        except Exception as error:
            self._mailbox.fail(error)
