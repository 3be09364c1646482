"""Power that is limited by period: drawn by the phases online at a site, and by the accelerators in a market."""

from dataclasses import dataclass
from itertools import accumulate

from planner.audit.idle_power import used_mw_per_kwafer
from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.cohorts import cohorts
from planner.shape.power import connected_mw, deployed_mw, idle_mw, mw_per_kunit


@dataclass(frozen=True, slots=True)
class Power:
    """What a place draws and may draw by period, in MW."""

    place: str
    drawn_mw: tuple[float, ...]
    limit_mw: tuple[float, ...]

    @property
    def drawn_pct(self) -> tuple[float | None, ...]:
        """The share that is drawn in per cent; None where there is no power."""
        pairs = zip(self.drawn_mw, self.limit_mw, strict=True)
        return tuple(100 * drawn / limit if limit > 0 else None for drawn, limit in pairs)


def site_powers(case: Case, plan: Plan) -> tuple[Power, ...]:
    """Return the power of every site whose connection comes by period, in the scenario that draws most in each."""
    drawn = {site: [0.0] * case.calendar.periods for site in connected_mw(case)}
    for cohort in cohorts(case, plan):
        for t in case.calendar.horizon if cohort.site in drawn else ():
            if t >= cohort.first_output:
                drawn[cohort.site][t] += cohort.phases * idle_mw(case.nodes[cohort.node])
    used = {(scenario.name, site): [0.0] * case.calendar.periods for scenario in case.scenarios for site in drawn}
    for row in plan.phase_use:
        if row.site in drawn:
            mw = used_mw_per_kwafer(case, case.nodes[row.node]) * row.kwafers
            used[row.scenario, row.site][row.period] += mw
    for site, series in drawn.items():
        of_site = [mw for (_, at), mw in used.items() if at == site]
        drawn[site] = [idle + max(mw) for idle, mw in zip(series, zip(*of_site, strict=True), strict=True)]
    return tuple(Power(site, tuple(drawn[site]), limit) for site, limit in connected_mw(case).items())


def market_powers(case: Case, plan: Plan) -> tuple[Power, ...]:
    """Return the power of every market that limits accelerators, in the scenario that needs most by the end."""
    powers = []
    for market, limit in deployed_mw(case).items():
        added = {scenario.name: [0.0] * case.calendar.periods for scenario in case.scenarios}
        for sold in plan.shipments:
            if sold.market == market:
                added[sold.scenario][sold.period] += mw_per_kunit(case, sold.product) * sold.kunits
        to_date = [tuple(accumulate(mw)) for mw in added.values()]
        powers.append(Power(market, max(to_date, key=lambda mw: mw[-1]), limit))
    return tuple(powers)
