"""Space: whole phases fit into the floor and the power of a site, a pair's own maximum and the crews of a region."""

import math
from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.records import Node, Owner, Pair, Region, Shell, Site, SitePower
from planner.shape import under_way
from planner.shape.power import idle_mw
from planner.shape.reach.reasons import Look, Reason, Starts, Step, Where
from planner.shape.reach.starts import first_lead_periods

_SLACK = 1e-9


def fits(look: Look, starts: Starts) -> Step:
    """Return all starts where one phase fits, else none."""
    reason = next(_reasons(look), None)
    return ((), reason) if reason else (starts, None)


def connected(look: Look, starts: Starts) -> Step:
    """Return the starts of a phase whose power is connected when it is online, and stays so."""
    case, pair = look.case, look.pair
    needed = idle_mw(case.nodes[pair.node])
    row = next((row for row in case.site_power if row.site == pair.site), None)
    if row is None or not starts:
        return starts, None
    lead = first_lead_periods(look)
    left = [under_way.connected_mw_left(case, pair.site, mw, t) for t, mw in enumerate(row.mw)]
    remaining = tuple(t for t in starts if min(left[t + lead :]) >= needed * (1 - _SLACK))
    if remaining:
        return remaining, None
    when = case.calendar.label(starts[-1] + lead)
    has = min(left[starts[-1] + lead :])
    where = Where(SitePower, (pair.site,), "mw", starts[-1] + lead)
    beside: tuple[str | Where, ...] = (", or less into ", Where(Node, (pair.node,), "power_mw_per_phase"))
    return (), Reason(
        codes.NO_PHASE_FITS,
        where,
        f"{has:g} MW from {when} on",
        f"at least {needed:g}, for {look.phase}",
        (f"write at least {needed:g} MW from the period of its connection on", *beside),
        f"{look.phase} needs {needed:g} MW, and {has:g} MW stay connected from {when} on",
        is_switch=not any(row.mw),
    )


def _reasons(look: Look) -> Iterator[Reason]:
    case, pair = look.case, look.pair
    site, node, region = case.sites[pair.site], case.nodes[pair.node], case.pair_region(pair.site)
    used = sum(row.phases for row in under_way.at(case, *look.key))
    if pair.max_phases - used < 1:
        where = Where(Pair, look.key, "max_phases")
        yield _short(look, where, max(0, pair.max_phases - used), "phases", "max_phases", used=used)
    floor_left = under_way.floor_units_left(case, site.name, site.floor_units)
    for field, per_phase, left, needs, unit, what in (
        ("floor_units", "floor_units_per_phase", floor_left, node.floor_units_per_phase, "floor units", "the floor"),
        (
            *("power_limit_mw", "power_mw_per_phase", under_way.power_mw_left(case, site.name)),
            *(idle_mw(node), "MW", "the power limit"),
        ),
    ):
        if left < needs * (1 - _SLACK):
            where, other = Where(Site, (site.name,), field), Where(Node, (node.name,), per_phase)
            used = max(0.0, getattr(site, field) - left)
            yield _short(look, where, left, unit, f"{what} of {site.name}", needs, other, used=used)
    shell = case.shells.get(site.name)
    has = (shell.ready + shell.max_shells) * shell.floor_units if shell else math.inf
    if 0 < has < node.floor_units_per_phase * (1 - _SLACK):
        where, other = Where(Shell, (site.name,), "floor_units"), Where(Node, (node.name,), "floor_units_per_phase")
        what = f"the floor of all shells of {site.name}"
        yield _short(look, where, has, "floor units", what, node.floor_units_per_phase, other)
    crews, needs = region.max_phase_starts_per_year, node.crew_units_per_phase
    if crews < needs * (1 - _SLACK):
        where = Where(Region, (region.name,), "max_phase_starts_per_year")
        yield _short(look, where, crews, _crew_unit(needs), f"the crews of {region.name}", needs)
    owner = case.owners.get(pair.owner)
    if owner is not None and owner.max_phase_starts_per_year < needs * (1 - _SLACK):
        where, has = Where(Owner, (owner.name,), "max_phase_starts_per_year"), owner.max_phase_starts_per_year
        yield _short(look, where, has, _crew_unit(needs), f"the crews of {owner.name}", needs)


def _crew_unit(needs: float) -> str:
    return "starts a year" if needs == 1 else "crew units a year"


def _short(
    look: Look,
    where: Where,
    has: float,
    unit: str,
    what: str,
    needs: float = 1,
    other: Where | None = None,
    used: float = 0.0,
) -> Reason:
    """Return the reason of a limit that leaves less than a phase needs; phases under way use some of it."""
    beside: tuple[str | Where, ...] = (", or less into ", other, "; check the units of both") if other else ()
    allow = "allow" if what.startswith("the crews") else "allows"
    earlier, with_earlier = "", ""
    if used:
        earlier, with_earlier = f", {used:g} of them in use", " beside phases under way"
    return Reason(
        codes.NO_PHASE_FITS,
        where,
        f"{has + used:g} {unit}{earlier}",
        f"at least {needs + used:g}, for {look.phase}{with_earlier}",
        (f"write at least {needs + used:g}, or leave it blank for no limit", *beside),
        f"{look.phase} needs {needs:g} {unit}, and {what} {allow} {has:g}{with_earlier}",
        is_switch=has == 0,
    )
