"""Futures as scenarios of a case: sampled around those that it has, and reduced to a few that stand for all.

Reduction is the fast forward selection of Heitsch and Roemisch (Computational Optimization and Applications 24, 2003):
one future after the other is kept, each the one that brings all futures nearest to those kept, and a future that is
dropped leaves its probability to the nearest. The futures with the least and with the most demand are kept first.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from planner.case.demand import penalty_usd, wanted
from planner.case.money import discount
from planner.case.records import Case, Event, Scenario
from planner.solver.program.matrix import Floats
from planner.study.futures.draws import Spread, draw

USD_BN_PER_KUSD = 1e-6


def sample_futures(case: Case, count: int, seed: int = 0, spread: Spread | None = None) -> Case:
    """Return the case with `count` equally likely futures in the place of its scenarios; see `futures.draws`."""
    return draw(case, count, seed, spread).as_case()


def reduce_futures(case: Case, keep: int) -> Case:
    """Return the case with so many of its scenarios, those that stand best for all of them."""
    if keep < 1:
        raise ValueError(f"{keep} futures: keep at least one")
    if keep >= len(case.scenarios):
        return case
    demand, lost = values_usd_bn(case)
    probabilities = np.array([scenario.probability for scenario in case.scenarios])
    in_total = demand.sum(axis=1)
    extremes = [int(np.argmin(in_total)), int(np.argmax(in_total))] if keep >= 2 else []
    distance = _distances(np.hstack([demand, lost]))
    chosen, given = forward_selection(distance, probabilities, keep, list(dict.fromkeys(extremes)))
    futures = tuple(replace(case.scenarios[k], probability=float(given[k])) for k in chosen)
    names = {future.name for future in futures}
    return replace(case, scenarios=futures, events=tuple(event for event in case.events if event.scenario in names))


def values_usd_bn(case: Case) -> tuple[Floats, Floats]:
    """Return what distinguishes scenarios, a row for each, in discounted usd_bn of shortage penalty.

    First the demand of each buyer by period; second, by period, all demand of the scenario times the share of supply
    that its tool factor, delay and events take away. The distance of two is the sum of absolute differences.
    """
    buyers = list(dict.fromkeys(buyer for scenario in case.scenarios for buyer in wanted(scenario)))
    weight = np.array([discount(case, t) for t in case.calendar.horizon]) * USD_BN_PER_KUSD
    nothing = np.zeros(case.calendar.periods)
    demand, lost = [], []
    for scenario in case.scenarios:
        tiers = wanted(scenario)
        value = [
            penalty_usd(case, buyer.item, tiers[buyer]) * weight * np.array(tiers[buyer].kunits)
            if buyer in tiers
            else nothing
            for buyer in buyers
        ]
        gone = 1.0 - _supply_left(case, scenario)
        demand.append(np.concatenate([*value, nothing]))
        lost.append(gone * sum(value, nothing))
    return np.array(demand), np.array(lost)


def _supply_left(case: Case, scenario: Scenario) -> Floats:
    """Return a rough share of supply that a scenario leaves by period: only differences between scenarios count."""
    periods = case.calendar.periods
    left = np.full(periods, min(1.0, scenario.tool_factor) * max(0.0, 1.0 - scenario.delay_periods / periods))
    for event in case.events:
        if event.scenario == scenario.name:
            hit = np.array([event.holds(t) for t in case.calendar.horizon])
            left = np.where(hit, left * (1.0 - _weight(case, event) * (1.0 - min(1.0, event.factor))), left)
    return left


def _weight(case: Case, event: Event) -> float:
    """Return the share of all sites, lanes or tools that an event is about, by their number."""
    if event.site or event.region:
        hit = sum(site.name == event.site or site.region == event.region for site in case.sites.values())
        return hit / len(case.sites)
    if event.tool:
        return 1.0 / len(case.tools)
    return 1.0 / len(case.regions) if event.is_lane else 0.0


def _distances(values: Floats) -> Floats:
    from scipy.spatial.distance import cdist

    return np.asarray(cdist(values, values, "cityblock"))


def forward_selection(
    distance: Floats, probabilities: Floats, keep: int, first: list[int]
) -> tuple[list[int], npt.NDArray[np.float64]]:
    """Return which points are kept, in their order, and the probability of each point: 0 where it is dropped."""
    chosen = list(first)
    nearest = distance[:, chosen].min(axis=1) if chosen else np.full(probabilities.size, np.inf)
    while len(chosen) < keep:
        left = probabilities @ np.minimum(nearest[:, None], distance)  # of every candidate, what stays apart
        left[chosen] = np.inf
        best = int(np.argmin(left))
        chosen.append(best)
        nearest = np.minimum(nearest, distance[:, best])
    chosen.sort()
    heir = np.array(chosen)[np.argmin(distance[:, chosen], axis=1)]
    heir[chosen] = chosen
    given = np.zeros(probabilities.size)
    np.add.at(given, heir, probabilities)
    return chosen, given
