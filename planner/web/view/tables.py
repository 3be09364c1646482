"""The tables of a plan's page. A column is text, or a number with its decimals; its title gives the unit."""

from collections.abc import Sequence
from math import inf
from typing import Any

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.built import built, extras
from planner.report.figures.cash import by_year as cash_by_year
from planner.report.figures.cash import fund_cash, total_cash
from planner.report.figures.power import market_powers, site_powers
from planner.report.figures.service import Key, Service, by_year, services, summed, tiers_of
from planner.report.figures.usage import given_up_kwspm, usages
from planner.report.figures.value.returns import value
from planner.report.words.bans import BanLine, ban_lines, way
from planner.report.words.binding import binds, when
from planner.report.words.returns import line_words, payback_words, rate_words, worth_words

TEXT = -1
"""Stands for the decimals of a column that is text."""
Column = tuple[str, int]
USED_UP_PCT = 99.9999


def tables(case: Case, plan: Plan) -> dict[str, Any]:
    """Return the tables by name."""
    return {
        "built": _built(case, plan),
        "years": _years(case, plan),
        "service": _service(case, plan),
        "binds": _binds(case, plan),
        "bans": _bans(case, plan),
        "usage": _usage(case, plan),
        "power": _power(case, plan),
        "funds": _funds(case, plan),
        "returns": _returns(case, plan),
        "draws": _draws(plan),
        "cost": _cost(case, plan),
    }


def _table(columns: Sequence[Column], rows: Sequence[Sequence[object]], total: Sequence[object] = ()) -> dict[str, Any]:
    return {
        "columns": [{"title": title, "decimals": decimals} for title, decimals in columns],
        "rows": [list(row) for row in rows],
        "total": list(total),
    }


def _built(case: Case, plan: Plan) -> dict[str, Any]:
    label = case.calendar.label
    columns = (
        ("Site", TEXT), ("Region", TEXT), ("Node", TEXT), ("Phases", 0), ("First start", TEXT), ("First output", TEXT),
        ("Full output", TEXT), ("Capex [bn USD]", 1),
    )  # fmt: skip
    lines = built(case, plan)
    rows: list[tuple[object, ...]] = [
        (
            line.site,
            case.sites[line.site].region,
            line.node,
            line.phases,
            label(line.first_start),
            label(line.first_output),
            label(line.full_output),
            line.capex_usd_bn,
        )
        for line in lines
    ]
    rows += [(extra.what, "", "", None, "", "", "", extra.capex_usd_bn) for extra in extras(case, plan)]
    capex = sum(float(str(row[-1])) for row in rows)
    return _table(columns, rows, ("Total", "", "", sum(line.phases for line in lines), "", "", "", capex))


def _years(case: Case, plan: Plan) -> dict[str, Any]:
    columns = (
        ("Year", TEXT), ("Demand [kunits]", 0), ("Shipped [kunits]", 0), ("Shortage [kunits]", 0), ("Covered [%]", 1),
        ("Budget [bn USD]", 1), ("Drawn [bn USD]", 1),
    )  # fmt: skip
    cash = total_cash(case, plan)
    budget, drawn = cash_by_year(case, cash.available_usd_bn), cash_by_year(case, cash.drawn_usd_bn)
    years = by_year(case, services(case, plan))
    rows = [(str(year), *_served(service), budget[year], drawn[year]) for year, service in years.items()]
    return _table(columns, rows)


def _service(case: Case, plan: Plan) -> dict[str, Any]:
    """Return what is served of each product or class in each market; by tier where customers have tiers."""
    tiers = tiers_of(case)
    columns = (
        ("Product", TEXT), ("Market", TEXT), *((("Tier", TEXT),) if tiers else ()), ("Demand [kunits]", 0),
        ("Shipped [kunits]", 0), ("Shortage [kunits]", 0), ("Covered [%]", 1), ("Short in", TEXT),
    )  # fmt: skip
    rows: list[tuple[float, tuple[object, ...]]] = []
    for tier in tiers or (None,):
        by_key = services(case, plan, tier=tier)
        for (product, market), service in sorted(_pairs(summed(by_key, _pair)), key=lambda pair: pair[0]):
            short = [key[2] for key, one in by_key.items() if _pair(key) == (product, market) and _is_short(one)]
            names = (product, market) if tier is None else (product, market, tier)
            rows.append((service.shortage_kunits, (*names, *_served(service), _span(case, short))))
    rows.sort(key=lambda row: -row[0])
    return _table(columns, [row for _, row in rows])


def _pair(key: Key) -> object:
    return key[:2]


def _is_short(service: Service) -> bool:
    return service.shortage_kunits > 1e-6


def _pairs(by_key: dict[object, Service]) -> list[tuple[tuple[str, str], Service]]:
    return [(key, service) for key, service in by_key.items() if isinstance(key, tuple)]


def _served(service: Service) -> tuple[float, float, float, float | None]:
    covered = service.coverage_pct if service.settled_kunits > 0 else None
    return service.demand_kunits, service.shipped_kunits, service.shortage_kunits, covered


def _span(case: Case, periods: list[int]) -> str:
    """Return in how many periods, and from when to when."""
    if not periods:
        return "never"
    first, last = case.calendar.label(min(periods)), case.calendar.label(max(periods))
    span = first if first == last else f"{first} to {last}"
    return f"{len(periods)} of {case.calendar.periods} periods, {span}"


def _binds(case: Case, plan: Plan) -> dict[str, Any]:
    rows = [
        (line.sentence, when(case, line), None if line.holds_throughout else len(line.periods))
        for line in binds(case, plan)
    ]
    return _table((("What binds", TEXT), ("When", TEXT), ("Periods", 0)), longest_first(rows))


