"""E, continued. One plan for low, base and high demand together, under weights that are assumed, and what it is worth.

It is set against the reference plan, which is made for base demand alone. Either plan is carried out unchanged in all
three; a third way decides starts for all three until a date only, and lets later ones follow the future.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from examples.seven_trillion import starts, variants
from examples.seven_trillion.ceiling import HIGH, REFERENCE
from examples.seven_trillion.runs.results import Results
from examples.seven_trillion.runs.solving import Solves
from planner.case.calendar import Calendar
from planner.study.answers.interval import Interval
from planner.study.variant import Variant

LOW = "low demand"
FUTURES = {"low": LOW, "base": REFERENCE, "high": HIGH}
"""The solve of each scenario for certain."""
WEIGHTS = {
    "one plan, weights 25/50/25": {"low": 25.0, "base": 50.0, "high": 25.0},
    "one plan, equal thirds": {"low": 33.333, "base": 33.334, "high": 33.333},
}
"""No source gives weights of the three: these are assumed."""
HALVES, THIRDS = WEIGHTS
FOLLOWS = "later starts by future, weights 25/50/25"
"""The solve in which starts after `UNTIL` follow the future, with the first weights."""
UNTIL = "2028Q4"
Starts = Mapping[str, Sequence[int]]
"""The periods in which phases, shells and lumps start, by what and where."""
SHOWN = (REFERENCE, *WEIGHTS, FOLLOWS)
"""The plans whose starts are compared."""


def weights(name: str) -> Mapping[str, float]:
    """Return the weights of the scenarios in a weighed solve, which sum to 1."""
    return {scenario: pct / 100 for scenario, pct in WEIGHTS.get(name, WEIGHTS[HALVES]).items()}


def variant(reference: Variant, name: str) -> Variant:
    """Return the variant of a weighed solve."""
    return variants.weighed(reference, name, WEIGHTS.get(name, WEIGHTS[HALVES]))


def until(name: str, calendar: Calendar) -> int | None:
    """Return the period after which starts follow the future in a solve; none where one plan is made."""
    return calendar.ordinal(UNTIL) if name == FOLLOWS else None


def weigh(solves: Solves) -> None:
    """Make one plan for the three futures under each of the weights, and one whose later starts follow the future."""
    reference = solves.variants[REFERENCE]
    for name in WEIGHTS:
        solves.run({name: variant(reference, name)}, REFERENCE)
    solves.relates(FOLLOWS, HALVES)
    at = until(FOLLOWS, reference.case.calendar)
    assert at is not None, "the date lies within the horizon"
    solves.adapt(FOLLOWS, variant(reference, FOLLOWS), at, HALVES)


def mean(name: str, of: Mapping[str, Interval]) -> Interval:
    """Return the mean of what is known of each scenario under the weights of a solve."""
    shares = weights(name)
    return Interval(
        math.fsum(share * of[scenario].low for scenario, share in shares.items()),
        math.fsum(share * of[scenario].high for scenario, share in shares.items()),
    )


def known_first(results: Results, name: str) -> Interval:
    """Return the mean cost where the future is known before anything is decided: no plan for all costs less."""
    return mean(name, {scenario: results.runs[solve].interval for scenario, solve in FUTURES.items()})


def raised(results: Results) -> Results:
    """Return the results in which no plan for all futures costs less than where they are known, and how they weigh."""
    if not set(FUTURES.values()) <= set(results.runs):
        return results
    runs = dict(results.runs)
    for name in {*WEIGHTS, FOLLOWS} & set(runs):
        run = runs[name]
        runs[name] = replace(run, low=min(run.high, max(run.low, known_first(results, name).low)))
    results = replace(results, runs=runs)
    part = part_of(results)
    return replace(results, parts={**results.parts, **({"weighed": part} if part else {})})


def approved_first(results: Results, name: str) -> Interval:
    """Return the mean cost where the reference's phases of the first year start, and all else follows the future."""
    of = {"base": results.runs[REFERENCE].interval}
    for scenario, solve in FUTURES.items():
        decided = starts.of(starts.APPROVED, solve)
        if decided in results.runs:
            of[scenario] = results.runs[decided].interval
        elif scenario not in of:
            own = results.runs[solve].figures["first_year"]
            listed = results.parts["decisions"]["approved"]
            best = results.runs[solve].interval
            does_all = all(own.get(item, 0) >= count for item, count in listed.items())
            of[scenario] = best if does_all else Interval(best.low, math.inf)
    return mean(name, of)


def unchanged(results: Results, scenario: str) -> Interval:
    """Return what the reference plan costs in a scenario where it is carried out unchanged."""
    run = results.runs[REFERENCE if scenario == "base" else starts.of(starts.CARRIED_OUT, FUTURES[scenario])]
    return Interval(run.high, run.high) if scenario == "base" else run.interval


def reference_for_all(results: Results, name: str) -> Interval:
    """Return the mean cost of the reference plan, carried out unchanged in all three."""
    return mean(name, {scenario: unchanged(results, scenario) for scenario in FUTURES})


def cost_in(results: Results, name: str, scenario: str) -> float:
    """Return what the plan of a weighed solve costs in a scenario."""
    return float(results.runs[name].figures["by_future_usd_bn"][scenario])


def part_of(results: Results) -> Mapping[str, Any] | None:
    """Return what was weighed how, if everything that it is set against is known too."""
    needed = {*SHOWN, *FUTURES.values(), *(starts.of(starts.CARRIED_OUT, FUTURES[one]) for one in ("low", "high"))}
    if not needed <= set(results.runs) or "starts" not in results.runs[REFERENCE].figures:
        return None
    return {"weights_pct": WEIGHTS, "until": UNTIL}


def calendar(results: Results) -> Calendar:
    """Return the calendar of the case, which is in quarters."""
    return Calendar.starting(str(results.about["first_period"]), int(results.about["periods"]))


def same(one: Starts, other: Starts, last: int) -> tuple[int, int]:
    """Return how many starts to a period are in both plans by then, and how many there are in the first."""
    by_then = [{item: sum(at <= last for at in of) for item, of in plan.items()} for plan in (one, other)]
    common = sum(min(count, by_then[1].get(item, 0)) for item, count in by_then[0].items())
    return common, sum(by_then[0].values())
