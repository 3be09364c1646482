"""Credits: incentives refund a share of the capex of phases that start inside their window.

    credit[i,g,u]:       usd_bn granted by a capped incentive i for the phases of cohort g that start in u
    credit_rate[i,g,u]:  credit[i,g,u] <= sum(s,n,k in g) rate[i] * covered_capex[i,s,n] * starts[s,n,k,u]
    credit_cap[i]:       sum(g,u) credit[i,g,u] <= cap[i]
    credit_room[g,u]:    sum(i) credit[i,g,u] <= sum(s,n,k in g) (phase_capex[s,n] - uncapped credits) * starts[s,n,k,u]
    cost[credits] = - sum(i,g,u) present_share[g,u] * credit[i,g,u]

A cohort holds the tracks of a site with the same lead time, spend profile and account: a credit follows the spend
profile of its phases. An incentive without a cap is granted in full, so that credit stands for the right-hand side of
credit_rate and needs no variable.
"""

import math
from functools import partial
from typing import Any

from pyomo.environ import Constraint, NonNegativeReals, Var

from planner.case.money import most_credit_usd_bn, phase_capex_usd_bn, present_share, uncapped_credits_usd_bn
from planner.case.records import Case
from planner.model.linear import Terms, by_start, cumulative, linear, scaled
from planner.shape.shape import Shape
from planner.shape.tracks import Track


def add(m: Any, shape: Shape) -> None:
    """Add the credits of incentives, as variables where they are capped and as a share of capex where not."""
    case = shape.case
    capped = {incentive.name: incentive for incentive in case.incentives if not math.isinf(incentive.cap_usd_bn)}
    earned: dict[tuple[str, int, int], Terms] = {}
    for i, incentive in capped.items():
        for g, cohort in enumerate(shape.cohorts):
            for track in cohort.tracks:
                for u in track.starts:
                    most = most_credit_usd_bn(case, incentive, case.pairs[track.site, track.node], u)
                    if most > 0:
                        started = cumulative(m, track, u) + scaled(-1.0, cumulative(m, track, u - 1))
                        earned.setdefault((i, g, u), []).extend(scaled(-most, started))
    m.credit = Var(list(earned), within=NonNegativeReals)
    m.credit_rate = Constraint(list(earned), rule=lambda m, *key: linear([(1.0, m.credit[key]), *earned[key]]) <= 0)
    by_incentive: dict[str, Terms] = {}
    for key in earned:
        by_incentive.setdefault(key[0], []).append((1.0, m.credit[key]))
    m.credit_cap = Constraint(list(by_incentive), rule=lambda m, i: linear(by_incentive[i]) <= capped[i].cap_usd_bn)
    m.credit_room = Constraint(
        list(dict.fromkeys((g, u) for _, g, u in earned)),
        rule=lambda m, g, u: _room(m, shape, [key for key in earned if key[1:] == (g, u)], g, u),
    )
    present: Terms = [(present_share(case, shape.cohorts[g].spend, u), m.credit[i, g, u]) for i, g, u in earned]
    for track in shape.tracks:
        present += by_start(m, track, partial(_present_credit_usd_bn, case, track))
    m.cost["credits"] = linear(scaled(-1.0, present))


def uncapped_credit_usd_bn(case: Case, track: Track, start: int) -> float:
    """Return the credits without a cap for one phase of a track that starts in a period."""
    return sum(uncapped_credits_usd_bn(case, case.pairs[track.site, track.node], start).values())


def _present_credit_usd_bn(case: Case, track: Track, start: int) -> float:
    return uncapped_credit_usd_bn(case, track, start) * present_share(case, track.spend, start)


def _room(m: Any, shape: Shape, granted: list[tuple[str, int, int]], cohort: int, start: int) -> Any:
    """Return the row that keeps credits within what phases cost, or none where no rates could exceed it."""
    case = shape.case
    rates = sum(incentive.rate for incentive in case.incentives if incentive.name in {i for i, _, _ in granted})
    terms: Terms = [(1.0, m.credit[key]) for key in granted]
    tight = False
    for track in shape.cohorts[cohort].tracks:
        capex = phase_capex_usd_bn(case, case.pairs[track.site, track.node])
        left = capex - uncapped_credit_usd_bn(case, track, start)
        started = cumulative(m, track, start) + scaled(-1.0, cumulative(m, track, start - 1))
        terms += scaled(-left, started) if start in track.starts else []
        tight |= rates * capex > left
    return linear(terms) <= 0 if tight else Constraint.Skip
