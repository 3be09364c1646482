"""The charts of a plan, declared from its tables, for the workbook's pictures and for web pages.

Pictures need the extra `charts`; ask `planner.charts.draw.available()` first.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from planner.case.records import Case
from planner.charts import capacity, cash, gantt, payers, site_map, site_years, stack
from planner.charts.draw import available, png
from planner.plan.records import Plan
from planner.report.figures.built import count
from planner.report.figures.cash import FundCash, fund_cash
from planner.report.figures.largest import Ranked, largest
from planner.report.figures.payers import all_fabs, capex_by_kind, fabs
from planner.report.figures.phase_stages import Row, staged, staged_shells
from planner.report.figures.service import services
from planner.report.figures.sites_over_time import standings
from planner.report.figures.stacks import Stack, stacks
from planner.report.figures.usage import Usage, usages

_MAX_PANELS = 12
_MAX_ROWS = 50


@dataclass(frozen=True, slots=True)
class Charted:
    """A chart with its name, and what it shows in words."""

    name: str
    words: str
    chart: Any

    def png(self) -> bytes:
        """Return the chart as a picture."""
        return png(self.chart)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """Return what a notebook shows: the chart live, and as a picture where it cannot be."""
        major = str(self.chart["$schema"]).rpartition("/v")[2].split(".")[0]
        live = {f"application/vnd.vegalite.v{major}+json": self.chart, "text/plain": self.words}
        return {**live, "image/png": b64encode(self.png()).decode()} if available() else live


def charts(case: Case, plan: Plan) -> list[Charted]:
    """Return the charts that a plan has something to show in."""
    candidates = [_map(case, plan), _gantt(case, plan), _covered(case, plan), _capacity(case, plan), _cash(case, plan)]
    candidates.append(_payers(case, plan))
    return [charted for charted in candidates if charted is not None]


def sites_over_time(case: Case, plan: Plan) -> Charted | None:
    """Return the map whose period a reader chooses; it is for pages, not for paper."""
    places = {
        site.name: (site.latitude, site.longitude)
        for site in case.sites.values()
        if site.latitude is not None and site.longitude is not None
    }
    lines = [
        (
            one.site,
            *places[one.site],
            one.period,
            case.calendar.label(one.period),
            one.online,
            one.building,
            "yes" if one.committed else "no",
        )
        for one in standings(case, plan)
        if one.site in places
    ]
    if not lines:
        return None
    columns = ["site", "latitude", "longitude", "period", "label", "online", "building", "committed"]
    words = (
        "New phases online, and + under construction; circles by number of phases, grey: committed capacity only. "
        "Sites that are close are drawn apart."
    )
    return Charted("sites", words, site_years.declare(pd.DataFrame(lines, columns=columns), case.calendar.last, words))


def _map(case: Case, plan: Plan) -> Charted | None:
    capex_usd_bn = {fab.site: sum(fab.capex_usd_bn) for fab in fabs(case, plan)}
    phases = {name: sum(start.phases for start in plan.starts if start.site == name) for name in case.sites}
    lines = [
        (site.name, site.latitude, site.longitude, phases[site.name], capex_usd_bn.get(site.name, 0.0))
        for site in case.sites.values()
        if site.latitude is not None and site.longitude is not None
    ]
    unplaced = len(case.sites) - len(lines)
    missing = f" {count(unplaced, 'site')} without coordinates not shown." if unplaced else ""
    words = f"Capex by site, bn USD before credits; grey: nothing new.{missing}"
    spent = [
        (kind, order, case.calendar.label(t), usd_bn)
        for order, (kind, series) in enumerate(capex_by_kind(case, plan).items())
        for t, usd_bn in enumerate(series)
        if usd_bn > 0
    ]
    if not lines or not spent:
        return None
    table = pd.DataFrame(lines, columns=["site", "latitude", "longitude", "phases", "capex_usd_bn"])
    spend = pd.DataFrame(spent, columns=["kind", "order", "period", "usd_bn"])
    return Charted("map", words, site_map.declare(table, spend, case.calendar.labels(), words))


def _gantt(case: Case, plan: Plan) -> Charted | None:
    rows = [*staged_shells(case, plan), *staged(case, plan)]
    top_rows = sorted(rows, key=lambda row: -row.capex_usd_bn)[:_MAX_ROWS]
    shown = [row for row in rows if row in top_rows]
    if not shown:
        return None
    lines = [line for order, row in enumerate(shown) for line in _spans(case, order, row)]
    columns = ["label", "order", "numbers", "stage", "from_year", "until_year", "from", "until", "phases"]
    left = len(rows) - len(shown)
    what = "phases or shells" if plan.shells_built else "phases"
    words = (
        f"A row for {what} that start together, their numbers in brackets; construction, tool-in, ramp and full output"
    )
    words += f"; {left} smaller rows are on the sheet schedule." if left else "."
    return Charted("gantt", words, gantt.declare(pd.DataFrame(lines, columns=columns), words))


def _spans(case: Case, order: int, row: Row) -> list[tuple[object, ...]]:
    calendar = case.calendar
    name = f"{row.cohort.site} · {row.cohort.node}"
    return [
        (
            name,
            order,
            row.numbers,
            span.stage,
            (calendar.first + span.start) / calendar.periods_per_year,
            (calendar.first + span.until) / calendar.periods_per_year,
            calendar.label(span.start),
            calendar.label(span.until - 1),
            row.cohort.phases,
        )
        for span in row.spans
    ]


def _covered(case: Case, plan: Plan) -> Charted:
    panels = [(f"By {one.noun}", *_layers(case, one)) for one in stacks(case, services(case, plan))]
    expected = ", expected over the scenarios" if len(case.scenarios) > 1 else ""
    words = f"Packages shipped by product and by market, shortage on top in red{expected}."
    return Charted("coverage", words, stack.declare(panels, case.calendar.labels(), words))


def _layers(case: Case, stack: Stack) -> tuple[pd.DataFrame, list[str], list[str]]:
    names, colors = [name for name, _, _ in stack.layers], [color for _, _, color in stack.layers]
    lines = [
        (name, order, case.calendar.label(period), kunits)
        for order, (name, series, _) in enumerate(stack.layers)
        for period, kunits in enumerate(series)
        if kunits > 0
    ]
    return pd.DataFrame(lines, columns=["series", "order", "period", "kunits"]), names, colors


def _capacity(case: Case, plan: Plan) -> Charted | None:
    nodes = sorted(usages(case, plan), key=lambda usage: -max(usage.usable_kwspm))[:_MAX_PANELS]
    lines = [
        (usage.node, case.calendar.label(t), *_standing(usage, t), usage.used_kwspm[t])
        for node in case.nodes
        for usage in nodes
        if usage.node == node
        for t in case.calendar.horizon
    ]
    if not lines:
        return None
    columns = ["node", "period", "committed_kwspm", "new_kwspm", "used_kwspm"]
    words = "Usable capacity of all sites by node, thousand wafer starts per month, and the part of it that is used."
    return Charted(
        "capacity", words, capacity.declare(pd.DataFrame(lines, columns=columns), case.calendar.labels(), words)
    )


def _standing(usage: Usage, period: int) -> tuple[float, float]:
    """Return committed and new capacity as stacked: capacity converted away reduces what is committed."""
    committed, new = usage.committed_kwspm[period], usage.new_kwspm[period]
    return committed + min(new, 0.0), max(new, 0.0)


def _cash(case: Case, plan: Plan) -> Charted:
    funds = sorted(fund_cash(case, plan), key=lambda fund: -sum(fund.available_usd_bn))[:_MAX_PANELS]
    lines = [line for fund in funds for line in _fund_rows(case, fund)]
    left = len(case.funds) - len(funds)
    words = "bn USD to date; a fund that lapses is compared period by period" + (
        f"; {count(left, 'smaller fund')} not shown." if left else "."
    )
    table = pd.DataFrame(lines, columns=["fund", "period", "drawn_usd_bn", "budget_usd_bn"])
    return Charted("cash", words, cash.declare(table, case.calendar.labels(), words))


def _fund_rows(case: Case, fund: FundCash) -> list[tuple[str, str, float, float]]:
    if fund.carry_over:
        name, drawn, budget = fund.fund, fund.drawn_to_date_usd_bn, fund.available_to_date_usd_bn
    else:
        name, drawn, budget = f"{fund.fund} (lapses)", fund.drawn_usd_bn, fund.available_usd_bn
    return [(name, case.calendar.label(t), drawn[t], budget[t]) for t in case.calendar.horizon]


def _payers(case: Case, plan: Plan) -> Charted | None:
    costs = fabs(case, plan)
    shown = costs[:_MAX_PANELS]
    if not shown:
        return None
    ranked = largest(all_fabs(costs, case.calendar.periods).paid_usd_bn, "payers")
    lines = [
        (f"{fab.site}: {sum(fab.capex_usd_bn):,.1f}", payer, order, case.calendar.label(t), usd_bn)
        for fab in shown
        for order, (payer, series) in enumerate(_paid(fab.paid_usd_bn, ranked))
        for t, usd_bn in enumerate(series)
        if usd_bn > 0
    ]
    left = len(costs) - len(shown)
    words = "bn USD a period, capex before credits as it falls due; the number is the sum" + (
        f"; {count(left, 'cheaper site')} not shown." if left else "."
    )
    table = pd.DataFrame(lines, columns=["site", "payer", "order", "period", "usd_bn"])
    return Charted("payers", words, payers.declare(table, ranked.names, ranked.colors, case.calendar.labels(), words))


def _paid(paid: dict[str, tuple[float, ...]], ranked: Ranked) -> Sequence[tuple[str, tuple[float, ...]]]:
    """Return what each payer of the legend gives; those that it does not name count as its last."""
    named = ranked.names[:-1] if ranked.others else ranked.names
    payments = [(payer, paid[payer]) for payer in named if payer in paid]
    rest = [series for payer, series in paid.items() if payer not in named]
    if rest and ranked.others:
        payments.append((ranked.names[-1], tuple(sum(values) for values in zip(*rest, strict=True))))
    return payments
