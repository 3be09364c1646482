"""What a schedule costs to build: bills, credits, and who pays them."""

from collections import Counter
from collections.abc import Iterable, Iterator

from planner.case.records import Case, Covers, EndValue, Fund, Incentive, Limit, Measure, UnderWay
from tests.model.brute.program import Program
from tests.model.brute.schedules import (
    SHELL,
    SLACK,
    Schedule,
    Start,
    changes_by_period,
    is_counted,
    is_finite,
    window_of,
)

SITE = ""
"""The bill of a site itself: its opening and its shells."""


def discount(case: Case, periods: float) -> float:
    return float((1 + case.settings.discount_rate) ** -(periods * case.calendar.period_years))


def price(case: Case, start: Start) -> dict[Covers, float]:
    """Return what a start costs by what an incentive may cover of it."""
    if start.node == SHELL:
        usd_bn = case.shells[start.site].capex_usd_bn
        return {Covers.SHELL: usd_bn, Covers.EQUIPMENT: 0.0, Covers.ALL: usd_bn}
    node, pair, site = case.nodes[start.node], case.pairs[start.site, start.node], case.sites[start.site]
    whole = node.phase_capex_usd_bn * pair.capex_factor
    whole *= (1 + node.capex_trend) ** (start.period * case.calendar.period_years)
    whole *= 1.0 if start.is_first else pair.expansion_capex_factor
    building = 0.0 if start.site in case.shells else whole * node.shell_share * site.shell_cost_index
    equipment = whole * (1 - node.shell_share) * case.regions[site.region].equipment_cost_index
    return {Covers.SHELL: building, Covers.EQUIPMENT: equipment, Covers.ALL: building + equipment}


def grant(case: Case, incentive: Incentive, start: Start) -> float:
    """Return what an incentive gives for a start at most."""
    kind = case.nodes[start.node].kind if start.node else None
    is_covered = (
        incentive.region in ("", case.sites[start.site].region)
        and incentive.site in ("", start.site)
        and incentive.kind in (None, kind)
        and incentive.start_from <= start.period <= incentive.start_until
    )
    return incentive.rate * price(case, start)[incentive.covers] if is_covered else 0.0


def given(case: Case, start: Start) -> float:
    """Return what incentives without a cap give for a start, no more than it costs."""
    whole = sum(grant(case, one, start) for one in case.incentives if not is_finite(one.cap_usd_bn))
    return min(whole, price(case, start)[Covers.ALL])


def due(case: Case, start: Start) -> Iterator[tuple[int, float]]:
    """Yield when which share of a start's bill is due; what comes after the horizon, in its last period."""
    for offset, share in enumerate(start.spend):
        yield min(start.period + offset, case.calendar.last), share


def worth_later(case: Case, start: Start) -> float:
    """Return what a usd_bn of a start is worth today for what is left of it at the end."""
    periods = case.calendar.periods
    if case.settings.end_value is EndValue.NONE or start.output >= periods:
        return 0.0
    years = case.settings.equipment_life_years if start.node else case.settings.shell_life_years
    left = 1 - (periods - start.output) * case.calendar.period_years / years
    return max(0.0, left) * discount(case, periods)


def least_to_build(case: Case, schedule: Schedule) -> float:
    """Return what a schedule costs at least to build, infinity where nobody can pay or a limit on capex is broken."""
    if not all(_keeps_shares(case, limit, schedule) for limit in case.limits):
        return float("inf")
    return min(_least(case, schedule, dates) for dates in _openings(case, schedule))


def _keeps_shares(case: Case, limit: Limit, schedule: Schedule) -> bool:
    """Say whether a share of the capex that is due in a window is kept; shells count where no node is named."""
    if limit.measure is not Measure.CAPEX_SHARE:
        return True
    window = window_of(case, limit)
    names_place = limit.region or limit.bloc or limit.site or limit.owner
    names_node = bool(limit.node) or limit.kind is not None
    mine = total = 0.0
    bills: list[tuple[Start | UnderWay, Iterable[tuple[int, float]]]] = [
        (s, [(t, share * price(case, s)[Covers.ALL]) for t, share in due(case, s)]) for s in schedule
    ]
    bills += [(row, enumerate(row.bills_usd_bn)) for row in case.under_way]
    for start, amounts in bills:
        usd_bn = sum(amount for t, amount in amounts if t in window)
        same = limit.node in ("", start.node) and limit.kind in (None, start.node and case.nodes[start.node].kind)
        counts = start.node if names_node else True
        total += usd_bn if counts and (same or not names_place) else 0.0
        mine += usd_bn if is_counted(case, limit, start) else 0.0
    return limit.minimum * total - SLACK <= mine <= (limit.maximum * total if total else 0.0) + SLACK


def _openings(case: Case, schedule: Schedule) -> Iterator[dict[str, int]]:
    """Yield when each site opens that costs money to open: by its first start, and earlier where money may lapse."""
    chosen: list[dict[str, int]] = [{}]
    for name, site in case.sites.items():
        first = min((start.period for start in schedule if start.site == name), default=None)
        if first is None or not site.opening_cost_usd_bn or _is_open(case, name):
            continue
        lapses = any(not fund.carry_over for fund in case.funds.values())
        chosen = [{**one, name: t} for one in chosen for t in range(0 if lapses else first, first + 1)]
    yield from chosen


