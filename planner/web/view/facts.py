"""The facts behind a plan's page, fine enough to be filtered: service, phases, money and what binds, year by year."""

from collections import defaultdict
from typing import Any

from planner.case.demand import nodes_of
from planner.case.records import Case
from planner.plan.records import BanPrice, Plan
from planner.report.figures.cash import by_year as cash_by_year
from planner.report.figures.cash import fund_cash
from planner.report.figures.phase_stages import SHELL, Row, staged, staged_shells
from planner.report.figures.power import market_powers, site_powers
from planner.report.figures.service import Service, services, years
from planner.report.figures.usage import usages
from planner.report.words.bans import ban_lines, way
from planner.report.words.binding import binds, when
from planner.web.view.tables import USED_UP_PCT, ban_row

_MIN_KUNITS = 1e-6


def facts_of(case: Case, plan: Plan) -> dict[str, Any]:
    """Return the facts as plain data."""
    items = list(dict.fromkeys(key[0] for key in services(case, plan)))
    return {
        "years": list(years(case)),
        "sites": {name: site.region for name, site in case.sites.items()},
        "nodes": list(case.nodes),
        "products": {item: sorted(nodes_of(case, item)) for item in items},
        "markets": list(case.markets),
        "funds": list(case.funds),
        "service": _service(case, plan),
        "phases": [_phase(case, plan, row) for row in (*staged_shells(case, plan), *staged(case, plan))],
        "cash": _cash(case, plan),
        "paid": _paid(case, plan),
        "binds": _binds(case, plan),
        "usage": _usage(case, plan),
        "power": _power(case, plan),
        "bans": _bans(case, plan),
    }


def _service(case: Case, plan: Plan) -> list[list[Any]]:
    """Return product, market, year, demand, shipped, shortage, postponed, and the periods that are short."""
    sums: dict[tuple[str, str, int], Service] = {}
    short: defaultdict[tuple[str, str, int], list[str]] = defaultdict(list)
    for (product, market, period), one in services(case, plan).items():
        key = product, market, case.calendar.year(period)
        sums[key] = sums.get(key, Service()) + one
        if one.shortage_kunits > _MIN_KUNITS:
            short[key].append(case.calendar.label(period))
    return [
        [*key, one.demand_kunits, one.shipped_kunits, one.shortage_kunits, one.postponed_kunits, short[key]]
        for key, one in sums.items()
    ]


def _phase(case: Case, plan: Plan, row: Row) -> dict[str, Any]:
    """Return phases that start together: their entry in the calendar, tools, lead time and money."""
    cohort, calendar = row.cohort, case.calendar
    payers: defaultdict[str, float] = defaultdict(float)
    for draw in plan.draws:
        if draw.site == cohort.site:
            payers[draw.fund] += draw.usd_bn
    return {
        "site": cohort.site,
        "region": case.sites[cohort.site].region,
        "node": cohort.node,
        "numbers": row.numbers,
        "phases": cohort.phases,
        "start": calendar.label(cohort.start),
        "year": calendar.year(cohort.start),
        "tools": _tools(case, row),
        "lead_periods": cohort.first_output - cohort.start,
        "first_output": calendar.label(cohort.first_output),
        "full_output": calendar.label(cohort.full_output),
        "capex_usd_bn": row.capex_usd_bn,
        "payers": sorted(payers, key=lambda fund: -payers[fund]),
    }


def _tools(case: Case, row: Row) -> str:
    """Return the scarce tools that phases need, and by when, in words."""
    cohort = row.cohort
    if cohort.node == SHELL:
        return ""
    kwspm = cohort.phases * case.nodes[cohort.node].phase_kwspm
    needed = [
        (max(0, cohort.first_output - use.periods_before_output), use.tools_per_kwspm * kwspm, tool.name)
        for tool in case.tools.values()
        for use in tool.uses
        if use.node == cohort.node and use.tools_per_kwspm > 0
    ]
    return "; ".join(f"{count:,.1f} {name} by {case.calendar.label(period)}" for period, count, name in sorted(needed))


