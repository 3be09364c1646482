"""Benders: one plan for many futures, within the gaps the same as the extensive form; what it cannot do is refused."""

import random
import threading
from dataclasses import replace

import numpy as np
import pytest

from planner.case.records import Case, Committed, Event, Fund, Lane, Limit, Market, Measure, Objective, Scenario
from planner.pipeline import solve
from planner.solver.direct import objective_and_duals
from planner.solver.many.relaxation import Relaxation
from planner.solver.options import SolveOptions
from planner.study.futures.benders import master as module
from planner.study.futures.benders import relaxed, together
from planner.study.futures.benders.benders import decompose
from planner.study.futures.benders.cuts import Cuts
from planner.study.futures.benders.master import master_of
from planner.study.futures.benders.refusal import BendersError
from planner.study.futures.benders.state import Crew, State
from planner.study.futures.benders.together import bound_when_known
from planner.study.futures.draws import Spread
from planner.study.futures.operations import alone
from planner.study.futures.sample import sample_futures
from tests.cases import tiny
from tests.model.parts import chip, node_n3, with_site
from tests.model.tiered import for_profit

CHIPS = ("chip", "world")
QUICK = SolveOptions(time_limit_seconds=600, gap=1e-4, threads=1)


def low_or_high() -> Case:
    """Three kunits a quarter or six, three times less likely, and money for two phases."""
    low, high = {CHIPS: (3.0,) * 4}, {CHIPS: (6.0,) * 4}
    funds = {"purse": Fund("purse", (2.0, 0.0, 0.0, 0.0))}
    return tiny(scenarios=(Scenario("low", 0.75, low), Scenario("high", 0.25, high)), funds=funds)


def test_by_hand() -> None:
    # The first phase costs 1 and saves 3 x 3 in both futures; the second costs 1 and saves 0.25 x 3 x 3 = 2.25.
    # Two phases: 2 + 0.75 x 3 + 0.25 x 6 = 5.75.
    result = decompose(low_or_high(), QUICK)
    assert result.objective == pytest.approx(5.75)
    assert result.bound == pytest.approx(5.75, abs=1e-3)
    assert sum(start.phases for start in result.schedule.starts) == 2


def test_one_future_is_the_deterministic_plan() -> None:
    case = replace(low_or_high(), scenarios=(Scenario("high", 1.0, {CHIPS: (6.0,) * 4}),))
    assert decompose(case, QUICK).objective == pytest.approx(solve(case, QUICK).plan.outcome.objective)


def test_the_first_master_knows_the_mean_future() -> None:
    # Relaxed, without any cut: 3.75 a quarter are served by 1.25 phases; 1.25 + 3.75 in the first quarter.
    matrix = master_of(low_or_high()).matrix
    solved = objective_and_duals(replace(matrix, integer=np.zeros(matrix.cost.size, dtype=bool)))
    assert solved is not None
    bound = matrix.unscaled(solved[0] + matrix.offset)
    assert bound == pytest.approx(1.25 + 3.75)


def test_what_the_future_costs_when_known_is_bounded_by_the_relaxation_of_the_mean_alone() -> None:
    # A phase costs 1 and serves 3 of 4 quarters. Next to nothing wanted: build nothing, 0.012. 0.6: 1 + 0.6. Known
    # before: 0.806 on average. The mean of 0.3015 asks for no whole phase, 1.206, more than that: no bound. In part:
    # 0.1005 of a phase, and the first quarter: 0.402.
    low, high = {CHIPS: (0.003,) * 4}, {CHIPS: (0.6,) * 4}
    case = tiny(scenarios=(Scenario("low", 0.5, low), Scenario("high", 0.5, high)))
    known = [solve(alone(case, future), QUICK).plan.outcome.objective for future in case.scenarios]
    assert known == pytest.approx([0.012, 1.6])
    assert decompose(case, QUICK).objective == pytest.approx(1.206)
    assert bound_when_known(master_of(case), 60.0, threading.Event()) == pytest.approx(0.402, abs=1e-4)


def drawn(seed: int) -> Case:
    """Two sites of different price and speed, little money, and six futures of two markets; some sell, some stock."""
    rng = random.Random(seed)
    demand = {("chip", market): tuple(float(rng.randint(0, 9)) for _ in range(5)) for market in ("world", "moon")}
    case = with_site(tiny(5, demand, markets={"world": Market("world"), "moon": Market("moon")}))
    pairs = {
        key: replace(pair, max_phases=rng.randint(1, 3), lead_periods=lead, expansion_lead_periods=lead)
        for key, pair in case.pairs.items()
        for lead in (rng.randint(1, 2),)
    }
    case = chip(case, stock_cost_usd_per_period=rng.choice((None, 1e4)), price_usd=2e6)
    case = node_n3(case, phase_capex_usd_bn=rng.choice((2.0, 5.0)), cycle_periods=rng.randint(0, 1))
    committed = (Committed("A", "N3", (rng.choice((0.0, 1.0)),) * 5),)
    funds = {"purse": Fund("purse", (rng.choice((4.0, 9.0)), 2.0, 2.0, 0.0, 0.0))}
    lanes = (Lane(from_region="there", to_market="moon", cost_usd_per_unit=3e5),)
    case = replace(case, pairs=pairs, committed=committed, funds=funds, lanes=lanes)
    return sample_futures(for_profit(case) if seed % 2 else case, 6, seed, Spread(0.3, 0.3))


