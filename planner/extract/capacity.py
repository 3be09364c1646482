"""Capacity and its use by site: the sites of a yield class share its load in proportion to what is online."""

from planner.case.curves import by_age
from planner.extract.building import TrackStarts
from planner.plan.records import Capacity, Converted, PhaseUse, Retired
from planner.registry.families import Values
from planner.registry.variables import PHASE_WAFERS, WAFER_STARTS
from planner.shape import under_way
from planner.shape.events import capacity_factor
from planner.shape.shape import Shape
from planner.shape.yields import ClassKey

SMALLEST_KWSPM = 1e-9
SMALLEST_KWAFERS = 1e-9


def capacities(
    shape: Shape,
    values: Values,
    phases_started: TrackStarts,
    lumps: tuple[Converted, ...],
    given_up: tuple[Retired, ...] = (),
) -> tuple[Capacity, ...]:
    """Return usable and used kwspm of every site and node with any, in the first scenario."""
    case = shape.case
    usable: dict[tuple[str, str], list[float]] = {}
    until = {(row.site, row.node): row.period for row in given_up}
    for committed in case.committed:
        had = usable.setdefault((committed.site, committed.node), [0.0] * case.calendar.periods)
        end = until.get((committed.site, committed.node)) if committed.may_retire else None
        for t in case.calendar.horizon[:end]:
            had[t] += committed.kwspm[t] * case.nodes[committed.node].utilisation
    delay = case.scenarios[0].delay_periods
    for site, node in dict.fromkeys((row.site, row.node) for row in case.under_way):
        had = usable.setdefault((site, node), [0.0] * case.calendar.periods)
        for t in case.calendar.horizon:
            had[t] += under_way.kwspm(case, (site,), node, t, delay) * case.nodes[node].utilisation
    for (track, u), phases in phases_started.items():
        nameplate = phases * case.nodes[track.node].phase_kwspm * case.nodes[track.node].utilisation
        gains = usable.setdefault((track.site, track.node), [0.0] * case.calendar.periods)
        for t in case.calendar.horizon:
            age = t - u - track.lead_periods - delay
            gains[t] += nameplate * by_age(track.ramp, age)
    rows = {(row.site, row.from_node, row.to_node): row for row in case.conversions}
    for lump in lumps:
        row = rows[lump.site, lump.from_node, lump.node]
        gains = usable.setdefault((lump.site, lump.node), [0.0] * case.calendar.periods)
        gives = usable.setdefault((lump.site, lump.from_node), [0.0] * case.calendar.periods)
        lost_kwspm = lump.lumps * row.lump_kwspm
        for t in range(lump.period, case.calendar.periods):
            gives[t] -= lost_kwspm * case.nodes[lump.from_node].utilisation
        for t in range(lump.period + row.downtime_periods, case.calendar.periods):
            gains[t] += lost_kwspm * row.output_ratio * case.nodes[lump.node].utilisation
    for (site, node), kwspm in usable.items():
        for t in case.calendar.horizon if case.events else ():
            kwspm[t] *= capacity_factor(case, 0, site, node, t)
    load: dict[tuple[ClassKey, int], float] = {}
    for (k, r, n, d, t), kwafers in WAFER_STARTS.of(values).items():
        if k == 0 and t >= 0:
            load[ClassKey(r, n, d), t] = kwafers / case.calendar.period_months
    total: dict[tuple[ClassKey, int], float] = {}
    for (site, node), kwspm in usable.items():
        for t in case.calendar.horizon:
            key = shape.class_of(site, node)
            total[key, t] = total.get((key, t), 0.0) + kwspm[t]
    capacity_rows = []
    for (site, node), kwspm in usable.items():
        key = shape.class_of(site, node)
        for t in case.calendar.horizon:
            if kwspm[t] > SMALLEST_KWSPM and total[key, t] > SMALLEST_KWSPM:
                used = load.get((key, t), 0.0) * kwspm[t] / total[key, t]
                capacity_rows.append(Capacity(site, node, t, kwspm[t], used))
    return tuple(capacity_rows)


def phase_use(shape: Shape, values: Values) -> tuple[PhaseUse, ...]:
    """Return the wafers that phases start, of nodes whose phases draw less power where they make less."""
    return tuple(
        PhaseUse(shape.case.scenarios[k].name, site, node, t, kwafers)
        for (k, site, node, t), kwafers in PHASE_WAFERS.of(values).items()
        if kwafers > SMALLEST_KWAFERS
    )
