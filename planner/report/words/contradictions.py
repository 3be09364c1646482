"""What the locks of a case require that it does not have, period by period: floor, crews, tools and money.

The phases that locks on a single period require, as a plan pasted as locks does, are held against every rule on
building as if nothing else were built. For money, those of longer windows count too, started as late as they may.
"""

from collections import defaultdict
from collections.abc import Iterator

from planner.audit import building, tools
from planner.audit.due import capex_due, openings_due, spread, under_way_due
from planner.audit.facts import Facts, facts_of, open_already
from planner.audit.findings import USD_BN, Ledger
from planner.case.money import Phase, capex_usd_bn, max_credit_usd_bn
from planner.case.records import Case
from planner.plan.records import Opening, Outcome, Plan, ShellStart, Start, Status
from planner.shape.fund_groups import may_pay
from planner.shape.shape import Shape

_MAX_LINES = 8


def locked_out(case: Case) -> list[str]:
    """Return what the locks overdraw, one line for each place and period, only the first of many."""
    fixed, ledger = facts_of(case, _locked_plan(case, is_fixed=True)), Ledger(case.calendar)
    building.check(fixed, ledger)
    tools.check(fixed, ledger)
    overdrawn = _overdrawn(facts_of(case, _locked_plan(case, is_fixed=False)))
    lines = [*(finding.message for finding in ledger.findings), *overdrawn]
    rest = len(lines) - _MAX_LINES
    return [*lines[:_MAX_LINES], *([f"and {rest} more"] if rest > 0 else [])]


def _locked_plan(case: Case, is_fixed: bool) -> Plan:
    """Return what locks require: their phases, and sites that open with the first of them."""
    phases = defaultdict[tuple[str, str, int], int](int)
    for lock in case.locks:
        first, last = max(0, lock.from_period), min(case.calendar.last, lock.until_period)
        wanted = first == last or (first < last and not is_fixed)
        if wanted and not lock.from_node and lock.min_phases > 0 and case.may_build(lock.site, lock.node):
            key = lock.site, lock.node, last
            phases[key] = max(phases[key], round(lock.min_phases))
    starts = tuple(Start(*key, count) for key, count in phases.items() if key[1])
    shells = tuple(ShellStart(site, t, count) for (site, node, t), count in phases.items() if not node)
    if is_fixed:
        shells = tuple(_all_shells(case))
    opened: dict[str, int] = {}
    dated = [*((start.site, start.period) for start in starts), *((shell.site, shell.period) for shell in shells)]
    for site, period in dated:
        if site not in open_already(case):
            opened[site] = min(period, opened.get(site, period))
    openings = tuple(Opening(site, period) for site, period in opened.items())
    return Plan(Outcome(Status.INFEASIBLE, 0.0, 0.0, 0.0, {}), openings=openings, shells_built=shells, starts=starts)


def _all_shells(case: Case) -> Iterator[ShellStart]:
    """Yield as many shells as a site may have, as early as they may start: where locks leave them open, they may be."""
    for track in Shape(case).shells:
        yield ShellStart(track.site, track.first_start, track.max_phases)


def _overdrawn(facts: Facts) -> Iterator[str]:
    """Yield the periods by which funds would have to pay more than they hold, for every set of funds that may pay."""
    case = facts.case
    due = _due_usd_bn(facts)
    payers = {
        (site, node): frozenset(fund.name for fund in case.funds.values() if may_pay(case, fund, site, node))
        for site, node, _ in due
    }
    for names in sorted(set(payers.values()), key=sorted):
        owed = held = 0.0
        for t in case.calendar.horizon:
            owed += sum(usd_bn for (site, node, at), usd_bn in due.items() if at == t and payers[site, node] <= names)
            held += sum(case.funds[name].budget_usd_bn[t] for name in names)
            if owed > held + USD_BN:
                who = ", ".join(sorted(names)) or "no fund"
                label = case.calendar.label(t)
                needs = "the locks and the phases under way need" if case.under_way else "the locks need"
                yield f"{who}, {label}: {needs} {owed:,.6g} bn USD by then, there are {held:,.6g} bn"


def _due_usd_bn(facts: Facts) -> dict[tuple[str, str, int], float]:
    """Return what falls due by site, node and period, net of all credits that the phases could earn."""
    case = facts.case
    due = defaultdict[tuple[str, str, int], float](float, capex_due(facts))
    for batch in facts.paid:
        build = Phase(batch.site, batch.node, batch.first)
        earned = sum(
            max(max_credit_usd_bn(case, incentive, build, u) for u in range(batch.start + 1))
            for incentive in case.incentives
        )
        credit = batch.phases * min(earned, capex_usd_bn(case, build, batch.start))
        for t, usd_bn in spread(case, batch.start, batch.spend, credit):
            due[batch.site, batch.node, t] -= usd_bn
    for part in (openings_due(facts), under_way_due(facts)):
        for key, usd_bn in part.items():
            due[key] += usd_bn
    return due