def _cash(case: Case, plan: Plan) -> list[list[Any]]:
    """Return fund, year, what is available and what is drawn."""
    rows: list[list[Any]] = []
    for cash in fund_cash(case, plan):
        available, drawn = cash_by_year(case, cash.available_usd_bn), cash_by_year(case, cash.drawn_usd_bn)
        rows += [[cash.fund, year, available[year], drawn[year]] for year in available]
    return rows


def _paid(case: Case, plan: Plan) -> list[list[Any]]:
    """Return site, who pays, year and amount; a credit counts in the year of the start that earns it."""
    sums: defaultdict[tuple[str, str, int], float] = defaultdict(float)
    for draw in plan.draws:
        sums[draw.site, draw.fund, case.calendar.year(draw.period)] += draw.usd_bn
    for credit in plan.credits:
        sums[credit.site, f"{credit.incentive} (incentive)", case.calendar.year(credit.start_period)] += credit.usd_bn
    return [[*key, usd_bn] for key, usd_bn in sums.items()]


def _binds(case: Case, plan: Plan) -> list[dict[str, Any]]:
    """Return what binds, the most shortage at stake first; a rule over the horizon as a whole binds in no year."""
    return [
        {
            "sentence": line.sentence,
            "where": line.where,
            "when": when(case, line),
            "periods": None if line.holds_throughout else len(line.periods),
            "years": [] if line.holds_throughout else sorted({case.calendar.year(t) for t in line.periods}),
        }
        for line in binds(case, plan)
    ]


def _usage(case: Case, plan: Plan) -> list[list[Any]]:
    """Return node, year, highest usable capacity and highest use in per cent."""
    rows = []
    for usage in usages(case, plan):
        for year in years(case):
            at = [t for t in case.calendar.horizon if case.calendar.year(t) == year]
            used = [pct for t in at if (pct := usage.used_pct[t]) is not None]
            rows.append([usage.node, year, max(usage.usable_kwspm[t] for t in at), max(used, default=None)])
    return rows


def _power(case: Case, plan: Plan) -> list[list[Any]]:
    """Return place, whether it is a site, year, drawn and limit at its end, highest use, and the periods used up."""
    rows: list[list[Any]] = []
    powers = [(one, True) for one in site_powers(case, plan)] + [(one, False) for one in market_powers(case, plan)]
    for power, is_site in powers:
        for year in years(case):
            of_year = [t for t in case.calendar.horizon if case.calendar.year(t) == year]
            used = [pct for t in of_year if (pct := power.drawn_pct[t]) is not None]
            full = [case.calendar.label(t) for t in of_year if (power.drawn_pct[t] or 0.0) > USED_UP_PCT]
            last = of_year[-1]
            ends = power.drawn_mw[last], power.limit_mw[last]
            rows.append([power.place, is_site, year, *ends, max(used, default=None), full])
    return rows


def _bans(case: Case, plan: Plan) -> list[dict[str, Any]]:
    """Return the bans that cost something: the row of their table, and every lane alike; nothing stands for all."""
    return [
        {"row": list(ban_row(case, line)), "lanes": [_lane(case, ban) for ban in line.bans]} for line in ban_lines(plan)
    ]


def _lane(case: Case, ban: BanPrice) -> dict[str, Any]:
    periods = range(ban.from_period, ban.until_period + 1)
    return {
        "words": way(ban),
        "regions": [_regions(case, ban.from_region, ban.from_bloc), _regions(case, ban.to_region, ban.to_bloc)],
        "market": ban.to_market,
        "node": ban.node,
        "product": ban.product,
        "years": sorted({case.calendar.year(t) for t in periods}),
    }


def _regions(case: Case, region: str, bloc: str) -> list[str]:
    return [region] if region else [one.name for one in case.regions.values() if bloc and one.bloc == bloc]