def _is_open(case: Case, site: str) -> bool:
    has_shells = site in case.shells and case.shells[site].ready > 0
    has_shells = has_shells or any(row.site == site for row in case.under_way)
    return has_shells or any(row.site == site and any(row.kwspm) for row in case.committed)


def _may_pay(case: Case, fund: Fund, site: str, node: str) -> bool:
    region = case.regions[case.sites[site].region]
    builders = {pair.owner for (at, of), pair in case.pairs.items() if at == site and node in (SITE, of)}
    return (
        (not fund.regions or region.name in fund.regions)
        and (not fund.blocs or region.bloc in fund.blocs)
        and (node == SITE or not fund.nodes or node in fund.nodes)
        and (node == SITE or not fund.kinds or case.nodes[node].kind in fund.kinds)
        and (not fund.owners or bool(builders & fund.owners))
    )


def _least(case: Case, schedule: Schedule, opened: dict[str, int]) -> float:
    horizon = case.calendar.horizon
    program, fixed = Program(), 0.0
    society = case.settings.is_for_society
    earlier = [(row.site, row.node) for row in case.under_way]
    earlier += [(row.site, row.to_node) for row, _ in schedule.lumps]
    bills = dict.fromkeys([*((s.site, s.node) for s in schedule), *((site, SITE) for site in opened), *earlier])
    owed = {(bill, t): 0.0 for bill in bills for t in horizon}
    credited: dict[tuple[tuple[str, str], int], list[tuple[object, float]]] = {key: [] for key in owed}
    for site, t in opened.items():
        owed[(site, SITE), t] += case.sites[site].opening_cost_usd_bn
    fixed += sum(case.sites[site].opening_cost_usd_bn * discount(case, t + 0.5) for site, t in opened.items())
    for row in case.under_way:
        for t, usd_bn in enumerate(row.bills_usd_bn):
            owed[(row.site, row.node), t] += usd_bn
            fixed += usd_bn * discount(case, t + 0.5)
    for lump, t in schedule.lumps:
        owed[(lump.site, lump.to_node), t] += lump.capex_usd_bn_per_lump
        fixed += lump.capex_usd_bn_per_lump * discount(case, t + 0.5)
    change = case.settings.change_price_usd_bn_per_phase
    fixed += sum(change * count * discount(case, t + 0.5) for t, count in changes_by_period(case, schedule).items())
    for start, count in Counter(schedule).items():
        net = count * (price(case, start)[Covers.ALL] - given(case, start))
        today = sum(share * discount(case, t + 0.5) for t, share in due(case, start)) - worth_later(case, start)
        fixed += (count * price(case, start)[Covers.ALL] if society else net) * today
        capped = [one for one in case.incentives if is_finite(one.cap_usd_bn) and grant(case, one, start) > 0]
        for one in capped:
            program.column(("credit", one.name, start), 0.0 if society else -today, count * grant(case, one, start))
        if capped:
            program.at_most([(("credit", one.name, start), 1.0) for one in capped], net)
        for t, share in due(case, start):
            owed[(start.site, start.node), t] += share * net
            credited[(start.site, start.node), t] += [(("credit", one.name, start), share) for one in capped]
    for one in case.incentives:
        mine = [(name, 1.0) for name in program.costs if isinstance(name, tuple) and name[:2] == ("credit", one.name)]
        if mine and is_finite(one.cap_usd_bn):
            program.at_most(mine, one.cap_usd_bn)
    for (bill, t), usd_bn in owed.items():
        payers = [fund for fund in case.funds.values() if _may_pay(case, fund, *bill)]
        for fund in payers:
            interest = 0.0 if society else fund.cost_of_money * case.calendar.period_years
            cost = interest * sum(discount(case, u + 0.5) for u in horizon if u >= t)
            program.column(("draw", fund.name, bill, t), cost)
        drawn = [(("draw", fund.name, bill, t), 1.0) for fund in payers]
        if drawn or credited[bill, t]:
            program.equal([*drawn, *credited[bill, t]], usd_bn)
        elif usd_bn > SLACK:
            return float("inf")
    for fund in case.funds.values():
        _pay(case, program, fund, owed, credited)
    return fixed + program.solve()


def _pay(case: Case, program: Program, fund: Fund, owed: dict, credited: dict) -> None:  # type: ignore[type-arg]
    """Add what a fund has, and its share of all draws at a site."""
    mine = [name for name in program.costs if isinstance(name, tuple) and name[:2] == ("draw", fund.name)]
    for t in case.calendar.horizon if mine else ():
        to_date = [(name, 1.0) for name in mine if name[3] <= t]
        program.at_most(to_date, sum(fund.budget_usd_bn[: t + 1]))
        if not fund.carry_over:
            program.at_most([(name, 1.0) for name in mine if name[3] == t], fund.budget_usd_bn[t])
    for site in case.sites if mine and fund.max_share < 1 else ():
        drawn = [(name, 1.0) for name in mine if name[2][0] == site]
        usd_bn = sum(amount for (bill, _), amount in owed.items() if bill[0] == site)
        credit = [(name, fund.max_share * share) for (bill, _), of in credited.items() if bill[0] == site
                  for name, share in of]  # fmt: skip
        if drawn:
            program.at_most([*drawn, *credit], fund.max_share * usd_bn)
