"""Capacity and its use by site: the sites of a yield class share its load in proportion to what is online."""

from planner.case.curves import by_age
from planner.case.shape import Shape
from planner.case.yields import ClassKey
from planner.plan.extract.building import Begun, Values
from planner.plan.records import Capacity


def capacities(shape: Shape, values: Values, begun: Begun) -> tuple[Capacity, ...]:
    """Return usable and used kwspm of every site and node with any, in the first scenario."""
    case = shape.case
    usable: dict[tuple[str, str], list[float]] = {}
    for row in case.committed:
        had = usable.setdefault((row.site, row.node), [0.0] * case.calendar.periods)
        for t in case.calendar.horizon:
            had[t] += row.kwspm[t] * case.nodes[row.node].utilisation
    delay = case.scenarios[0].delay_periods
    for (track, u), phases in begun.items():
        nameplate = phases * case.nodes[track.node].phase_kwspm * case.nodes[track.node].utilisation
        had = usable.setdefault((track.site, track.node), [0.0] * case.calendar.periods)
        for t in case.calendar.horizon:
            age = t - u - track.lead_periods - delay
            had[t] += nameplate * by_age(track.ramp, age)
    load: dict[tuple[ClassKey, int], float] = {}
    for (k, r, n, d, t), kwafers in values.get("wafer_starts", {}).items():
        if k == 0 and t >= 0:
            load[(r, n, d), t] = load.get(((r, n, d), t), 0.0) + kwafers / case.calendar.period_months
    total: dict[tuple[ClassKey, int], float] = {}
    for (site, node), kwspm in usable.items():
        for t in case.calendar.horizon:
            key = shape.class_of(site, node)
            total[key, t] = total.get((key, t), 0.0) + kwspm[t]
    found = []
    for (site, node), kwspm in usable.items():
        key = shape.class_of(site, node)
        for t in case.calendar.horizon:
            if kwspm[t] > 0:
                used = load.get((key, t), 0.0) * kwspm[t] / total[key, t]
                found.append(Capacity(site, node, t, kwspm[t], used))
    return tuple(found)