@pytest.mark.parametrize(("groups", "seeds"), [(300, range(3)), (2, range(3, 6))], ids=["a cut each", "grouped"])
def test_it_agrees_with_the_extensive_form(groups: int, seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_GROUPS", groups)
    for seed in seeds:
        case = drawn(seed)
        extensive, result = solve(case, QUICK).plan.outcome, decompose(case, QUICK)
        slack = 2e-4 * max(1.0, abs(extensive.objective))
        assert result.objective == pytest.approx(extensive.objective, abs=slack), seed
        assert extensive.objective - slack <= result.bound <= extensive.objective + 1e-6, seed


@pytest.mark.parametrize("most", [20, 2], ids=["all", "a few that stand for all"])
def test_it_agrees_where_the_relaxation_of_all_futures_is_one_program(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGE_ROWS", 0)
    monkeypatch.setattr(module, "MAX_LARGE_GROUPS", most)
    risky = replace(drawn(0), settings=replace(drawn(0).settings, cvar_weight=0.6, cvar_tail=0.3))
    for seed, case in enumerate((drawn(0), drawn(1), risky)):
        extensive, result = solve(case, QUICK).plan.outcome, decompose(case, QUICK)
        slack = 2e-4 * max(1.0, abs(extensive.objective))
        assert result.objective == pytest.approx(extensive.objective, abs=slack), seed
        assert extensive.objective - slack <= result.bound <= extensive.objective + 1e-6, seed


def test_the_relaxation_of_all_futures_and_the_cuts_of_its_duals_say_the_same() -> None:
    # As in the first test, since even in part no third phase pays: 5.75.
    master = master_of(low_or_high())
    solved = together.solve_together(master, 60.0, threading.Event())
    assert solved is not None
    assert solved.bound == pytest.approx(5.75, abs=1e-4)
    cuts = Cuts(master)
    cuts.add(*master.periods.cuts_of(solved.x, master.decided, solved.duals))
    x = Relaxation(cuts.matrix).solve()
    assert x is not None
    assert master.matrix.objective(x) == pytest.approx(5.75, abs=1e-4)


@pytest.mark.parametrize("seed", [3, 4])
def test_rounds_in_all_futures_lift_the_bound_of_their_mean_to_that_of_all(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = drawn(seed)
    of_all = together.solve_together(master_of(case), 60.0, threading.Event())
    monkeypatch.setattr(module, "MAX_GROUPS", 1)
    state = State(case, QUICK, threading.Event(), Crew())
    of_mean = together.solve_together(state.master, 60.0, threading.Event())
    x = relaxed.good_point(state)
    assert of_all is not None
    assert of_mean is not None
    assert x is not None
    slack = 2 * relaxed.ALL_GAP * abs(of_all.bound)
    assert of_mean.bound < of_all.bound - 2 * slack
    assert of_all.bound - slack <= state.bound <= of_all.bound + 1e-6
    assert state.costed(x, is_plan=False).objective <= of_all.bound + slack


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tool_factor": 0.5}, "the scenarios differ in tool_factor_pct"),
        ({"delay_periods": 1}, "the scenarios differ in delay_periods"),
        ({"demand_kunits": {CHIPS: (0.0, 6.0, 6.0, 6.0)}}, "differ in where and when something is wanted"),
    ],
)
def test_what_changes_more_than_sides_is_refused_by_name(change: dict[str, object], words: str) -> None:
    case = low_or_high()
    low, high = case.scenarios
    with pytest.raises(BendersError, match=words):
        decompose(replace(case, scenarios=(low, replace(high, **change))))  # type: ignore[arg-type]


def test_events_a_cap_on_shortage_and_two_objectives_are_refused_by_name() -> None:
    case = low_or_high()
    settings = replace(case.settings, objective=Objective.COVERAGE_FIRST, max_shortage_cost_usd_bn=9.0)
    case = replace(case, settings=settings, events=(Event("high", 1, 0.5, site="A"),))
    with pytest.raises(BendersError) as refused:
        decompose(case)
    text = str(refused.value)
    assert "the scenarios differ in their events; max_shortage_cost_usd_bn may leave a future without a plan" in text
    assert "coverage_first has two objectives" in text


def test_a_limit_on_service_holds_where_demand_is_as_expected() -> None:
    # Where a quarter's shortage costs a tenth, a phase saves 0.9 and is not built; half of all that is wanted, 3.75 a
    # quarter, asks for one: 3 x 3 of 15 are more than half.
    case = chip(low_or_high(), shortage_penalty_usd=1e5)
    assert not decompose(case, QUICK).schedule.starts
    served = decompose(replace(case, limits=(Limit("half", Measure.SERVICE, minimum=0.5),)), QUICK)
    assert [start.phases for start in served.schedule.starts] == [1]
    # One phase costs 1 and leaves 3 and 3 + 9 short in the two futures, at a tenth each.
    assert served.objective == pytest.approx(1 + 0.75 * 0.3 + 0.25 * (0.6 + 0.9))


def test_the_worst_futures_count_as_in_the_extensive_form() -> None:
    for seed in (0, 1):
        case = drawn(seed)
        case = replace(case, settings=replace(case.settings, cvar_weight=0.6, cvar_tail=0.3))
        extensive, result = solve(case, QUICK).plan.outcome, decompose(case, QUICK)
        slack = 2e-4 * max(1.0, abs(extensive.objective))
        assert result.objective == pytest.approx(extensive.objective, abs=slack), seed
        assert extensive.objective - slack <= result.bound <= extensive.objective + 1e-6, seed
