"""E. Robust starts: the best plan in each of several futures, what starts in the first year of all, and regrets.

Two ways to decide today are tried in some futures: approve the first-year starts of the reference plan, or start
nothing for a year. And the reference plan is carried out unchanged in every future.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from examples.seven_trillion import variants
from examples.seven_trillion.ceiling import HIGH, REFERENCE
from examples.seven_trillion.measures import first_year
from examples.seven_trillion.runs.solving import Solves
from planner.case.records import Case
from planner.plan.records import Plan
from planner.study.scenarios.futures import decided
from planner.study.sensitivity.first_year import first_starts
from planner.study.variant import Variant, as_it_stands

CHINA = ("China closed", "China open")
"""What becomes of licences for China; demand elsewhere is that of the base."""
SUBSTRATES = "too few substrates"
"""There is too little of the film and glass cloth that substrates are made of, by as much as one forecast says."""
FUTURES = {
    # name: demand, fewer scanners, Taiwan out, a year late
    "low demand": ("low", False, False, False),
    "high demand": ("high", False, False, False),
    "fewer scanners": ("base", True, False, False),
    "Taiwan out in 2029": ("base", False, True, False),
    "fabs a year late": ("base", False, False, True),
    "high demand, fewer scanners": ("high", True, False, False),
    "low demand, fabs a year late": ("low", False, False, True),
    "high demand, Taiwan out": ("high", False, True, False),
    "all at once, high demand": ("high", True, True, True),
    **{name: (name, False, False, False) for name in CHINA},
    SUBSTRATES: ("base", False, False, False),
}
_WITHOUT_EVENTS = {"base": REFERENCE, "high": HIGH}
"""The variants that relax a future with less of something or an outage; late fabs also cost less to run."""
IN_WORDS = (
    "demand low, base or high; a fifth fewer EUV scanners; Taiwan out for 2029; fabs a year late; some of these at "
    "once; China closed to foreign chips, or open; and too few substrates for packages to 2028"
)
BASE = "base demand"
APPROVE_IN = ("low demand", "Taiwan out in 2029", "fabs a year late")
WAIT_IN = (BASE, "low demand", "high demand")
CARRIED_OUT, APPROVED, WAITED = "carried out", "approved", "waited"


def of(decision: str, future: str) -> str:
    """Return the name of a decision in a future."""
    return f"{decision}: {future}"


def future(reference: Variant, name: str) -> Variant:
    """Return the variant of a future."""
    if name == SUBSTRATES:
        return variants.few_substrates(reference, name)
    demand, scanners, outage, late = FUTURES[name]
    return variants.future(reference, name, demand, scanners=scanners, outage=outage, late=late)


def decided_first(future_: Variant, decision: str, name: str, starts: Mapping[tuple[str, str], int]) -> Variant:
    """Return a future in which the reference's phases of the first year start, or nothing does."""
    if decision == APPROVED:
        return variants.approved(future_, name, starts)
    return variants.waiting(future_, name)


def futures(solves: Solves) -> Mapping[str, Any]:
    """Find the best plan of every future, and return the names."""
    reference = solves.variants[REFERENCE]
    cases = {name: future(reference, name) for name in FUTURES}
    for name, (demand, _, _, late) in FUTURES.items():
        free = _WITHOUT_EVENTS.get(demand, name)
        if not late and free != name:
            solves.relates(free, name)
    solves.run(cases, REFERENCE)
    return {"base": BASE, "names": [BASE, *cases]}


def solve_of(future: str) -> str:
    """Return the name of the solve of a future: base demand is the reference."""
    return REFERENCE if future == BASE else future


def decisions(solves: Solves) -> Mapping[str, Any]:
    """Solve what follows from deciding today, and return what is approved."""
    best = solves.best(REFERENCE)
    assert best is not None, "the reference has a plan"
    starts = first_starts(best.case, best.solved.plan.schedule)
    for decision, among in ((WAITED, WAIT_IN), (APPROVED, APPROVE_IN)):
        for future in among:
            name, free = of(decision, future), solve_of(future)
            solves.relates(free, name)
            variant = decided_first(solves.variants[free], decision, name, starts)
            solves.run({name: variant}, REFERENCE if decision == APPROVED else free)
    return {"approved": in_words(starts)}


def in_words(starts: Mapping[tuple[str, str], int]) -> Mapping[str, int]:
    """Return starts as the results name them."""
    return {f"{node} at {site}": count for (site, node), count in starts.items()}


def carried_out(solves: Solves) -> None:
    """Operate the reference plan, with nothing else built, as well as each future allows."""
    best = solves.best(REFERENCE)
    assert best is not None, "the reference has a plan"
    for future in FUTURES:
        solves.relates(future, of(CARRIED_OUT, future))
    cases = {future: solves.variants[future].case for future in FUTURES}
    solves.operate({one.name: one for one in unchanged(cases, best.solved.plan)}, REFERENCE)


def unchanged(cases: Mapping[str, Case], plan: Plan) -> list[Variant]:
    """Return the variants in which a plan is carried out in futures, and nothing else is built."""
    return [replace(as_it_stands(decided(case, plan)), name=of(CARRIED_OUT, future)) for future, case in cases.items()]


def common_starts(solves: Solves, names: list[str]) -> Mapping[str, Any]:
    """Return what starts in the first year by future, and how much of it in all."""
    by_future = {}
    for name in names:
        best = solves.best(solve_of(name))
        if best is not None:
            by_future[name] = first_year(best.case, best.solved.plan)
    return counted(by_future)


def counted(by_future: Mapping[str, Mapping[str, int]]) -> Mapping[str, Any]:
    """Return what starts in the first year of some futures, item by item."""
    items = sorted({item for starts in by_future.values() for item in starts})
    counts = {item: [starts.get(item, 0) for starts in by_future.values()] for item in items}
    return {"futures": list(by_future), "counts": counts}
