"""Credits: incentives refund a share of the capex of phases and shells that start inside their window.

    credit[i,h,u]:       usd_bn granted by a capped incentive i for what cohort h starts in u
    credit_rate[i,h,u]:  credit[i,h,u] <= sum(s,n,x in h) rate[i] * covered_capex[i,s,n] * starts[s,n,x,u]
    credit_cap[i]:       sum(h,u) credit[i,h,u] <= cap[i]
    credit_within_capex[h,u]:
                         sum(i) credit[i,h,u] <= sum(s,n,x in h) (phase_capex[s,n] - uncapped credits) * starts[s,n,x,u]
    cost[credits] = - sum(i,h,u) present_share[h,u] * credit[i,h,u]

A cohort holds the tracks of a site with the same lead time, spend profile and account, of phases or of shells: a credit
follows the spend profile of what earns it. A shell is of no kind: only incentives for all kinds are for it. An
incentive without a cap is granted in full: its credit stands for what credit_rate allows, and needs no variable.
"""

import math
from functools import partial

from planner.case.money import capex_usd_bn, max_credit_usd_bn, present_share, uncapped_credits_usd_bn
from planner.case.records import Case
from planner.model.equations import Equation, Linear, total
from planner.model.pyomo_model import Model
from planner.model.starts import by_start, started
from planner.registry.keys import CohortStart, CreditKey
from planner.registry.rows import CREDIT_CAP, CREDIT_RATE, CREDIT_WITHIN_CAPEX
from planner.registry.variables import CREDIT
from planner.shape.shape import Shape
from planner.shape.tracks import Track


def add(m: Model, shape: Shape) -> None:
    """Add the credits of incentives, as variables where they are capped and as a share of capex where not."""
    case = shape.case
    capped = {incentive.name: incentive for incentive in case.incentives if not math.isinf(incentive.cap_usd_bn)}
    earned: dict[CreditKey, list[Linear]] = {}
    for i, incentive in capped.items():
        for h, cohort in enumerate(shape.cohorts):
            for track in cohort.tracks:
                for u in track.starts:
                    per_phase = max_credit_usd_bn(case, incentive, track, u)
                    if per_phase > 0:
                        earned.setdefault(CreditKey(i, h, u), []).append(per_phase * started(m, track, u))
    credit = m.variables(CREDIT, earned)
    m.rows(CREDIT_RATE, {key: credit[key] <= total(amounts) for key, amounts in earned.items()})

    by_incentive: dict[str, list[CreditKey]] = {}
    by_cohort: dict[CohortStart, list[CreditKey]] = {}
    for key in earned:
        by_incentive.setdefault(key.incentive, []).append(key)
        by_cohort.setdefault(CohortStart(key.cohort, key.start), []).append(key)
    m.rows(
        CREDIT_CAP,
        {(i,): total(credit[key] for key in keys) <= capped[i].cap_usd_bn for i, keys in by_incentive.items()},
    )
    m.rows(CREDIT_WITHIN_CAPEX, {(h, u): _within_capex(m, shape, h, u, keys) for (h, u), keys in by_cohort.items()})

    granted = total(present_share(case, shape.cohorts[h].spend, u) * credit[i, h, u] for i, h, u in earned)
    uncapped = total(by_start(m, track, partial(_present_credit_usd_bn, case, track)) for track in shape.paid_tracks)
    m.cost("credits", -(granted + uncapped))


def uncapped_credit_usd_bn(case: Case, track: Track, start: int) -> float:
    """Return the credits without a cap for one phase or shell of a track that starts in a period."""
    return sum(uncapped_credits_usd_bn(case, track, start).values())


def _present_credit_usd_bn(case: Case, track: Track, start: int) -> float:
    return uncapped_credit_usd_bn(case, track, start) * present_share(case, track.spend, start)


def _within_capex(m: Model, shape: Shape, cohort: int, start: int, keys: list[CreditKey]) -> Equation | None:
    """Return the row that keeps credits within what phases cost, or none where no rates could exceed it."""
    case = shape.case
    incentives = {key.incentive for key in keys}
    rates = sum(incentive.rate for incentive in case.incentives if incentive.name in incentives)
    net_capex: list[Linear] = []
    is_tight = False
    for track in shape.cohorts[cohort].tracks:
        capex = capex_usd_bn(case, track, start)
        net = capex - uncapped_credit_usd_bn(case, track, start)
        is_tight |= rates * capex > net
        if start in track.starts:
            net_capex.append(net * started(m, track, start))
    return total(m[CREDIT][key] for key in keys) <= total(net_capex) if is_tight else None
