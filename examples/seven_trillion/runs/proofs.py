"""What a later solve proves is joined with what was proven before, for itself and for the variants related to it.

A variant that relaxes another has no higher least cost: its bound holds there, and the plan of the other is one of its
own.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from examples.seven_trillion import gains, hedge, starts
from examples.seven_trillion.ceiling import AS_IT_STANDS, BUYERS, REFERENCE
from examples.seven_trillion.runs.results import Results, Run
from examples.seven_trillion.stack import NO_LIMIT
from planner.case.records import Case

PLANS_STAY = (REFERENCE, AS_IT_STANDS, NO_LIMIT, BUYERS)
"""Variants whose plans other analyses are made of, or whose figures the page compares: only their bounds move."""
TOLERANCE = 1e-6
"""A bound may lie so far above a plan, as a share of its cost, before the two contradict each other."""


def merged(results: Results, run: Run, stay: Collection[str] = PLANS_STAY) -> Results:
    """Return the results with a further solve of a variant; the plans of some stay, and only their bounds move.

    Raises ValueError where proofs contradict each other.
    """
    runs, again = dict(results.runs), dict(results.about.get("again", {}))
    before = runs.get(run.name)
    if before is None:
        runs[run.name] = run
    else:
        _check(run.name, max(before.low, run.low), min(before.high, run.high))
        best = run if run.high < before.high and run.name not in stay else before
        if best is run:
            for name, other in runs.items():
                if other.plan_of == run.name != name:
                    runs[name] = replace(other, plan_of=name)
        low, seconds = min(max(before.low, run.low), best.high), before.seconds
        seconds += 0.0 if round(run.seconds, 1) in again.get(run.name, []) else run.seconds
        runs[run.name] = replace(best, low=low, seconds=seconds, status=run.status)
    for looser, tighter in sorted(results.relaxed):
        if run.name in (looser, tighter):
            runs |= _related(runs[looser], runs[tighter])
    again[run.name] = sorted({*again.get(run.name, []), round(run.seconds, 1)})
    about = {**results.about, "again": again}
    return replace(results, about=about, runs=runs)


def lent(results: Results, owner: Run, name: str) -> Results:
    """Return the results with the plan of one variant as that of another whose rules it keeps, where it costs less."""
    before = results.runs[name]
    if owner.high >= before.high or name in PLANS_STAY:
        return results
    _check(name, before.low, owner.high)
    run = replace(before, low=min(before.low, owner.high), high=owner.high, plan_of=owner.name, figures=owner.figures)
    runs = {**results.runs, name: run}
    runs |= {k: replace(one, plan_of=k) for k, one in runs.items() if one.plan_of == name != k}
    return replace(results, runs=runs)


def _related(looser: Run, tighter: Run) -> Mapping[str, Run]:
    """Return both with what they prove of each other."""
    low, high = max(looser.low, tighter.low), min(looser.high, tighter.high)
    _check(tighter.name, low, tighter.high)
    tighter = replace(tighter, low=min(low, tighter.high))
    if high < looser.high and looser.name not in PLANS_STAY:
        looser = replace(looser, low=min(looser.low, high), high=high, plan_of=tighter.plan_of, figures=tighter.figures)
    return {looser.name: looser, tighter.name: tighter}


def _check(name: str, low: float, high: float) -> None:
    if low > high + TOLERANCE * abs(high):
        raise ValueError(f"{name}: a plan that costs {high:,.4f} lies below a bound of {low:,.4f}")


def derived(results: Results) -> Results:
    """Return the results with what follows from the intervals and figures of runs: shares, starts in all futures."""
    results = hedge.raised(replace(results, relaxed=results.relaxed | _known_relations(results)))
    parts = dict(results.parts)
    costs = {name: run.interval for name, run in results.runs.items()}
    parts["funds"] = gains.figures_of(gains.FUNDS, REFERENCE, costs)
    names = [starts.BASE, *(name for name in starts.FUTURES if name in results.runs)]
    parts["futures"] = {**parts["futures"], "names": names}
    by_future = {name: results.runs[starts.solve_of(name)].figures["first_year"] for name in names}
    parts["starts"] = starts.counted(by_future)
    return replace(results, parts=parts)


def _known_relations(results: Results) -> frozenset[tuple[str, str]]:
    """Return relations of futures, and of plans for several, which hold whoever solves them."""
    pairs = [(starts.solve_of(future), starts.of(starts.CARRIED_OUT, future)) for future in starts.FUTURES]
    pairs += [(REFERENCE, starts.SUBSTRATES), (hedge.FOLLOWS, hedge.HALVES)]
    return frozenset(pair for pair in pairs if set(pair) <= set(results.runs))


def digest(case: Case) -> str:
    """Return the same text for the same case, whatever its workbook says beside its data."""
    sha = hashlib.sha256()
    for part in _parts(case):
        sha.update(part.encode())
    return sha.hexdigest()[:16]


def _parts(value: Any) -> Iterator[str]:
    if is_dataclass(value):
        for field in fields(value):
            yield field.name
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield "{"
        for key, item in value.items():
            yield from _parts(key)
            yield from _parts(item)
    elif isinstance(value, frozenset):
        yield from sorted(map(str, value))
    elif isinstance(value, tuple | list):
        yield f"({len(value)}"
        for item in value:
            yield from _parts(item)
    else:
        yield f"{value!r};"
