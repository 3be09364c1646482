"""Money at sites that are not open: nobody draws for a site before it has been opened.

    opened_fund[f,a,t]:  drawn[f,a,t] <= (sum(u<=t) budget[f,u]) * opened[s,t]   for accounts of a site s that must open

Redundant for whole openings, since nothing is due at a closed site; stronger than the rows that say so where a fund
could not pay for all that the site has room for.
"""

from typing import Any

from pyomo.environ import Constraint

from planner.case.purses import purses
from planner.case.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add the link between what is drawn for a site and its opening."""
    known = purses(shape.case)
    of_site = {account.name: {site for site, _ in account.bills} for account in shape.accounts}
    linked = [(f, a, t) for f, a, t in m.drawn if len(of_site[a]) == 1 and of_site[a] <= set(shape.closed_sites)]

    def opened_fund(m: Any, f: str, a: str, t: int) -> Any:
        (site,) = of_site[a]
        return m.drawn[f, a, t] <= known[f].to_date_usd_bn[t] * m.opened[site, t]

    m.opened_fund = Constraint(linked, rule=opened_fund)
