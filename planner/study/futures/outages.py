"""One thing lost at a time: a site, a region, a lane or the deliveries of a tool, for the whole horizon.

Each is an event of the most likely scenario, in which the operations of the plan are built anew: a lost lane keeps
apart what was one flow.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from planner.case.records import Case, Event
from planner.plan.records import Plan, Schedule
from planner.solver.options import SolveOptions
from planner.study.futures.fixed import Figures, FixedPlan

MAX_LANES = 12
"""Lanes that are lost one at a time: those that carry most in the plan."""


@dataclass(frozen=True)
class Outage:
    """What is lost, in words, and as an event of no scenario yet."""

    kind: str
    name: str
    event: Event


def outages(case: Case, plan: Plan) -> tuple[Outage, ...]:
    """Return every outage that can hurt a plan."""
    return (*_places(case, plan), *_lanes(plan), *_tools(case))


def _event(**what: str) -> Event:
    return Event("", from_period=0, factor=0.0, **what)  # type: ignore[arg-type]  # names only


def _places(case: Case, plan: Plan) -> Iterator[Outage]:
    sites = dict.fromkeys(row.site for row in plan.capacity if row.kwspm > 0)
    yield from (Outage("site", site, _event(site=site)) for site in sites)
    by_region = Counter(case.sites[site].region for site in sites)
    yield from (Outage("region", region, _event(region=region)) for region, count in by_region.items() if count > 1)


def _lanes(plan: Plan) -> Iterator[Outage]:
    kunits: Counter[tuple[str, str, str]] = Counter()
    for sent in plan.shipments:
        kunits[sent.from_region, "", sent.market] += sent.kunits  # type: ignore[assignment]  # Counter adds floats
    for flow in plan.flows:
        if flow.from_region != flow.to_region:
            kunits[flow.from_region, flow.to_region, ""] += flow.kunits  # type: ignore[assignment]
    for (start, region, market), _ in kunits.most_common(MAX_LANES):
        event = _event(from_region=start, to_region=region, to_market=market)
        yield Outage("lane", f"{start} to {region or market}", event)


def _tools(case: Case) -> Iterator[Outage]:
    yield from (Outage("tool", f"deliveries of {tool}", _event(tool=tool)) for tool in case.tools)


@dataclass(frozen=True)
class OneLess:
    """A plan in a scenario, with one thing lost: to be solved in a process of its own."""

    case: Case
    scenario: int
    schedule: Schedule
    outage: Outage
    options: SolveOptions = field(default_factory=SolveOptions)

    def run(self, cancel: threading.Event, report: Callable[[Any], None]) -> Figures:
        """Return its figures."""
        event = replace(self.outage.event, scenario=self.case.scenarios[self.scenario].name)
        case = replace(self.case, events=(*self.case.events, event))
        plan = FixedPlan(case, self.scenario, self.schedule)
        return plan.fixed.solve(np.ones((1, len(case.markets), case.calendar.periods)))[0]


def likeliest(case: Case) -> int:
    """Return the number of the most likely scenario, the first of several."""
    return max(range(len(case.scenarios)), key=lambda k: (case.scenarios[k].probability, -k))
