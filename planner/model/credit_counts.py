"""Credit counts: what a capped incentive has granted to date against whole phases started by then.

    credit_count[i,t]:  sum(g, u<=t) credit[i,g,u] <= sum(s,n,k,u<=t) rate[i] * covered_capex[i,s,n] * starts[s,n,k,u]

A sum of credit_rate rows, and so redundant. With the cap of the incentive it says in two rows what the solver's
rounding cuts need to see: a cap that is no whole number of phases' credits is used up by whole phases only.
"""

from functools import partial
from typing import Any

from pyomo.environ import Constraint

from planner.case.money import most_credit_usd_bn
from planner.model.linear import Terms, by_start, linear, scaled
from planner.shape.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add the credits to date of every capped incentive."""
    case = shape.case
    granted: dict[str, dict[int, Terms]] = {}
    cohorts: dict[str, set[int]] = {}
    for i, g, u in m.credit:
        granted.setdefault(i, {}).setdefault(u, []).append((1.0, m.credit[i, g, u]))
        cohorts.setdefault(i, set()).add(g)
    capped = {incentive.name: incentive for incentive in case.incentives if incentive.name in granted}

    def credit_count(m: Any, i: str, t: int) -> Any:
        terms: Terms = [term for u, of in granted[i].items() if u <= t for term in of]
        for g in sorted(cohorts[i]):
            for track in shape.cohorts[g].tracks:
                pair = case.pairs[track.site, track.node]
                earned = partial(most_credit_usd_bn, case, capped[i], pair)
                terms += scaled(-1.0, by_start(m, track, earned, until=t))
        return linear(terms) <= 0

    m.credit_count = Constraint([(i, t) for i, of in granted.items() for t in sorted(of)], rule=credit_count)
