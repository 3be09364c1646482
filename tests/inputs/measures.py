"""What tests of the example cases measure: cost of capacity, and what a plan makes of what it builds."""

from collections import defaultdict
from functools import cache

from inputs.build import HERE
from planner.case.money import phase_capex_usd_bn
from planner.case.records import Case
from planner.plan.records import Plan
from planner.workbook.reader import read_case


@cache
def case_of(name: str) -> Case:
    """Read an example workbook, once."""
    return read_case(HERE / name)


def capex_per_kwspm(case: Case, site: str, node: str) -> float:
    """Capex of new capacity in usd_bn for a thousand wafer starts a month."""
    return phase_capex_usd_bn(case, case.pairs[site, node]) / case.nodes[node].phase_kwspm


def outside(case: Case, bands: dict[str, tuple[float, float]], region: str) -> list[tuple[str, str, float]]:
    """Return the pairs of a region whose capex per kwspm lies outside the band of their node."""
    found = []
    for site, node in case.pairs:
        if case.sites[site].region == region:
            low, high = bands[node]
            cost = capex_per_kwspm(case, site, node)
            if not low <= cost <= high:
                found.append((site, node, cost))
    return found


def used_share(plan: Plan, site: str, node: str, periods: range) -> float:
    """Share of a pair's usable capacity that is used over some periods."""
    rows = [r for r in plan.capacity if (r.site, r.node) == (site, node) and r.period in periods]
    return sum(r.used_kwspm for r in rows) / sum(r.kwspm for r in rows)


def coverage(case: Case, plan: Plan, year: int) -> float:
    """Share of a year's demand that is shipped."""
    periods = {t for t in case.calendar.horizon if case.calendar.year(t) == year}
    wanted = sum(kunits[t] for kunits in case.scenarios[0].demand_kunits.values() for t in periods)
    return sum(row.kunits for row in plan.shipments if row.period in periods) / wanted


def phases(plan: Plan) -> dict[tuple[str, str], int]:
    """Phases started by site and node."""
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for start in plan.starts:
        found[start.site, start.node] += start.phases
    return dict(found)


def outputs_too_late(case: Case, plan: Plan) -> list[tuple[str, str, int]]:
    """Return the starts whose output would come after the horizon, even as quickly as an expansion's."""
    return [
        (row.site, row.node, row.period)
        for row in plan.starts
        for pair in (case.pairs[row.site, row.node],)
        if row.period + min(pair.lead_periods, pair.expansion_lead_periods) > case.calendar.last
    ]


def paid(plan: Plan, site: str = "", fund: str = "") -> float:
    """Return the usd_bn drawn, at a site or from a fund."""
    return sum(d.usd_bn for d in plan.draws if site in ("", d.site) and fund in ("", d.fund))


def capex_share(case: Case, plan: Plan, regions: set[str]) -> float:
    """Share of the capex of all phases that is spent in some regions."""
    spent = {key: n * phase_capex_usd_bn(case, case.pairs[key]) for key, n in phases(plan).items()}
    return sum(usd_bn for (site, _), usd_bn in spent.items() if case.sites[site].region in regions) / sum(
        spent.values()
    )
