"""Outages: events and tool factors that leave phases, or lanes to every market, nothing in any scenario."""

from collections.abc import Iterable

from planner.case.checks import codes
from planner.case.events import Event
from planner.case.records import Case, Scenario
from planner.shape.events import capacity_factor, is_stopped
from planner.shape.lane_rules import Route
from planner.shape.reach.reasons import Look, Reason, Starts, Step, Where
from planner.shape.reach.starts import first_lead_periods


def spared(look: Look, starts: Starts) -> Step:
    """Return all starts where a phase may run in some period of some scenario, else none."""
    case, pair = look.case, look.pair
    uses = (use for tool in case.tools.values() for use in tool.uses if use.node == pair.node)
    if any(use.tools_per_kwspm > 0 for use in uses) and all(one.tool_factor == 0 for one in case.scenarios):
        where = Where(Scenario, (case.scenarios[0].name,), "tool_factor")
        sentence = f"no scenario lets the machines of {pair.node} run"
        expected = f"above 0 %, for the machines of {look.phase} to run"
        return (), Reason(codes.NO_OUTPUT, where, "0 %", expected, ("write 100 if all of them run",), sentence)
    periods = range(starts[0] + first_lead_periods(look), case.calendar.periods)
    stops = [number for number, event in enumerate(case.events) if event.factor == 0 and _is_at(look, event)]
    if not stops or any(
        capacity_factor(case, k, pair.site, pair.node, t) > 0 for k in range(len(case.scenarios)) for t in periods
    ):
        return starts, None
    sentence = f"events stop {pair.node} at {pair.site} in every scenario"
    return (), _event(stops[0], f"above 0 %, or an end, for {look.phase} to run in some scenario", sentence)


def stopped_lane(case: Case, routes: Iterable[tuple[Route, Iterable[int]]], product: str) -> Reason | None:
    """Return the event that stops a product on its way to every market; none where a way is open in some period."""
    stops = [number for number, event in enumerate(case.events) if event.factor == 0 and event.is_lane]
    if not stops or not all(
        is_stopped(case, k, route, t) for route, periods in routes for t in periods for k in range(len(case.scenarios))
    ):
        return None
    sentence = f"events stop {product} on its way to every market"
    return _event(stops[0], f"above 0 %, or an end, for {product} to reach a market", sentence, codes.NOT_SOLD)


def _is_at(look: Look, event: Event) -> bool:
    """Say whether an event is about the capacity of a pair."""
    is_there = event.site == look.pair.site or event.region == look.case.sites[look.pair.site].region
    return is_there and event.node in ("", look.pair.node)


def _event(number: int, expected: str, sentence: str, code: codes.ProblemCode = codes.NO_OUTPUT) -> Reason:
    fix = ("write what is left, or let the event end",)
    return Reason(code, Where(Event, (number,), "factor"), "0 %", expected, fix, sentence)