def longest_first(binding: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """Return rows of what binds, sorted by their periods, the last column; none stands for the whole horizon."""
    return sorted(binding, key=lambda row: -inf if row[-1] is None else -row[-1])


def _bans(case: Case, plan: Plan) -> dict[str, Any]:
    columns = (
        ("Closed", TEXT), ("When", TEXT), ("Alike", 0), ("Saves if lifted [bn USD]", 3), ("Lets pass [kunits]", 0),
        ("Of what", TEXT),
    )  # fmt: skip
    return _table(columns, [ban_row(case, line) for line in ban_lines(plan)])


def ban_row(case: Case, line: BanLine) -> tuple[object, ...]:
    """Return the row of a ban: what is closed, when, how many alike, what lifting it saves and lets pass of what."""
    label = case.calendar.label
    return (
        way(line.row),
        f"{label(line.row.from_period)} to {label(line.row.until_period)}",
        len(line.bans) - 1,
        None if line.is_hidden else line.row.usd_bn,
        line.row.kunits,
        line.what,
    )


def _usage(case: Case, plan: Plan) -> dict[str, Any]:
    """Return the capacity of every node; what is converted or retired stands apart from what is new."""
    given_up = given_up_kwspm(case, plan)
    columns = (
        ("Node", TEXT), ("Kind", TEXT), ("Committed at the end [kwspm]", 1),
        *((("Converted or retired [kwspm]", 1),) if given_up else ()), ("New at the end [kwspm]", 1),
        ("Highest use [%]", 0), ("Lowest use [%]", 0),
    )  # fmt: skip
    rows = []
    for usage in usages(case, plan):
        used = [pct for pct in usage.used_pct if pct is not None]
        highest, lowest = (max(used), min(used)) if used else (None, None)
        kind = str(case.nodes[usage.node].kind)
        given = given_up.get(usage.node, 0.0)
        lost = (0.0 - given,) if given_up else ()
        new = round(usage.new_kwspm[-1] + given, 9)
        rows.append((usage.node, kind, usage.committed_kwspm[-1], *lost, new, highest, lowest))
    return _table(columns, rows)


def _power(case: Case, plan: Plan) -> dict[str, Any]:
    columns = (
        ("Place", TEXT), ("Drawn at the end [MW]", 0), ("Limit at the end [MW]", 0), ("Highest use [%]", 0),
        ("Used up in", TEXT),
    )  # fmt: skip
    rows = []
    for power in (*site_powers(case, plan), *market_powers(case, plan)):
        full = [t for t, pct in enumerate(power.drawn_pct) if pct is not None and pct > USED_UP_PCT]
        highest = max((pct for pct in power.drawn_pct if pct is not None), default=None)
        rows.append((power.place, power.drawn_mw[-1], power.limit_mw[-1], highest, _span(case, full)))
    return _table(columns, rows)


def _returns(case: Case, plan: Plan) -> dict[str, Any]:
    columns = (
        ("Investor", TEXT), ("Kind", TEXT), ("Put in [bn USD]", 1), ("End value [bn USD]", 1), ("NPV [bn USD]", 2),
        ("NPV at [%]", 1), ("IRR [% a year]", 1), ("Paid back", TEXT),
    )  # fmt: skip
    worth = value(case, plan)
    if worth is None:
        return _table(columns, ())
    rows = [
        (
            *(of.name, kind, of.invested_usd_bn, of.statement.end_value_usd_bn, worth_words(of), 100 * of.rate),
            *(rate_words(of), payback_words(case, of, of.payback)),
        )
        for kind, listed in worth.by_kind.items()
        for of in listed
    ]
    return _table(columns, rows)


def _funds(case: Case, plan: Plan) -> dict[str, Any]:
    columns = (
        ("Fund", TEXT), ("Budget [bn USD]", 1), ("Drawn [bn USD]", 1), ("Not drawn [bn USD]", 1), ("Drawn [%]", 0),
        ("What is not drawn", TEXT),
    )  # fmt: skip
    rows = []
    for cash in (*fund_cash(case, plan), total_cash(case, plan)):
        budget, drawn = sum(cash.available_usd_bn), sum(cash.drawn_usd_bn)
        rest = "carries over" if cash.carry_over else "lapses in each period"
        rows.append((cash.fund, budget, drawn, budget - drawn, 100 * drawn / budget if budget > 0 else None, rest))
    return _table(columns, rows[:-1], (*rows[-1][:-1], ""))


def _draws(plan: Plan) -> dict[str, Any]:
    sums: dict[tuple[str, str], float] = {}
    for draw in plan.draws:
        sums[draw.site, draw.fund] = sums.get((draw.site, draw.fund), 0.0) + draw.usd_bn
    for credit in plan.credits:
        payer = f"{credit.incentive} (incentive)"
        sums[credit.site, payer] = sums.get((credit.site, payer), 0.0) + credit.usd_bn
    rows = [(site, payer, usd_bn) for (site, payer), usd_bn in sorted(sums.items(), key=lambda item: -item[1])]
    return _table((("Site", TEXT), ("Who pays", TEXT), ("Pays [bn USD]", 2)), rows)


def _cost(case: Case, plan: Plan) -> dict[str, Any]:
    lines = sorted(plan.outcome.cost_usd_bn.items(), key=lambda item: -abs(item[1]))
    rows = [(line_words(case, line), usd_bn) for line, usd_bn in lines]
    return _table((("Line of the objective", TEXT), ("Discounted [bn USD]", 3)), rows)
