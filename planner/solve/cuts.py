"""Cuts: rows that the root node of a search by HiGHS finds, and that every whole point keeps."""

from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

from planner.solve.highs import WITHOUT_HEURISTICS, checked, point, silent, tell_bounds
from planner.solve.mailbox import Mailbox
from planner.solve.matrix import Floats, Ints
from planner.solve.wire import Found

STOPPED = (highspy.HighsModelStatus.kSolutionLimit, highspy.HighsModelStatus.kTimeLimit)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Rows by columns' numbers, as HiGHS takes them.

    Once HiGHS knows a plan, its cuts need only hold for better ones: `plan` is the best that it knew.
    """

    lower: Floats
    upper: Floats
    start: Ints
    index: Ints
    value: Floats
    plan: Found | None = None


def root_cuts(program: highspy.HighsLp, seed: int, seconds: float, mailbox: Mailbox) -> Cuts | None:
    """Return the cuts of HiGHS's root node, none where time ends before; None where it ends with an answer."""
    solver = silent(
        random_seed=seed,
        presolve="off",
        mip_max_nodes=1,
        mip_lp_solver="ipm",
        mip_pscost_minreliable=0,
        time_limit=seconds,
        **WITHOUT_HEURISTICS,
    )
    checked(solver.passModel(program), "the presolved model", warn_ok=True)
    found = [Cuts(np.zeros(0), np.zeros(0), *(np.zeros(0, dtype=np.int32),) * 2, np.zeros(0))]

    def keep(event: Any) -> None:
        # Nothing may escape from a callback: an exception would unwind through the solver.
        try:
            pool, count = event.data_out, int(event.data_out.cutpool_num_cut)
            found.append(
                Cuts(
                    np.array(pool.cutpool_lower, dtype=float)[:count],
                    np.array(pool.cutpool_upper, dtype=float)[:count],
                    np.array(pool.cutpool_start, dtype=np.int32)[:count],
                    np.array(pool.cutpool_index, dtype=np.int32),
                    np.array(pool.cutpool_value, dtype=float),
                )
            )
        except Exception:
            mailbox.cancel()

    solver.cbMipGetCutPool.subscribe(keep)
    tell_bounds(solver, mailbox)
    solver.run()
    if not mailbox.cancelled and solver.getModelStatus() not in STOPPED:
        return None
    info = solver.getInfo()
    known = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return replace(found[-1], plan=Found(info.objective_function_value, point(solver)) if known else None)
