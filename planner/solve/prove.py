"""The prover: branch and bound. On a large model first with whole counters only, then on all whole numbers.

With only the counters whole (how many phases of a node by when, wherever they stand) the model is a relaxation: small,
its bound valid, and its solutions guide the search for plans.
"""

import math
import time
from typing import Any

import highspy
import numpy as np

from planner.solve.highs import SolverError, load, point, stop_when_cancelled
from planner.solve.mailbox import Mailbox
from planner.solve.matrix import Matrix
from planner.solve.safe_bound import implied, safe_bound
from planner.solve.wire import Bound, Done, Found, Guide, Task

SMALL_MODEL_INTEGERS = 600
REPORT_EVERY_SECONDS = 0.1
RELAXED_REPORT_SECONDS = 10.0
# The bound is told again and again from the same basis, which presolve would lose; prices are exact without shifts.
RELAXED_IN_PARTS = {"solver": "simplex", "presolve": "off", "dual_simplex_cost_perturbation_multiplier": 0.0}
# Sub-problems of the solver's own would take a third of the prover's time, and the improver finds better plans.
WITHOUT_HEURISTICS = {
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_feasibility_jump": False,
}
# To try branches out is dear where linear programs are large; what they teach is soon learned from the tree itself.
NO_STRONG_BRANCHING = {"mip_pscost_minreliable": 0}
# Where money binds, what an opening or a first phase costs counts many times over: counters alone prove little.
MONEY = ("fund_balance", "fund_lapse")
MONEY_BINDS = 0.1
WHOLE = 1e-6
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
    """Solve to the gap asked and tell everything on the way."""
    matrix = task.matrix
    if matrix.large and not _bounds_of_relaxed(task, mailbox):
        mailbox.send(Done("stopped"))
        return
    counted = matrix.counters_whole()
    stepwise = task.helped and counted.integer.any() and matrix.integer.sum() > SMALL_MODEL_INTEGERS
    if stepwise and not _money_binds(matrix, mailbox):
        verdict = _Run(task, counted, mailbox, **NO_STRONG_BRANCHING).solve()
        if verdict != "optimal":
            mailbox.send(Done(verdict))
            return
    mailbox.send(Done(_Run(task, matrix, mailbox).solve()))


def _bounds_of_relaxed(task: Task, mailbox: Mailbox) -> bool:
    """Solve the relaxed model part by part, telling what each part's prices prove; say whether to go on from there."""
    columns = implied(task.matrix)
    solver = load(task.matrix, solve_relaxation=True, **RELAXED_IN_PARTS)
    solver.cbSimplexInterrupt.subscribe(lambda event: event.interrupt(mailbox.cancelled))
    status, best = highspy.HighsModelStatus.kTimeLimit, -math.inf
    while status == highspy.HighsModelStatus.kTimeLimit and not mailbox.cancelled:
        solver.setOptionValue("time_limit", solver.getRunTime() + RELAXED_REPORT_SECONDS)
        solver.run()
        status = solver.getModelStatus()
        prices = np.asarray(solver.getSolution().row_dual, dtype=float)
        bound = safe_bound(task.matrix, prices, columns) if prices.size else -math.inf
        if bound > best:
            best = bound
            mailbox.send(Bound(bound))
    if status == highspy.HighsModelStatus.kOptimal:
        mailbox.send(Guide(point(solver)))
    return not mailbox.cancelled


def _money_binds(matrix: Matrix, mailbox: Mailbox) -> bool:
    """Say whether the money is worth more than a tenth of the objective at the relaxation's prices."""
    solver = load(matrix, solve_relaxation=True, solver="ipm", run_crossover="off")
    stop_when_cancelled(solver, mailbox)
    solver.run()
    rows = [row for row, (name, _) in enumerate(matrix.rows) if name in MONEY]
    price = np.asarray(solver.getSolution().row_dual, dtype=float)
    if not rows or price.size == 0:
        return False
    worth = float(np.abs(price[rows]) @ np.abs(matrix.row_upper[rows]))
    return worth > MONEY_BINDS * abs(float(solver.getInfo().objective_function_value))


class _Run:
    """One branch and bound over a matrix, in which fewer columns may have to be whole than in the task's."""

    def __init__(self, task: Task, matrix: Matrix, mailbox: Mailbox, **options: Any) -> None:
        self._task = task
        self._mailbox = mailbox
        self._whole = bool(matrix.integer.any())
        self._told_at = 0.0
        self._bound = -np.inf
        self._given = np.inf
        self._solver = load(
            matrix,
            mip_rel_gap=task.gap,
            mip_abs_gap=1e-9,
            mip_feasibility_tolerance=1e-7,
            random_seed=task.seed,
            **(WITHOUT_HEURISTICS if task.helped else {}),
            **options,
        )
        self._solver.cbMipInterrupt.subscribe(self._heartbeat)
        self._solver.cbSimplexInterrupt.subscribe(self._interrupt)
        self._solver.cbIpmInterrupt.subscribe(self._interrupt)
        self._solver.cbMipImprovingSolution.subscribe(self._found)
        # A relaxation is searched without plans from elsewhere: they cut its dives short, and its guides come later.
        if matrix is task.matrix:
            self._solver.cbMipUserSolution.subscribe(self._give)

    def solve(self) -> str:
        """Run, tell the last bound and point, and return the verdict."""
        self._solver.run()
        status = self._solver.getModelStatus()
        if status not in VERDICTS:
            raise SolverError(f"HiGHS ended with status {self._solver.modelStatusToString(status)}")
        info = self._solver.getInfo()
        # Without whole numbers HiGHS solves a linear program, and its bound for mixed-integer programs stays 0.
        if not self._whole:
            if status == highspy.HighsModelStatus.kOptimal:
                self._mailbox.send(Bound(float(info.objective_function_value)))
        elif np.isfinite(info.mip_dual_bound):
            self._mailbox.send(Bound(float(info.mip_dual_bound)))
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            self._tell_point(float(info.objective_function_value), point(self._solver))
        return VERDICTS[status]

    def _tell_point(self, objective: float, x: Any) -> None:
        """Tell a point as an incumbent if all that must be whole is whole, else as a guide."""
        must = x[self._task.matrix.integer]
        whole = bool(np.all(np.abs(must - np.round(must)) <= WHOLE))
        self._mailbox.send(Found(objective, x) if whole else Guide(x))

    # Nothing may escape from a callback: an exception would unwind through the solver.

    def _interrupt(self, event: Any) -> None:
        event.interrupt(self._mailbox.cancelled)

    def _heartbeat(self, event: Any) -> None:
        try:
            event.interrupt(self._mailbox.cancelled)
            bound, now = float(event.data_out.mip_dual_bound), time.monotonic()
            if np.isfinite(bound) and bound > self._bound and now - self._told_at > REPORT_EVERY_SECONDS:
                self._told_at, self._bound = now, bound
                self._mailbox.send(Bound(bound))
        except Exception:
            event.interrupt(True)

    def _found(self, event: Any) -> None:
        try:
            x = np.array(event.data_out.mip_solution, dtype=float)
            self._tell_point(float(event.data_out.objective_function_value), x)
        except Exception:
            self._mailbox.cancel()

    def _give(self, event: Any) -> None:
        try:
            best = self._mailbox.best
            if best is not None and best.objective < min(self._given, float(event.data_out.mip_primal_bound)):
                self._given = best.objective
                event.data_in.setSolution(best.x)
        except Exception:
            self._mailbox.cancel()
