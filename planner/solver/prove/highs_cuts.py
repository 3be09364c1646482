"""Cuts of HiGHS: rows that the root node of a search by HiGHS finds beyond those of the separator."""

from dataclasses import replace
from typing import Any

import highspy
import numpy as np

from planner.solver.highs import WITHOUT_HEURISTICS, checked, point, report_bounds, silent
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Cuts, FeasiblePoint
from planner.solver.prove.cuts import stacked

STOPPED = (highspy.HighsModelStatus.kSolutionLimit, highspy.HighsModelStatus.kTimeLimit)


def root_cuts(program: highspy.HighsLp, seed: int, seconds: float, mailbox: Mailbox) -> Cuts | None:
    """Return the cuts of HiGHS's root node, none if time runs out first; None where HiGHS has solved the model."""
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
    pools = [stacked([])]

    def keep(event: Any) -> None:
        # An exception must not leave a callback: it would unwind through the solver.
        try:
            pool, count = event.data_out, int(event.data_out.cutpool_num_cut)
            pools.append(
                Cuts(
                    np.array(pool.cutpool_lower, dtype=float)[:count],
                    np.array(pool.cutpool_upper, dtype=float)[:count],
                    np.array(pool.cutpool_start, dtype=np.int32)[:count],
                    np.array(pool.cutpool_index, dtype=np.int32),
                    np.array(pool.cutpool_value, dtype=float),
                )
            )
        except Exception as error:
            mailbox.fail(error)

    solver.cbMipGetCutPool.subscribe(keep)
    report_bounds(solver, mailbox)
    solver.run()
    if not mailbox.cancelled and solver.getModelStatus() not in STOPPED:
        return None
    info = solver.getInfo()
    known = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return replace(pools[-1], plan=FeasiblePoint(info.objective_function_value, point(solver)) if known else None)
