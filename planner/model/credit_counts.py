"""Credit counts: what a capped incentive has granted to date against whole phases started by then.

    credit_count[i,t]:  sum(h, u<=t) credit[i,h,u] <= sum(s,n,x,u<=t) rate[i] * covered_capex[i,s,n] * starts[s,n,x,u]

A sum of credit_rate rows, and so redundant. With the cap of the incentive it says in two rows what the solver's
rounding cuts need to see: a cap that is no whole number of phases' credits is used up by whole phases only.
"""

from functools import partial

from planner.case.money import max_credit_usd_bn
from planner.case.records import Case, Incentive
from planner.model.equations import Equation, total
from planner.model.pyomo_model import Model
from planner.model.starts import by_start
from planner.registry.keys import CreditKey
from planner.registry.rows import CREDIT_COUNT
from planner.registry.variables import CREDIT
from planner.shape.shape import Shape
from planner.shape.tracks import Track


def add(m: Model, shape: Shape) -> None:
    """Add the credits to date of every capped incentive."""
    case, credit = shape.case, m[CREDIT]
    granted: dict[str, dict[int, list[CreditKey]]] = {}
    cohorts: dict[str, set[int]] = {}
    for key in credit:
        granted.setdefault(key.incentive, {}).setdefault(key.start, []).append(key)
        cohorts.setdefault(key.incentive, set()).add(key.cohort)
    capped = {incentive.name: incentive for incentive in case.incentives if incentive.name in granted}

    def credit_count(i: str, t: int) -> Equation:
        to_date = total(credit[key] for u, keys in granted[i].items() if u <= t for key in keys)
        tracks = (track for h in sorted(cohorts[i]) for track in shape.cohorts[h].tracks)
        earned = total(by_start(m, track, partial(_credit_usd_bn, case, capped[i], track), until=t) for track in tracks)
        return to_date <= earned

    m.rows(CREDIT_COUNT, {(i, t): credit_count(i, t) for i, starts in granted.items() for t in sorted(starts)})


def _credit_usd_bn(case: Case, incentive: Incentive, track: Track, start: int) -> float:
    return max_credit_usd_bn(case, incentive, track, start)
