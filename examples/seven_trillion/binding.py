"""What holds a plan back, as counts: money, tools, crews, room, capacity of each kind, and time.

Phases are whole, so that a rule holds a plan back long before nothing at all is left: a rule binds where one more phase
would break it. A phase that has started stays, so the slack of a period is the minimum from then on.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from examples.seven_trillion.measures import Measure
from planner.case.money import phase_capex_usd_bn
from planner.case.records import Case, Kind, Node, Region, Site, Tool
from planner.plan.records import Plan
from planner.report.figures.cohorts import cohorts
from planner.report.figures.service import services
from planner.report.figures.usage import Usage, usages
from planner.shape.fund_groups import FundGroup, fund_groups, may_pay
from planner.shape.tool_stock import available_tools
from planner.shape.tracks import tracks

ANY = "any"
POLICIES = ("limit_started", "limit_online", "limit_capex", "limit_output")
FULL_PCT = 99.0
_DUST = 1e-6


def what_binds(case: Case, plan: Plan) -> Iterator[Measure]:
    """Yield the periods or places in which each rule leaves no room, the use of capacity, and what came too early."""
    yield from _periods(
        "money binds", "purse", {f: _out_of_money(case, plan, group) for f, group in fund_groups(case).items()}
    )
    yield from _periods("tools bind", "tool", {e: _out_of_tools(case, plan, tool) for e, tool in case.tools.items()})
    yield from _periods("crews bind", "region", {r: _out_of_crews(case, plan, of) for r, of in case.regions.items()})
    yield from _periods("limits bind", "limit", _without_slack(plan, *POLICIES))
    yield from _places(case, plan)
    found = usages(case, plan)
    for usage in found:
        yield from _use("node", usage.node, [usage])
    for kind in Kind:
        yield from _use("kind", str(kind), [usage for usage in found if case.nodes[usage.node].kind is kind])
    yield from _too_early(case, plan)


def _periods(name: str, by: str, found: Mapping[str, set[int]]) -> Iterator[Measure]:
    """Yield the periods in which a rule binds anywhere, and those of each place."""
    yield Measure(name, "", "", len(set().union(*found.values())), "periods")
    yield from (Measure(name, by, item, len(periods), "periods") for item, periods in found.items())


def _without_slack(plan: Plan, *rules: str) -> dict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for row in plan.binding:
        if row.rule in rules:
            found[row.where].add(row.period)
    return found


def _short(left: Sequence[float], one_more: float) -> set[int]:
    """Return the periods from which on there is not enough left for one more."""
    return {t for t in range(len(left)) if min(left[t:]) < one_more - _DUST}


def _out_of_money(case: Case, plan: Plan, group: FundGroup) -> set[int]:
    """Return the periods in which a fund group could not pay for one more of the cheapest phase that it may pay for.

    Where money lapses, the largest instalment of a phase has to be there in its period, and not the whole of it.
    """
    payable = [
        phase_capex_usd_bn(case, pair) * (1.0 if group.carry_over else max(pair.spend))
        for pair in case.pairs.values()
        if may_pay(case, case.funds[group.name], pair.site, pair.node)
    ]
    drawn = [0.0] * case.calendar.periods
    for draw in plan.draws:
        if draw.fund in group.funds:
            drawn[draw.period] += draw.usd_bn
    cheapest = min(payable, default=0.0)
    if not group.carry_over:
        each = zip(group.available_usd_bn, drawn, strict=True)
        return {t for t, (have, gone) in enumerate(each) if have - gone < cheapest - _DUST}
    return _short([have - math.fsum(drawn[: t + 1]) for t, have in enumerate(group.to_date_usd_bn)], cheapest)


def _out_of_tools(case: Case, plan: Plan, tool: Tool) -> set[int]:
    """Return the periods in which one more phase could not have the machines that the least of them needs.

    Counted from the first period in which a new phase can need any.
    """
    per_phase = {use.node: use.tools_per_kwspm * case.nodes[use.node].phase_kwspm for use in tool.uses}
    before = {use.node: use.periods_before_output for use in tool.uses}
    needing = [track for track in tracks(case) if per_phase.get(track.node, 0.0) > 0]
    if not needing:
        return set()
    need = [0.0] * case.calendar.periods
    for cohort in cohorts(case, plan):
        if cohort.node in per_phase:
            for t in range(max(0, cohort.first_output - before[cohort.node]), case.calendar.periods):
                need[t] += cohort.phases * per_phase[cohort.node]
    left = [available_tools(case, tool, t) - need[t] for t in case.calendar.horizon]
    first = min(track.first_start + track.lead_periods - before[track.node] for track in needing)
    return {t for t in _short(left, min(per_phase[track.node] for track in needing)) if t >= first}


def _out_of_crews(case: Case, plan: Plan, region: Region) -> set[int]:
    """Return the periods in which a region could not start one more phase, after those of the year that ends there."""
    year = case.calendar.periods_per_year
    starts = [start for start in plan.starts if case.sites[start.site].region == region.name]
    return {
        t
        for t in case.calendar.horizon
        if starts
        and sum(s.phases for s in starts if t - year < s.period <= t) + 1 > region.max_phase_starts_per_year + _DUST
    }


def _places(case: Case, plan: Plan) -> Iterator[Measure]:
    """Yield the sites whose floor or power is full, and the pairs that are built as often as they may."""
    built: defaultdict[tuple[str, str], int] = defaultdict(int)
    for start in plan.starts:
        built[start.site, start.node] += start.phases

    def full(room: Callable[[Site], float], taken: Callable[[Node], float]) -> int:
        count = 0
        for site in case.sites.values():
            needs = {n: taken(case.nodes[n]) for s, n in case.pairs if s == site.name and taken(case.nodes[n]) > 0}
            left = room(site) - math.fsum(built[site.name, n] * need for n, need in needs.items())
            count += bool(needs) and left < min(needs.values()) - _DUST
        return count

    most = sum(1 for key, pair in case.pairs.items() if built[key] >= pair.max_phases > 0)
    yield Measure("floor full", "", "", full(lambda s: s.floor_units, lambda n: n.floor_units_per_phase), "sites")
    yield Measure("power full", "", "", full(lambda s: s.power_limit_mw, lambda n: n.power_mw_per_phase), "sites")
    yield Measure("all phases built", "", "", most, "pairs")


def _use(by: str, item: str, nodes: Iterable[Usage]) -> Iterator[Measure]:
    """Yield how much of the capacity of some nodes is used over the horizon, and in how many periods all of it."""
    used: defaultdict[int, float] = defaultdict(float)
    usable: defaultdict[int, float] = defaultdict(float)
    for node in nodes:
        for period, kwspm in enumerate(node.used_kwspm):
            if kwspm is not None:
                used[period] += kwspm
                usable[period] += node.usable_kwspm[period]
    total = math.fsum(usable.values())
    if total > 0:
        full = [t for t, kwspm in usable.items() if kwspm > 0 and 100 * used[t] / kwspm >= FULL_PCT]
        yield Measure("capacity used", by, item, 100 * math.fsum(used.values()) / total, "%")
        yield Measure("capacity full", by, item, len(full), "periods")


def _too_early(case: Case, plan: Plan) -> Iterator[Measure]:
    """Yield what is missed before new capacity, of each kind and of any, could have given a first good unit."""
    missed = [(period, service.shortage_kunits) for (*_, period), service in services(case, plan).items()]
    for kind, first in first_outputs(case).items():
        kunits = math.fsum(kunits for period, kunits in missed if period < first)
        yield Measure("shortage before new output", "kind", kind, kunits, "kunits")


def first_outputs(case: Case) -> dict[str, int]:
    """Return the first period in which new capacity of each kind, and of any, could give a good unit."""
    found: dict[str, int] = {}
    for track in tracks(case):
        node = case.nodes[track.node]
        out = track.first_start + track.lead_periods + node.cycle_periods
        for kind in (str(node.kind), ANY):
            found[kind] = min(out, found.get(kind, out))
    return found
