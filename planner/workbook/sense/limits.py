"""Sense of limits: bounds that cannot hold beside places, locks and each other, and sites whose output is not known.

Counts that contradict each other are errors. Shares that do are warnings: a plan that makes nothing keeps both.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.case.records import Measure
from planner.workbook.contract.goods import CapacityRow, ConversionRow
from planner.workbook.contract.means import LimitRow
from planner.workbook.contract.places import NodeRow, PairRow, RegionRow, SiteRow
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault
from planner.workbook.read.table import Record, Table
from planner.workbook.sense.scene import Scene
from planner.workbook.sense.start_counts import PairKey, Tallies

_WHOLE = ((PairRow, "site", "node"), (SiteRow, "site", "region"), (NodeRow, "node", "kind"), (RegionRow, "bloc"))


_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limit with the places and nodes that it speaks of and the part of its window inside the horizon."""

    table: Table
    record: Record
    row: LimitRow
    names: frozenset[PairKey]
    first: int
    last: int

    @property
    def is_count(self) -> bool:
        """Whether phases are counted; the other measures are shares."""
        return self.row.measure in (Measure.PHASES_STARTED, Measure.ONLINE_PHASES)

    @property
    def total(self) -> tuple[object, ...]:
        """What a share is taken of: the same node, kind and product in all places, or everything."""
        row = self.row
        wafers = bool(row.node or row.kind) and row.measure is Measure.OUTPUT_SHARE
        placed = bool(row.region or row.bloc or row.site)
        return row.measure, wafers, *((row.node, row.kind, row.product) if placed else ())

    @property
    def asked(self) -> float:
        """The least that it asks for."""
        return self.row.min or 0.0


def limit_faults(scene: Scene) -> Iterator[Fault]:
    """Return the faults of limits beside everything else."""
    calendar = scene.calendar
    if calendar is None or not all(scene.is_whole(kind, *columns) for kind, *columns in _WHOLE):
        return
    tallies = Tallies(scene, calendar)
    limits = []
    for table, record, row in scene.sound(LimitRow):
        if row.min is None or row.max is None or row.min <= row.max:
            names = frozenset((s, n) for s in tallies.sites for n in tallies.nodes if _speaks_of(tallies, row, s, n))
            limits.append(_Limit(table, record, row, names, *tallies.window(row.from_period, row.until_period)))
    yield from _shared_sites(scene, tallies, limits)
    if not all(scene.is_sound(kind) for kind, *_ in _WHOLE):
        return  # a place or node left out for a fault of its own may be the one that keeps a limit
    if not any(tally.contradiction() for key, tally in tallies.phases.items() if (*key, "") in tallies.locks):
        for limit in limits:
            yield from _beside_tallies(tallies, limit) if limit.is_count else ()
    for limit in limits:
        yield from _beside_others(tallies, limit, limits)
    yield from _beside_the_whole(limits)


def _speaks_of(tallies: Tallies, row: LimitRow, site: str, node: str) -> bool:
    region = tallies.sites[site][2].region
    bloc = tallies.regions[region][2].bloc if region in tallies.regions else ""
    return (
        row.region in ("", region)
        and row.bloc in ("", bloc)
        and row.site in ("", site)
        and row.node in ("", node)
        and row.kind in (None, tallies.nodes[node].kind)
    )


def _shared_sites(scene: Scene, tallies: Tallies, limits: list[_Limit]) -> Iterator[Fault]:
    """Wafers and packages are known by region: the output of one of several sites cannot be told."""
    places = {(row.site, row.node) for _, _, row in scene.sound(PairRow, "site", "node")}
    places |= {(row.site, row.node) for _, _, row in scene.sound(CapacityRow, "site", "node")}
    places |= {(row.site, row.to_node) for _, _, row in scene.sound(ConversionRow, "site", "to_node")}
    for limit in limits:
        row = limit.row
        if row.measure is not Measure.OUTPUT_SHARE or not row.site or row.site not in tallies.sites:
            continue
        region = tallies.sites[row.site][2].region
        others = {
            site
            for site, node in places
            if site != row.site and site in tallies.sites and tallies.sites[site][2].region == region
            if node in tallies.nodes and row.node in ("", node) and row.kind in (None, tallies.nodes[node].kind)
        }
        if others:
            fix = f"put {row.site} in a region of its own, or limit the region {region}"
            found = f"{row.site}, with {', '.join(sorted(others))} in {region}"
            yield limit.table.fault(codes.SITE_OUTPUT_UNKNOWN, limit.record, "site", found=found, fix=fix)


