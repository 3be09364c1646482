"""Starts: a phase starts when site and node are there, no lock and no limit forbids it, and ends within the horizon."""

from planner.case.checks import codes
from planner.case.checks.sense.places import Place, is_about
from planner.case.records import Limit, Lock, Measure, Node, Pair, Settings, Shell, Site
from planner.shape.reach.reasons import Look, Reason, Starts, Step, Where
from planner.shape.tracks import expansion_terms, first_floor, is_brownfield


def first_lead_periods(look: Look) -> int:
    """Return the lead time of the first new phase: where there is capacity already, it is an expansion."""
    pair = look.pair
    return expansion_terms(look.case, pair)[0] if is_brownfield(look.case, pair) else pair.lead_periods


def in_time(look: Look) -> Step:
    """Return the starts whose first output lies in the horizon."""
    case, pair = look.case, look.pair
    periods, label = case.calendar.periods, case.calendar.label
    site, node, lead = case.sites[pair.site], case.nodes[pair.node], first_lead_periods(look)
    last = periods - 1 - lead
    floor = first_floor(case, site.name) if node.floor_units_per_phase > 0 else 0
    starts = tuple(range(max(0, site.available_from, node.available_from - lead, floor), last + 1))
    if starts:
        return starts, None
    lead_field = "lead_periods" if lead == pair.lead_periods else "expansion_lead_periods"
    at_lead = Where(Pair, look.key, lead_field)
    ready = f"the horizon ends in {label(periods - 1)}"
    if lead >= periods:
        value, expected = f"{lead} periods", f"less than {periods}, the periods of the horizon"
        fix: tuple[str | Where, ...] = (f"write at most {periods - 1}, or lengthen the horizon",)
        sentence = f"{look.phase} takes {lead} periods, and the horizon has {periods}"
        leads = [
            min(one.lead_periods, one.expansion_lead_periods) for one in case.pairs.values() if one.node == node.name
        ]
        code = codes.LEAD_BEYOND_HORIZON if min(leads) >= periods else codes.NO_START
        return (), Reason(code, at_lead, value, expected, fix, sentence)
    if node.available_from > periods - 1:
        where, opens = Where(Node, (node.name,), "available_from"), label(node.available_from)
        fix = (f"write {label(periods - 1)} or earlier, or lengthen the horizon",)
        sentence = f"{node.name} is available from {opens}, and {ready}"
        return (), Reason(codes.NO_START, where, opens, f"{label(periods - 1)} or earlier", fix, sentence)
    if floor > max(last, site.available_from):
        return (), _without_floor(look, last)
    where, opens = Where(Site, (site.name,), "available_from"), label(site.available_from)
    fix = (f"write {label(last)} or earlier, shorten the lead time ", at_lead, ", or lengthen the horizon")
    expected = f"{label(last)} or earlier, as {look.phase} takes {lead} periods"
    sentence = f"{site.name} is available from {opens}, {look.phase} takes {lead} periods, and {ready}"
    return (), Reason(codes.NO_START, where, opens, expected, fix, sentence)


def _without_floor(look: Look, last: int) -> Reason:
    """Return why no shell is finished in time for a phase."""
    case, site, label = look.case, look.pair.site, look.case.calendar.label
    shell, by = case.shells[site], label(max(0, last))
    if shell.max_shells < 1 and shell.ready < 1:
        where, sentence = Where(Shell, (site,), "max_shells"), f"{site} has no shell, and none may be built there"
        fix = ("write the shells that may be built, or those that are ready",)
        return Reason(codes.NO_PHASE_FITS, where, "0", f"a shell for {look.phase}", fix, sentence, is_switch=True)
    field = "ready_from" if shell.ready > 0 else "lead_periods"
    value = label(shell.ready_from) if shell.ready > 0 else f"{shell.lead_periods} periods"
    sentence = f"{look.phase} must start by {by}, and no shell at {site} is finished by then"
    expected = f"a shell that is finished by {by}, for {look.phase} to be ready within the horizon"
    fix = ("let a shell be ready earlier, or lengthen the horizon",)
    return Reason(codes.NO_START, Where(Shell, (site,), field), value, expected, fix, sentence)


