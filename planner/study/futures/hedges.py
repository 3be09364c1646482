"""Hedges: one more phase somewhere, priced by what capacity is worth on average over all futures.

The duals of capacity say what one more wafer saves; a phase adds wafers from its first output on, and costs its capex
net of credits, its fixed cost and its power. That is an estimate for a little more: the best are solved again in full.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.case.curves import by_age
from planner.case.money import capex_usd_bn, discount, discount_end, end_value_share, present_share
from planner.case.records import Case
from planner.model.capacity import usable_kwafers_per_kwspm
from planner.model.crediting import uncapped_credit_usd_bn
from planner.model.running import fixed_usd_bn, idle_power_usd_bn
from planner.plan.records import Plan
from planner.registry.rows import ONLINE_CAPACITY, PHASE_WAFERS_MAX
from planner.shape.events import capacity_factor
from planner.shape.shape import Shape
from planner.shape.tracks import Track
from planner.shape.yields import ClassKey
from planner.solver.program.matrix import Floats
from planner.study.answers.interval import rank
from planner.study.futures.fixed import FixedPlan

Value = Mapping[tuple[ClassKey, int], float]
"""What a thousand wafers of a yield class and period save on average, in discounted usd_bn."""


@dataclass(frozen=True)
class Hedge:
    """One more phase: what it costs and, estimated, what it saves in operations and shortage, discounted usd_bn."""

    track: Track
    start: int
    cost_usd_bn: float
    saves_usd_bn: float

    @property
    def net_usd_bn(self) -> float:
        """What it saves beyond its cost."""
        return self.saves_usd_bn - self.cost_usd_bn


def worth_of_capacity(plan: FixedPlan, duals: Floats) -> Value:
    """Return the value of capacity by yield class and period from the duals of one scenario's program."""
    rows = zip(plan.fixed.program.rows, duals.tolist(), strict=True)
    return {
        (ClassKey(*index[1:4]), index[4]): -dual
        for (name, index), dual in rows
        if name == ONLINE_CAPACITY.name and dual < 0
    }


def added_capacity(plan: FixedPlan, track: Track, start: int) -> Floats:
    """Return what one more phase adds to the upper sides of a scenario's program."""
    of_class = plan.operations.shape.class_of(track.site, track.node)
    added = np.zeros(plan.fixed.upper.size)
    for i, (name, index) in enumerate(plan.fixed.program.rows):
        if name == ONLINE_CAPACITY.name and ClassKey(*index[1:4]) == of_class and index[4] >= 0:
            added[i] = _kwafers(plan.case, track, start, index[4])
        elif name == PHASE_WAFERS_MAX.name and index[1:3] == (track.site, track.node):
            added[i] = _kwafers(plan.case, track, start, index[3])
    return added


def _kwafers(case: Case, track: Track, start: int, period: int) -> float:
    """Return the wafers that one more phase can start in a period of the only scenario of a case."""
    (scenario,) = case.scenarios
    age = period - start - track.lead_periods - scenario.delay_periods
    usable = usable_kwafers_per_kwspm(case, track.node, scenario, period)
    left = capacity_factor(case, 0, track.site, track.node, period)
    return usable * left * case.nodes[track.node].phase_kwspm * by_age(track.ramp, age)


def hedges(shape: Shape, plan: Plan, parts: Sequence[tuple[float, FixedPlan, Floats]]) -> list[Hedge]:
    """Return one more phase of every pair that may have one, at its best start, the most useful first.

    Each part is a scenario: its share of the futures, the plan in it, and the mean duals there.
    """
    worth = [(share, fixed, worth_of_capacity(fixed, duals)) for share, fixed, duals in parts]
    of_tracks = filter(None, (list(_of(track, plan, worth)) for track in shape.tracks))
    best = [max(starts, key=lambda one: rank(one.net_usd_bn)) for starts in of_tracks]
    by_pair: dict[tuple[str, str], Hedge] = {}
    for one in sorted(best, key=lambda one: -rank(one.net_usd_bn)):
        by_pair.setdefault((one.track.site, one.track.node), one)
    return list(by_pair.values())


def _of(track: Track, plan: Plan, worth: list[tuple[float, FixedPlan, Value]]) -> Iterator[Hedge]:
    """Yield one more phase of a track at each start; none where the pair has all that it may have."""
    starts = [start for start in plan.starts if (start.site, start.node) == (track.site, track.node)]
    phases = sum(start.phases for start in starts)
    if phases >= track.max_phases or (track.is_first and phases):
        return
    for start in track.starts:
        cost = sum(share * _cost(fixed, track, start) for share, fixed, _ in worth)
        saves = sum(share * _saves(fixed, track, start, value) for share, fixed, value in worth)
        yield Hedge(track, start, cost, saves)


def _cost(plan: FixedPlan, track: Track, start: int) -> float:
    case = plan.case
    net = capex_usd_bn(case, track, start) - uncapped_credit_usd_bn(case, track, start)
    each = fixed_usd_bn(case, track.site, track.node) + idle_power_usd_bn(case, track.site, track.node)
    as_planned = start + track.lead_periods
    online = range(as_planned + case.scenarios[0].delay_periods, case.calendar.periods)
    left = discount_end(case) * end_value_share(case, track, as_planned) * net
    return net * present_share(case, track.spend, start) + each * sum(discount(case, t) for t in online) - left


def _saves(plan: FixedPlan, track: Track, start: int, value: Value) -> float:
    of_class = plan.operations.shape.class_of(track.site, track.node)
    periods = range(start + track.lead_periods, plan.case.calendar.periods)
    return sum(
        value[of_class, t] * _kwafers(plan.case, track, start, t) for t in periods if t >= 0 and (of_class, t) in value
    )
