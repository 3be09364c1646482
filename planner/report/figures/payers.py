"""Who pays for which fab: what every site costs by period, and what each fund and incentive gives for it.

Capex, bills of phases under way, shells, openings and conversions as they fall due; together the payers of a site give
what it costs.
"""

from collections import defaultdict
from dataclasses import dataclass

from planner.audit.due import capex_due, conversions_due, openings_due, spread, under_way_due
from planner.audit.facts import facts_of
from planner.case.records import Case, Kind
from planner.plan.records import Plan

Series = tuple[float, ...]
SHELLS = "shells"
OPENINGS = "openings"


@dataclass(frozen=True, slots=True)
class Fab:
    """A site that money goes to: its cost by period in usd_bn, and what each payer gives, the largest first."""

    site: str
    capex_usd_bn: Series
    paid_usd_bn: dict[str, Series]


def fabs(case: Case, plan: Plan) -> tuple[Fab, ...]:
    """Return every site that costs anything, the most expensive first."""
    facts = facts_of(case, plan)
    cost = _Sums(case.calendar.periods)
    for part in (capex_due(facts), under_way_due(facts), conversions_due(facts), openings_due(facts)):
        for (site, _, period), usd_bn in part.items():
            cost.add(site, period, usd_bn)
    paid = {site: _Sums(case.calendar.periods) for site in case.sites}
    for draw in plan.draws:
        paid[draw.site].add(draw.fund, draw.period, draw.usd_bn)
    together: defaultdict[tuple[str, str, int], float] = defaultdict(float)
    for batch in facts.paid:
        together[batch.site, batch.node, batch.start] += batch.capex_usd_bn
    for credit in plan.credits:
        key = (credit.site, credit.node, credit.start_period)
        for batch in facts.paid:
            if (batch.site, batch.node, batch.start) == key and batch.capex_usd_bn > 0:
                part_usd_bn = credit.usd_bn * batch.capex_usd_bn / together[key]
                for period, usd_bn in spread(case, batch.start, batch.spend, part_usd_bn):
                    paid[credit.site].add(_named(case, credit.incentive), period, usd_bn)
    sites = sorted((site for site in cost.sums if sum(cost.sums[site]) > 0), key=lambda site: -sum(cost.sums[site]))
    return tuple(Fab(site, tuple(cost.sums[site]), paid[site].ranked()) for site in sites)


def capex_by_kind(case: Case, plan: Plan) -> dict[str, Series]:
    """Return what falls due by kind of node; shells and openings, which are for all kinds, are last."""
    facts = facts_of(case, plan)
    sums = _Sums(case.calendar.periods)
    for part, of_site in (
        (capex_due(facts), SHELLS),
        (under_way_due(facts), ""),
        (conversions_due(facts), ""),
        (openings_due(facts), OPENINGS),
    ):
        for (_, node, period), usd_bn in part.items():
            sums.add(str(case.nodes[node].kind) if node else of_site, period, usd_bn)
    return {kind: tuple(sums.sums[kind]) for kind in (*Kind, SHELLS, OPENINGS) if sum(sums.sums[kind]) > 0}


def all_fabs(fabs: tuple[Fab, ...], periods: int) -> Fab:
    """Return all sites as one."""
    cost, paid = _Sums(periods), _Sums(periods)
    for fab in fabs:
        for period, usd_bn in enumerate(fab.capex_usd_bn):
            cost.add("", period, usd_bn)
        for payer, series in fab.paid_usd_bn.items():
            for period, usd_bn in enumerate(series):
                paid.add(payer, period, usd_bn)
    return Fab("All sites", tuple(cost.sums[""]), paid.ranked())


def _named(case: Case, incentive: str) -> str:
    """Return an incentive's name, marked as such where a fund has the same name."""
    return f"{incentive} (incentive)" if incentive in case.funds else incentive


class _Sums:
    """Series by name, added up."""

    def __init__(self, periods: int) -> None:
        self.sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * periods)

    def add(self, name: str, period: int, usd_bn: float) -> None:
        self.sums[name][period] += usd_bn

    def ranked(self) -> dict[str, Series]:
        return {name: tuple(series) for name, series in sorted(self.sums.items(), key=lambda item: -sum(item[1]))}