def allowed(look: Look, starts: Starts) -> Step:
    """Return the starts that no lock and no limit of zero forbids."""
    if look.case.last_plan and look.case.settings.max_changes < 1:
        planned = {
            start.period for start in look.case.last_plan if (start.site, start.node) == look.key and start.phases
        }
        if not planned.intersection(starts):
            return (), _forbidden(look, Where(Settings, (), "max_changes"), "max_changes, beside the last plan,")
        starts = tuple(t for t in starts if t in planned)
    reason: Reason | None = None
    for number, lock in enumerate(look.case.locks):
        if (lock.site, lock.node, lock.from_node) == (*look.key, "") and lock.max_phases < 1:
            remaining = tuple(t for t in starts if not lock.from_period <= t <= lock.until_period)
            reason = None if remaining else _forbidden(look, Where(Lock, (number,), "max_phases"), "a lock")
            starts = remaining
            if reason is not None:
                return (), reason
    of_shells = _without_shells(look)
    if of_shells is not None:
        return (), _forbidden(look, Where(Lock, (of_shells,), "max_phases"), "a lock on shells")
    place = _place(look)
    for number, limit in enumerate(look.case.limits):
        if limit.maximum is not None and limit.maximum < 1 and is_about(limit, place):
            remaining = tuple(t for t in starts if not _forbids(look, limit, t))
            if starts and not remaining:
                return (), _forbidden(look, Where(Limit, (number,), "maximum"), f"the limit {limit.name}")
            starts = remaining
    return starts, None


def _without_shells(look: Look) -> int | None:
    """Return the number of a lock that leaves no period for the shells that a phase needs."""
    shell = look.case.shells.get(look.pair.site)
    if shell is None or shell.ready > 0 or look.case.nodes[look.pair.node].floor_units_per_phase <= 0:
        return None
    periods, last = set(look.case.calendar.horizon), -1
    for number, lock in enumerate(look.case.locks):
        if (lock.site, lock.node, lock.from_node) == (look.pair.site, "", "") and lock.max_phases < 1:
            periods -= set(range(max(0, lock.from_period), min(look.case.calendar.last, lock.until_period) + 1))
            last = number
    return last if last >= 0 and not periods else None


def _place(look: Look) -> Place:
    region = look.case.pair_region(look.pair.site)
    return Place(region.name, region.bloc, *look.key, look.case.nodes[look.pair.node].kind, look.pair.owner)


def _forbids(look: Look, limit: Limit, start: int) -> bool:
    """Say whether a maximum below one phase rules out a start."""
    last = min(look.case.calendar.last, limit.until_period)
    match limit.measure:
        case Measure.PHASES_STARTED:
            return limit.from_period <= start <= last
        case Measure.ONLINE_PHASES:  # what is online stays so
            return max(start + first_lead_periods(look), limit.from_period) <= last
        case Measure.CAPEX_SHARE:
            return limit.maximum == 0 and limit.from_period <= 0 and last == look.case.calendar.last
        case Measure.OUTPUT_SHARE:
            opens = start + first_lead_periods(look)
            is_all = limit.counts_wafers and not limit.product
            return is_all and limit.maximum == 0 and limit.from_period <= opens and last == look.case.calendar.last
        case Measure.SERVICE | Measure.SUPPLY_SHARE:
            return False


def _forbidden(look: Look, where: Where, what: str) -> Reason:
    return Reason(
        codes.NO_START,
        where,
        "0",
        f"at least 1, for {look.phase}",
        ("write at least 1, or shorten its window",),
        f"{what} allows no phase of {look.pair.node} at {look.pair.site}",
        is_switch=True,
    )