def _beside_tallies(tallies: Tallies, limit: _Limit) -> Iterator[Fault]:
    """Compare the bounds of a count with the most and the least that places and locks leave."""
    row, label = limit.row, tallies.calendar.label
    for when, can, must in _possible(tallies, limit):
        told = f" online in {label(when)}" if row.measure is Measure.ONLINE_PHASES else ""
        if row.min is not None and row.min > can + _TOLERANCE:
            expected = f"at most {can:g}{told}, which places and locks allow"
            yield limit.table.fault(codes.CANNOT_BE, limit.record, "min", found=row.min, expected=expected)
            return
        if row.max is not None and row.max < must - _TOLERANCE:
            expected = f"at least {must:g}{told}, which locks ask for"
            yield limit.table.fault(codes.CANNOT_BE, limit.record, "max", found=row.max, expected=expected)
            return


def _possible(tallies: Tallies, limit: _Limit) -> Iterator[tuple[int, float, float]]:
    """Yield a period and the most and the least that can be counted: online in it, or started in the window."""
    phases = {key: tally for key, tally in tallies.phases.items() if key in limit.names}
    if limit.row.measure is Measure.PHASES_STARTED:
        span = limit.first, limit.last
        yield limit.last, sum(t.most(*span) for t in phases.values()), sum(t.least(*span) for t in phases.values())
        return
    leads = {key: tallies.leads(key) for key in phases}
    for t in range(limit.first, limit.last + 1):
        most = sum(tally.most(0, t - leads[key][0]) for key, tally in phases.items())
        yield t, most, sum(tally.least(0, t - leads[key][1]) for key, tally in phases.items())


def _beside_others(tallies: Tallies, limit: _Limit, limits: list[_Limit]) -> Iterator[Fault]:
    """Compare the most that a limit allows with the least that others ask of separate parts of the same."""
    most = limit.row.max
    if most is None:
        return
    inside = _is_counted if limit.is_count else _is_shared
    taken = _apart([other for other in limits if other.asked > 0 and inside(tallies, other, limit)], limit)
    asked = sum(other.asked for other in taken)
    if asked > most + _TOLERANCE:
        code = codes.CANNOT_BE if limit.is_count else codes.ONLY_BY_NOTHING
        cells = ", ".join(other.table.cell(other.record, "min") for other in taken)
        yield limit.table.fault(
            code, limit.record, "max", found=most, expected=f"at least {asked:g}, asked for by {cells}"
        )


def _beside_the_whole(limits: list[_Limit]) -> Iterator[Fault]:
    """Compare the shares that are asked of separate parts with the whole."""
    by_total: dict[tuple[object, ...], list[_Limit]] = {}
    for limit in limits:
        if not limit.is_count and limit.asked > 0 and limit.names:
            by_total.setdefault(limit.total, []).append(limit)
    for members in by_total.values():
        taken = _apart(members, members[0])
        asked = sum(one.asked for one in taken)
        if asked > 100.0 + _TOLERANCE:
            cells = ", ".join(one.table.cell(one.record, "min") for one in taken)
            expected, last = f"100 % at most in {cells}", taken[-1]
            yield last.table.fault(codes.ONLY_BY_NOTHING, last.record, "min", found=f"sum {asked:g}", expected=expected)


def _apart(limits: list[_Limit], beside: _Limit) -> list[_Limit]:
    """Return limits that count nothing twice, those that ask for most first; shares all hold in one period."""
    taken: list[_Limit] = []
    first, last = beside.first, beside.last
    for limit in sorted(limits, key=lambda one: -one.asked):
        apart = all(not limit.names & one.names or _other_product(limit, one) for one in taken)
        at_once = limit.is_count or max(first, limit.first) <= min(last, limit.last)
        if apart and at_once:
            taken.append(limit)
            first, last = max(first, limit.first), min(last, limit.last)
    return taken


def _other_product(one: _Limit, other: _Limit) -> bool:
    return bool(one.row.product and other.row.product) and one.row.product != other.row.product


def _is_shared(_: Tallies, part: _Limit, whole: _Limit) -> bool:
    """Say whether a share is part of another share of the same total, at the same time."""
    windows = (part.first, part.last) == (whole.first, whole.last) or part.row.measure is Measure.OUTPUT_SHARE
    same = part.total == whole.total and whole.row.product in ("", part.row.product)
    return part is not whole and windows and same and bool(part.names) and part.names <= whole.names


def _is_counted(tallies: Tallies, part: _Limit, whole: _Limit) -> bool:
    """Say whether the phases that one limit counts are always counted by the other: what is online stays so."""
    if part is whole or not whole.is_count or not part.is_count or not part.names <= whole.names:
        return False
    if part.first > part.last or whole.first > whole.last:
        return False
    leads = [tallies.leads(key) for key in part.names & tallies.pairs.keys()]
    shortest, longest = min((lead for lead, _ in leads), default=0), max((lead for _, lead in leads), default=0)
    match part.row.measure, whole.row.measure:
        case Measure.ONLINE_PHASES, Measure.ONLINE_PHASES:
            return part.first <= whole.last
        case Measure.ONLINE_PHASES, _:
            return whole.first == 0 and part.first - shortest <= whole.last
        case _, Measure.ONLINE_PHASES:
            return part.last + longest <= whole.last
        case _:
            return whole.first <= part.first and part.last <= whole.last
