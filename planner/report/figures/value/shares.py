"""What each fund owns of each new fab: the share of what is drawn for it over the horizon.

What is drawn for a site itself, its opening and its shells, counts with the fabs there, in proportion to their capex.
"""

from collections import defaultdict
from collections.abc import Mapping

from planner.plan.records import Plan
from planner.report.figures.value.lots import Fab
from planner.report.figures.value.statements import RUNNING, Flow, Statement


def site_parts(new: Mapping[Fab, Statement]) -> dict[Fab, float]:
    """Return the part of each fab in what is spent on its site itself, by capex; of a site they add up to 1."""
    capex = {fab: -sum(of.lines[Flow.CAPEX]) for fab, of in new.items() if fab.node}
    of_site: defaultdict[str, float] = defaultdict(float)
    for fab, usd_bn in capex.items():
        of_site[fab.site] += usd_bn
    return {fab: usd_bn / of_site[fab.site] for fab, usd_bn in capex.items() if usd_bn > 0}


def owned(plan: Plan, new: Mapping[Fab, Statement]) -> dict[str, dict[Fab, float]]:
    """Return the share of each new fab by fund; of the site itself that of what is drawn for it."""
    drawn: defaultdict[tuple[str, Fab], float] = defaultdict(float)
    for draw in plan.draws:
        drawn[draw.fund, Fab(draw.site, draw.node, True)] += draw.usd_bn
    parts = site_parts(new)
    paid: defaultdict[tuple[str, Fab], float] = defaultdict(float, drawn)
    for (fund, fab), usd_bn in drawn.items():
        for other, part in parts.items():
            if not fab.node and other.site == fab.site:
                paid[fund, other] += part * usd_bn
    total: defaultdict[Fab, float] = defaultdict(float)
    for (_, fab), usd_bn in paid.items():
        total[fab] += usd_bn
    shares: dict[str, dict[Fab, float]] = {}
    for (fund, fab), usd_bn in paid.items():
        if usd_bn > 0:
            shares.setdefault(fund, {})[fab] = usd_bn / total[fab]
    return shares


def of_fund(plan: Plan, fund: str, shares: Mapping[Fab, float], new: Mapping[Fab, Statement]) -> list[Statement]:
    """Return what a fund puts in, and its share of what its fabs earn and are worth at the end."""
    drawn = [0.0] * len(next(iter(new.values())).cash_usd_bn) if new else []
    for draw in plan.draws:
        if draw.fund == fund:
            drawn[draw.period] -= draw.usd_bn
    none = (0.0,) * len(drawn)
    put_in = Statement({flow: tuple(drawn) if flow is Flow.CAPEX else none for flow in Flow})
    return [put_in, *(new[fab].share(share, RUNNING) for fab, share in shares.items() if fab in new)]
