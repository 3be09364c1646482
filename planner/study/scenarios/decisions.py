"""Commit, hold, option: starts that all good plans share, those that only some futures need, and what to watch."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.case.demand import kpackages, wanted
from planner.case.records import Case, Scenario
from planner.plan.records import Plan

COMMIT, HOLD, OPTION = "commit", "hold", "option"
Dates = Mapping[str, int | None]
"""The period in which a phase starts in each plan, None where it is not built."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Phases that every plan treats alike: `planned` is their start in the plan for all futures, `own` by scenario."""

    site: str
    node: str
    """Empty for shells."""
    phases: int
    planned: int | None
    own: Dates

    @property
    def kind(self) -> str:
        """Commit where all build it; hold where the plan does and some futures do without; else option."""
        if self.planned is None:
            return OPTION
        return COMMIT if all(date is not None for date in self.own.values()) else HOLD

    @property
    def dates(self) -> list[int]:
        """The start in each plan that builds it, the earliest first."""
        return sorted(date for date in (self.planned, *self.own.values()) if date is not None)

    @property
    def builders(self) -> tuple[str, ...]:
        """The scenarios whose own best plan builds it."""
        return tuple(name for name, date in self.own.items() if date is not None)


def decisions(plan: Plan, own: Mapping[str, Plan]) -> list[Decision]:
    """Return the decisions of a plan and of the best plan for each scenario alone: commit, then hold, then option."""
    dates, by_scenario = _dates(plan), {name: _dates(one) for name, one in own.items()}
    places = dict.fromkeys(place for one in (dates, *by_scenario.values()) for place in one)
    rows: list[Decision] = []
    for site, node in places:
        counts = [len(one.get((site, node), ())) for one in (dates, *by_scenario.values())]
        for number in range(max(counts)):
            planned = _at(dates.get((site, node), ()), number)
            starts = {name: _at(one.get((site, node), ()), number) for name, one in by_scenario.items()}
            last = rows[-1] if rows else None
            if last is not None and (last.site, last.node, last.planned, last.own) == (site, node, planned, starts):
                rows[-1] = Decision(site, node, last.phases + 1, planned, starts)
            else:
                rows.append(Decision(site, node, 1, planned, starts))
    order = (COMMIT, HOLD, OPTION)
    return sorted(rows, key=lambda one: (order.index(one.kind), one.dates[0]))


def _dates(plan: Plan) -> dict[tuple[str, str], list[int]]:
    """Return the start of every phase and shell by site and node, the earliest first."""
    dates: dict[tuple[str, str], list[int]] = {}
    for start in plan.starts:
        dates.setdefault((start.site, start.node), []).extend([start.period] * start.phases)
    for shell in plan.shells_built:
        dates.setdefault((shell.site, ""), []).extend([shell.period] * shell.shells)
    return {place: sorted(of) for place, of in dates.items()}


def _at(dates: Sequence[int], number: int) -> int | None:
    return dates[number] if number < len(dates) else None


def trigger(case: Case, decision: Decision) -> str:
    """Return what sets the scenarios that need a decision apart from the others, as early as it can be seen."""
    needs = [future for future in case.scenarios if future.name in decision.builders]
    others = [future for future in case.scenarios if future.name in decision.own and future not in needs]
    if not needs or not others:
        return ""
    known_by = decision.dates[0]
    for t in case.calendar.horizon:
        sign = max(_of_demand(case, needs, others, t), default=None)
        if sign is not None:
            seen = "" if t <= known_by else "a forecast of "
            return f"{seen}{sign[1]}"
    return next(_of_the_rest(needs, others), f"whether it is {' or '.join(future.name for future in needs)}")


def _of_demand(
    case: Case, needs: Sequence[Scenario], others: Sequence[Scenario], period: int
) -> Iterator[tuple[float, str]]:
    """Yield what demand says in a period, with how far apart it is in the two groups."""
    for item in (*case.products, *case.classes):
        high, low = ([_demand(case, one, item, period) for one in group] for group in (needs, others))
        label = case.calendar.label(period)
        for upper, lower, word, beyond in (
            (min(high), max(low), "at least", high),
            (min(low), max(high), "at most", low),
        ):
            if upper > lower * (1 + 1e-6) + 1e-9:
                bound = upper if beyond is high else lower
                rest = lower if beyond is high else upper
                side = "at most" if beyond is high else "at least"
                text = f"demand for {item} of {word} {bound:,.4g} kunits in {label} ({side} {rest:,.4g} in the others)"
                yield (upper - lower) / max(upper, 1e-9), text


def _demand(case: Case, future: Scenario, item: str, period: int) -> float:
    tiers = (tier for buyer, tier in wanted(future).items() if buyer.item == item)
    return math.fsum(kpackages(case, item, tier.kunits[period]) for tier in tiers)


def _of_the_rest(needs: Sequence[Scenario], others: Sequence[Scenario]) -> Iterator[str]:
    """Yield what tools and construction say."""
    tools, fewer = [future.tool_factor for future in needs], [future.tool_factor for future in others]
    if min(tools) > max(fewer):
        yield f"at least {100 * min(tools):g} % of the tools in use (at most {100 * max(fewer):g} % in the others)"
    if max(tools) < min(fewer):
        yield f"at most {100 * max(tools):g} % of the tools in use (at least {100 * min(fewer):g} % in the others)"
    late, on_time = [future.delay_periods for future in needs], [future.delay_periods for future in others]
    if min(late) > max(on_time):
        yield f"construction late by at least {min(late)} periods (at most {max(on_time)} in the others)"
    if max(late) < min(on_time):
        yield f"construction late by at most {max(late)} periods (at least {min(on_time)} in the others)"
