"""Sense of counts: what locks and the bounds of places ask for that cannot be, however the rest is planned.

Only what is certain is an error: money, tools and demand are not looked at.
"""

from collections.abc import Iterator

from planner.workbook.contract.means import LastPlanRow, LockRow, SettingRow
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, fault
from planner.workbook.read.table import Record, Table
from planner.workbook.sense.scene import Scene
from planner.workbook.sense.start_counts import Ask, Key, PairKey, Tallies
from planner.workbook.sense.windows import Tally


def count_faults(scene: Scene) -> Iterator[Fault]:
    """Return the locks that contradict each other or their place, and what they ask of a site, a region or changes."""
    if scene.calendar is None:
        return
    tallies = Tallies(scene, scene.calendar)
    yield from _outside(scene, tallies)
    found = list(_contradictions(tallies))
    yield from found
    if not found:
        yield from _places(tallies)
        yield from _changes(scene, tallies)


def _outside(scene: Scene, tallies: Tallies) -> Iterator[Fault]:
    for table, record, lock in scene.sound(LockRow):
        first, last = tallies.window(lock.from_period, lock.until_period)
        if first > last and round(lock.min_phases) > 0:
            fix = "change the window, or delete the row: nothing can start outside the horizon"
            yield table.fault(codes.CANNOT_BE, record, "min_phases", found=f"{lock.min_phases:g} phases", fix=fix)


def _contradictions(tallies: Tallies) -> Iterator[Fault]:
    asked: dict[Key, Tally] = {(*key, ""): tally for key, tally in tallies.phases.items()}
    for key, tally in {**asked, **tallies.lumps}.items():
        reasons = tally.contradiction() if key in tallies.locks else []
        asks = [why for why in reasons if isinstance(why, Ask)]
        if asks:
            worst = max(asks, key=lambda ask: ask.least)
            others = [f"{ask.least} asked for by {ask.cell}" for ask in asks if ask is not worst]
            others += [str(why) for why in reasons if not isinstance(why, Ask)]
            beside = f"less, beside {', '.join(dict.fromkeys(others))}"
            yield _cannot_be(worst.table, worst.record, "min_phases", f"at least {worst.least}", beside)


def _places(tallies: Tallies) -> Iterator[Fault]:
    """What the locks of all pairs of a site or a region ask for together."""
    locked = [key for key in tallies.phases if (*key, "") in tallies.locks]
    last = tallies.calendar.last
    least = {key: tallies.phases[key].least(0, last) for key in locked}
    for name, (table, record, site) in tallies.sites.items():
        here = [key for key in locked if key[0] == name and least[key] > 0]
        for field, room, size in (
            ("floor_units", site.floor_units, "floor_units_per_phase"),
            ("power_limit_mw", site.power_limit_mw, "power_mw_per_phase"),
        ):
            taken = sum(least[key] * getattr(tallies.nodes[key[1]], size) for key in here)
            if room is not None and taken > room * (1 + 1e-9) + 1e-9:
                yield _cannot_be(table, record, field, f"{room:g}", f"at least {taken:g}, which the locks ask for")
    for name, (table, record, region) in tallies.regions.items():
        crews = region.max_phase_starts_per_year
        here = [key for key in locked if tallies.sites[key[0]][2].region == name and least[key] > 0]
        for t in tallies.calendar.horizon if crews is not None and here else ():
            end = min(last, t + tallies.calendar.periods_per_year - 1)
            begun = sum(tallies.phases[key].least(t, end) for key in here)
            if begun > (crews or 0) + 1e-9:
                expected = f"at least {begun:g}, which the locks ask for in the year from {tallies.calendar.label(t)}"
                yield _cannot_be(table, record, "max_phase_starts_per_year", f"{crews:g}", expected)
                break


def _changes(scene: Scene, tallies: Tallies) -> Iterator[Fault]:
    """What must differ from the last plan: of each pair, in the window in which most does or period by period."""
    settings = scene.settings
    most = settings.values.max_changes if settings.values else None
    plan = [row for _, _, row in scene.sound(LastPlanRow)]
    if most is None or not plan or "max_changes" not in settings.cells or not scene.is_whole(LastPlanRow, "phases"):
        return
    planned: dict[PairKey, dict[int, int]] = {key: {} for key in tallies.phases}
    for row in plan:
        period = tallies.calendar.ordinal(row.period)
        if (row.site, row.node) in planned and period in tallies.calendar.horizon:
            planned[row.site, row.node][period] = round(row.phases)
    total = 0.0
    for key, tally in tallies.phases.items():
        windows = [(0, tallies.calendar.last)]
        windows += [tallies.window(row.from_period, row.until_period) for *_, row in tallies.locks.get((*key, ""), ())]
        by_period = sum(_differ(tally, planned[key], t, t) for t in tallies.calendar.horizon)
        total += max(by_period, *(_differ(tally, planned[key], *window) for window in windows))
    if total > most:
        cell = settings.cells["max_changes"]
        expected = f"at least {total:g}, by which locks and places differ from the last plan"
        yield fault(codes.CANNOT_BE, SettingRow.sheet, *cell, found=most, expected=expected)


def _differ(tally: Tally, planned: dict[int, int], first: int, last: int) -> float:
    before = sum(phases for t, phases in planned.items() if first <= t <= last)
    return max(0.0, tally.least(first, last) - before, before - tally.most(first, last))


def _cannot_be(table: Table, record: Record, field: str, found: str, expected: str) -> Fault:
    return table.fault(codes.CANNOT_BE, record, field, found=found, expected=expected)
