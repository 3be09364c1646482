"""Where most of the objective is a penalty that no plan can avoid, the gap holds for the rest."""

from dataclasses import replace

import numpy as np
import pytest

from planner.case.records import Case, Objective, Settings
from planner.pipeline import solve
from planner.plan.records import Status
from planner.report.contract.plan_json import from_text, to_text
from planner.report.figures.headline import figures
from planner.report.words.phrases import answer, gap_words, status_sentence
from planner.solver.events import relative_gap
from planner.solver.messages.wire import FeasiblePoint
from planner.solver.options import SolveOptions
from planner.solver.portfolio.gap import Gap
from planner.solver.program.matrix import Matrix
from tests.cases import tiny


def program(cost: list[float], offset: float = 0.0) -> Matrix:
    """Minimise cost x where x[0] + x[1] >= 10 and x[1] <= 4: at least 6 of the first is unavoidable."""
    return Matrix(
        cost=np.array(cost),
        offset=offset,
        scale=1.0,
        col_lower=np.zeros(2),
        col_upper=np.array([10.0, 4.0]),
        row_lower=np.array([10.0]),
        row_upper=np.array([np.inf]),
        start=np.array([0, 1, 2], dtype=np.int32),
        index=np.array([0, 0], dtype=np.int32),
        value=np.ones(2),
        integer=np.array([False, True]),
        columns=(("shortage", 0), ("built", 0)),
        rows=(("demand_met", 0),),
    )


FIRST = np.array([True, False])


def reached(gap: Gap, matrix: Matrix, x: list[float], bound: float) -> bool:
    at = np.array(x)
    return gap.is_reached(FeasiblePoint(float(matrix.cost @ at) + matrix.offset, at), bound, lambda: False)


def test_a_gap_small_beside_an_unavoidable_penalty_is_not_the_gap_asked_for() -> None:
    # 6 short at 1000 and 4 built at 2 cost 6008; 6000 of it no plan can avoid. 7 short and 3 built cost 7006.
    matrix = program([1000.0, 2.0])
    assert not reached(Gap(matrix, 0.01, FIRST), matrix, [6.0, 4.0], 6007.0)  # 1 of 8 is more than 1 %
    assert reached(Gap(matrix, 0.01, None), matrix, [6.0, 4.0], 6007.0)  # 1 of 6008 is not
    assert reached(Gap(matrix, 0.01, FIRST), matrix, [6.0, 4.0], 6007.95)


def test_a_proof_to_the_tolerance_of_a_solver_is_enough() -> None:
    matrix = program([1000.0, 0.0])  # nothing but the penalty is left: 0 of it can be changed
    assert reached(Gap(matrix, 0.01, FIRST), matrix, [6.0, 4.0], 6000.0 - 1e-5)


def test_a_small_penalty_leaves_the_gap_as_it_is() -> None:
    matrix = program([1.0, 100.0])
    gap = Gap(matrix, 0.01, FIRST)
    assert reached(gap, matrix, [6.0, 4.0], 403.0)
    assert gap.unavoidable(406.0) == 0.0


def test_of_a_penalty_alone_the_gap_is_measured_on_what_serving_saves() -> None:
    matrix = program([1000.0, 0.0])
    gap = Gap(matrix, 0.01, FIRST)
    assert not reached(gap, matrix, [6.0, 4.0], 5950.0)  # 50 of the 4000 between serving nothing and serving 4
    assert reached(gap, matrix, [6.0, 4.0], 5970.0)


def test_a_gap_is_a_share_of_what_can_be_changed() -> None:
    assert relative_gap(100.0, 99.0) == pytest.approx(0.01)
    assert relative_gap(100.0, 99.0, 10.0) == pytest.approx(0.1)
    assert relative_gap(100.0, 99.0, 0.0) == np.inf
    assert relative_gap(100.0, 100.0, 0.0) == 0.0


def flooded(objective: Objective = Objective.LEAST_COST, kunits: float = 3e6) -> Case:
    """A million times the demand that the five phases of the site can serve; each phase costs 1 and saves 3 a quarter.

    Money for three phases in the first quarter, and for one in each of the next two.
    """
    case = tiny(periods=4, demand={("chip", "world"): (kunits,) * 4})
    pairs = {key: replace(pair, max_phases=5) for key, pair in case.pairs.items()}
    funds = {name: replace(fund, budget_usd_bn=(3.0, 1.0, 1.0, 0.0)) for name, fund in case.funds.items()}
    return replace(case, pairs=pairs, funds=funds, settings=Settings("flooded", objective=objective))


@pytest.mark.parametrize("objective", [Objective.LEAST_COST, Objective.COVERAGE_FIRST])
@pytest.mark.parametrize("threads", [1, 2])
def test_a_plan_beside_a_flood_of_demand_is_still_the_best_one(objective: Objective, threads: int) -> None:
    solved = solve(flooded(objective), SolveOptions(gap=1e-4, threads=threads))
    # Three phases serve 3 quarters, one 2 and one 1: 3 * (9 + 2 + 1) kunits. All five are worth their money.
    assert solved.status is Status.OPTIMAL
    assert sum(start.phases for start in solved.plan.starts) == 5
    assert sum(shipment.kunits for shipment in solved.plan.shipments) == pytest.approx(36.0)


def test_the_words_state_the_gap_of_the_part_that_a_plan_can_change() -> None:
    solved = solve(flooded(), SolveOptions(threads=1))
    outcome = replace(solved.plan.outcome, objective=1010.0, bound=1009.9, gap=0.1 / 1010, unavoidable_usd_bn=1000.0)
    plan = replace(solved.plan, outcome=outcome)
    headline = figures(solved.case, plan)
    assert gap_words(headline) == "0.1 bn USD (0.01 % of the objective, 1.0 % of the part that a plan can change)"
    assert "no plan is better by more than 0.1 bn USD" in status_sentence(headline)
    assert answer(headline).endswith("proven optimal within 1.0 % of what a plan can change.")
    closed = replace(outcome, bound=1010.0 - 1e-5, gap=1e-5 / 1010)
    assert "(proven)" in status_sentence(figures(solved.case, replace(plan, outcome=closed)))


def test_what_is_unavoidable_travels_with_the_plan() -> None:
    outcome = solve(flooded(kunits=3000.0), SolveOptions(threads=1)).plan.outcome
    # 12,000 kunits are demanded, of which 36 can be served; a thousand packages short cost 1.
    assert outcome.objective == pytest.approx(12_000 - 36 + 5)
    assert outcome.unavoidable_usd_bn == pytest.approx(12_000 - 36)
    solved = solve(flooded(kunits=3000.0), SolveOptions(threads=1))
    assert from_text(to_text(solved.plan)).outcome == solved.plan.outcome
    assert ("unavoidable_usd_bn", outcome.unavoidable_usd_bn) in [
        (key, value) for key, value, _ in solved.tables["summary"].itertuples(index=False)
    ]
