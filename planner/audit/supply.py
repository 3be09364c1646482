"""Capacity that follows from committed rows, starts and conversions, by site and node and by yield class.

In kwspm:  committed + phases x phase_kwspm x ramp(age) - lumps taken + lumps given x output ratio. What a plan retires
makes nothing from then on.
A scenario's delay shifts the output of new phases. Its tool factor limits the usable capacity of nodes that need
scarce tools; it is a limit, so a factor above 1 adds nothing. Its events multiply what stands at a site.
"""

from collections import defaultdict
from collections.abc import Iterable

from planner.audit.facts import Facts, PairKey
from planner.audit.retirement import is_retired
from planner.case.curves import by_age
from planner.case.records import Case, Scenario

YieldClass = tuple[str, str, float]
"""Region, node and defect factor (rounded, so that a number read back from a cell finds its class)."""


def nameplate_kwspm(facts: Facts, delay_periods: int = 0) -> dict[PairKey, list[float]]:
    """Return the capacity of each node at each site by period, before utilisation."""
    case = facts.case
    capacity: dict[PairKey, list[float]] = defaultdict(lambda: [0.0] * case.calendar.periods)
    for row in case.committed:
        for t in case.calendar.horizon:
            capacity[row.site, row.node][t] += 0.0 if is_retired(facts, row, t) else row.kwspm[t]
    for batch in facts.batches:
        ramp, kwspm = case.pairs[batch.site, batch.node].ramp, case.nodes[batch.node].phase_kwspm
        for t in case.calendar.horizon:
            age = t - batch.output_with(delay_periods)
            capacity[batch.site, batch.node][t] += batch.phases * kwspm * by_age(ramp, age)
    rules = {(c.site, c.from_node, c.to_node): c for c in case.conversions}
    for done in facts.plan.converted:
        rule = rules[done.site, done.from_node, done.node]
        for t in range(done.period, case.calendar.periods):
            capacity[done.site, done.from_node][t] -= done.lumps * rule.lump_kwspm
        for t in range(done.period + rule.downtime_periods, case.calendar.periods):
            capacity[done.site, done.node][t] += done.lumps * rule.lump_kwspm * rule.output_ratio
    return capacity


def usable_kwspm(facts: Facts, scenario: Scenario | None = None) -> dict[PairKey, list[float]]:
    """Return the capacity that operations may use in a scenario, or as planned, by site, node and period."""
    delay = scenario.delay_periods if scenario else 0
    shares = {name: _usable_share(facts.case, name, scenario) for name in facts.case.nodes}
    usable = {
        (site, node): [kwspm * shares[node] for kwspm in series]
        for (site, node), series in nameplate_kwspm(facts, delay).items()
    }
    for event in facts.case.events:
        for (site, node), series in usable.items():
            hit = event.site == site or event.region == facts.case.sites[site].region
            if scenario and event.scenario == scenario.name and hit and event.node in ("", node):
                for t in facts.case.calendar.horizon:
                    series[t] *= event.factor if event.from_period <= t <= event.until_period else 1.0
    return usable


def _usable_share(case: Case, node: str, scenario: Scenario | None) -> float:
    needs_tools = any(use.node == node and use.tools_per_kwspm > 0 for tool in case.tools.values() for use in tool.uses)
    factor = min(1.0, scenario.tool_factor) if scenario and needs_tools else 1.0
    return case.nodes[node].utilisation * factor


def yield_class(case: Case, key: PairKey) -> YieldClass:
    """Return the yield class of a node at a site; a pair that is not listed has defect factor 1."""
    factor = case.pairs[key].defect_factor if key in case.pairs else 1.0
    return class_of(case.sites[key[0]].region, key[1], factor)


def class_of(region: str, node: str, defect_factor: float) -> YieldClass:
    """Return the yield class of a region, a node and a defect factor."""
    return region, node, round(defect_factor, 9)


def by_class(case: Case, kwspm: Iterable[tuple[PairKey, float]]) -> dict[YieldClass, float]:
    """Add up capacity over the sites of each yield class."""
    capacity: dict[YieldClass, float] = defaultdict(float)
    for key, value in kwspm:
        capacity[yield_class(case, key)] += value
    return capacity
