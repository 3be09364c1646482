"""Futures: the same seed draws the same, their means are the case's demand, and a reduction keeps the extremes."""

from dataclasses import replace

import numpy as np
import pytest

from planner.case.checks.every import require_sound
from planner.case.records import Case, Event, Market, Scenario
from planner.study.futures.draws import AROUND_ONE, AROUND_SEVERAL, Spread, default_spread, draw
from planner.study.futures.sample import forward_selection, reduce_futures, sample_futures
from tests.cases import tiny

CHIPS = ("chip", "world")


def path(case: Case, future: int) -> tuple[float, ...]:
    return case.scenarios[future].demand_kunits[CHIPS]


def three(periods: int = 4) -> Case:
    """Low, base and high; in the high future everything is late, and the site is lost for a time."""
    futures = (
        Scenario("low", 0.25, {CHIPS: (2.0,) * periods}),
        Scenario("base", 0.5, {CHIPS: (4.0,) * periods}),
        Scenario("high", 0.25, {CHIPS: (8.0,) * periods}, tool_factor=0.5, delay_periods=1),
    )
    return tiny(periods, scenarios=futures, events=(Event("high", 1, 0.5, site="A"),))


def test_the_same_seed_draws_the_same_futures_and_the_first_of_many_are_those_of_few() -> None:
    case = three()
    assert sample_futures(case, 8, seed=7) == sample_futures(case, 8, seed=7)
    assert sample_futures(case, 8, seed=7) != sample_futures(case, 8, seed=8)
    few, many = draw(case, 8, seed=7), draw(case, 64, seed=7)
    assert (many.factor[:8] == few.factor).all()
    assert (many.scenario[:8] == few.scenario).all()


def test_a_sampled_case_is_sound_and_a_future_keeps_what_its_scenario_says() -> None:
    sampled = sample_futures(three(), 8, seed=1)
    require_sound(sampled)
    assert [future.name for future in sampled.scenarios][:2] == ["future 1", "future 2"]
    high = {future.name for future in sampled.scenarios if future.delay_periods == 1}
    assert len(high) == 2  # a quarter of eight
    assert {future.name for future in sampled.scenarios if future.tool_factor == 0.5} == high
    assert {event.scenario for event in sampled.events} == high


def test_each_scenario_gets_its_share_of_the_futures_and_the_mean_is_the_demand_of_the_case() -> None:
    drawn = draw(three(periods=12), 1024, seed=3)
    assert np.bincount(drawn.scenario).tolist() == [256, 512, 256]
    # 0.25 x 2 + 0.5 x 4 + 0.25 x 8 = 4.5 in every period, whatever the paths
    demand = np.array([2.0, 4.0, 8.0])[drawn.scenario] @ drawn.factor[:, 0] / 1024
    assert demand == pytest.approx(np.full(12, 4.5), rel=0.01)


def test_paths_stray_as_documented() -> None:
    # The middle of quarter 7 (from 0) is 1.875 years on: one whole year and 0.875 of the next.
    spread = Spread(growth=0.1, yearly=0.2, shared=0.25)
    case = tiny(periods=8, markets={"world": Market("world"), "moon": Market("moon")})
    logs = np.log(draw(case, 4096, seed=5, spread=spread).factor[:, :, 7])
    variance = (0.1 * 1.875) ** 2 + 0.2**2 * (1 + 0.875**2)
    assert logs.var(axis=0) == pytest.approx([variance] * 2, rel=0.03)
    assert logs.mean(axis=0) == pytest.approx([-variance / 2] * 2, abs=0.003)
    assert np.corrcoef(logs.T)[0, 1] == pytest.approx(0.25, abs=0.03)


def test_without_a_spread_every_future_is_its_scenario() -> None:
    sampled = sample_futures(three(), 4, spread=Spread(0.0, 0.0))
    assert sorted(path(sampled, i)[0] for i in range(4)) == pytest.approx([2.0, 4.0, 4.0, 8.0])


def test_the_spread_taken_by_default_depends_on_what_the_case_says() -> None:
    assert default_spread(tiny()) == AROUND_ONE
    assert default_spread(three()) == AROUND_SEVERAL
    assert str(AROUND_ONE) == (
        "growth of demand strays by 6.0 % a year over the whole horizon and by 10.0 % in each year (standard "
        "deviations), 50 % of it in all markets alike"
    )


def test_forward_selection_by_hand() -> None:
    # Points 0, 1, 2, 10 with 0.3, 0.3, 0.2, 0.2. One point: 0 leaves .3 + .4 + 2 = 2.7, 1 leaves .3 + .2 + 1.8 = 2.3,
    # 2 leaves .6 + .3 + 1.6 = 2.5: it is 1. Then 10 leaves .3 + .2, 0 leaves .2 + 1.8, 2 leaves .3 + 1.6: it is 10.
    points = np.array([0.0, 1.0, 2.0, 10.0])
    distance = np.abs(points[:, None] - points)
    weights = np.array([0.3, 0.3, 0.2, 0.2])
    chosen, given = forward_selection(distance, weights, 1, [])
    assert chosen == [1]
    chosen, given = forward_selection(distance, weights, 2, [])
    assert chosen == [1, 3]
    assert given == pytest.approx([0, 0.8, 0, 0.2])


def test_a_reduction_keeps_the_extremes_and_all_of_the_probability() -> None:
    # A thousand packages short cost 1 bn USD: a quarter at 1, 2, 3, 4 and 9 kunits are 1 to 9 bn USD apart. With 1 and
    # 9 kept, 3 brings the rest nearest: it leaves 1 + 1 of 2 and 4, where 2 leaves 1 + 2 and 4 leaves 1 + 1 of 2 and 3.
    futures = tuple(Scenario(f"{k}", 0.2, {CHIPS: (k,)}) for k in (1.0, 2.0, 3.0, 4.0, 9.0))
    reduced = reduce_futures(tiny(1, scenarios=futures), 3)
    assert [path(reduced, k)[0] for k in range(3)] == [1.0, 3.0, 9.0]
    assert sum(future.probability for future in reduced.scenarios) == pytest.approx(1.0)
    # 2 lies as near to 1 as to 3 and goes to the first of them.
    assert [future.probability for future in reduced.scenarios] == pytest.approx([0.4, 0.4, 0.2])


def test_futures_that_differ_in_supply_alone_are_apart_and_events_of_dropped_ones_are_gone() -> None:
    base = three(periods=2).scenarios[1]
    futures = tuple(replace(base, name=name, probability=0.25) for name in ("a", "b", "c", "late"))
    futures = (*futures[:3], replace(futures[3], delay_periods=1))
    case = tiny(2, scenarios=futures, events=(Event("b", 0, 0.9, site="A"), Event("c", 0, 0.9, site="A")))
    reduced = reduce_futures(case, 2)
    assert {future.name for future in reduced.scenarios} & {"late"} == {"late"}
    assert {event.scenario for event in reduced.events} <= {future.name for future in reduced.scenarios}


def test_as_many_as_there_are_stay_as_they_are() -> None:
    case = three()
    assert reduce_futures(case, 3) is case
