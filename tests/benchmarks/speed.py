"""The machine factor: how many seconds of this machine do the work of one calibrated second.

A fixed linear program, of the shape of a small plan, is built in Pyomo, compiled to matrices and solved by HiGHS's
simplex method on one thread. The median of three timings, in seconds, divided by `REFERENCE_SECONDS` is the factor; it
is never below 1. None of the planner's own code takes part: the planner may become faster, and the measure must not.
"""

import os
import random
import statistics
import time
from dataclasses import dataclass
from typing import Any

import highspy
import pyomo.environ as pyo
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

REFERENCE_SECONDS = 0.65
"""Wall seconds of the workload on the reference machine."""
TIMINGS = 3
SITES, MARKETS, PERIODS = range(60), range(20), range(40)
MAX_PHASES = 6
CAPACITY_PER_PHASE = 3.0
RAMP_PERIODS = 3
SHORTAGE_COST = 50


@dataclass(frozen=True, slots=True)
class Speed:
    """The machine factor, and the load average of the last minute before it was measured."""

    factor: float
    load: float


def measure_speed() -> Speed:
    """Measure the machine factor; nothing else should run meanwhile. The first timing, which imports, is dropped."""
    load = os.getloadavg()[0]
    workload_seconds()
    seconds = statistics.median(workload_seconds() for _ in range(TIMINGS))
    return Speed(round(max(1.0, seconds / REFERENCE_SECONDS), 2), round(load, 1))


def workload_seconds() -> float:
    """Return the wall seconds of building, compiling and solving the workload once."""
    started_at = time.perf_counter()
    solver = _solver(_workload())
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"the workload of the machine factor ended as {solver.getModelStatus()}")
    return time.perf_counter() - started_at


def _workload() -> Any:
    """Return the model: phases built at sites serve the growing demand of markets while money allows."""
    rng = random.Random(1)
    freight = {(s, g): rng.uniform(1, 9) for s in SITES for g in MARKETS}
    demand = {(g, t): rng.uniform(5, 30) * (1 + t / 8) for g in MARKETS for t in PERIODS}
    capex = {s: 5 + s % 7 for s in SITES}
    m = pyo.ConcreteModel()
    m.built = pyo.Var(SITES, PERIODS, within=pyo.NonNegativeIntegers, bounds=(0, MAX_PHASES))
    m.shipped = pyo.Var(SITES, MARKETS, PERIODS, within=pyo.NonNegativeReals)
    m.shortage = pyo.Var(MARKETS, PERIODS, within=pyo.NonNegativeReals)

    def built_order(m: Any, s: int, t: int) -> Any:
        return m.built[s, t - 1] <= m.built[s, t] if t else pyo.Constraint.Skip

    def capacity(m: Any, s: int, t: int) -> Any:
        online = sum(CAPACITY_PER_PHASE * m.built[s, t - age] for age in range(RAMP_PERIODS) if t >= age)
        return sum(m.shipped[s, g, t] for g in MARKETS) <= online + 1.0

    def coverage(m: Any, g: int, t: int) -> Any:
        return sum(m.shipped[s, g, t] for s in SITES) + m.shortage[g, t] == demand[g, t]

    def money(m: Any, t: int) -> Any:
        return sum(capex[s] * m.built[s, t] for s in SITES) <= 40 + 12 * t

    m.built_order = pyo.Constraint(SITES, PERIODS, rule=built_order)
    m.capacity = pyo.Constraint(SITES, PERIODS, rule=capacity)
    m.coverage = pyo.Constraint(MARKETS, PERIODS, rule=coverage)
    m.money = pyo.Constraint(PERIODS, rule=money)
    shipping = sum(freight[s, g] * m.shipped[s, g, t] for s in SITES for g in MARKETS for t in PERIODS)
    penalty = sum(SHORTAGE_COST * m.shortage[g, t] for g in MARKETS for t in PERIODS)
    m.cost = pyo.Objective(expr=shipping + penalty + sum(capex[s] * m.built[s, PERIODS[-1]] for s in SITES))
    return m


def _solver(m: Any) -> highspy.Highs:
    """Return HiGHS with the LP relaxation of a model: one thread, simplex, no presolve."""
    form = LinearStandardFormCompiler().write(m, mixed_form=True, set_sense=None)
    a, infinity = form.A.tocsc(), highspy.kHighsInf
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = a.shape[1], a.shape[0]
    lp.col_cost_ = form.c.todense().ravel()
    lp.col_lower_ = [0.0] * a.shape[1]
    lp.col_upper_ = [infinity if column.ub is None else column.ub for column in form.columns]
    rows = list(zip(form.rhs, (row.bound_type for row in form.rows), strict=True))
    lp.row_lower_ = [rhs if kind <= 0 else -infinity for rhs, kind in rows]
    lp.row_upper_ = [rhs if kind >= 0 else infinity for rhs, kind in rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = a.indptr, a.indices, a.data
    solver = highspy.Highs()
    for name, value in {"output_flag": False, "threads": 1, "solver": "simplex", "presolve": "off"}.items():
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    return solver
