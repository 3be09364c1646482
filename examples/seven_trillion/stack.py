"""B. The whole stack: power a year late, a quarter more of it, or without limit, and what a GW costs from fab to plant.

The money is accounting: what the plan ships by year, at the prices of the case and at sourced costs of a GW.
"""

from collections.abc import Callable, Mapping
from typing import Any

from examples.seven_trillion import variants
from examples.seven_trillion.ceiling import REFERENCE
from examples.seven_trillion.runs.solving import Solves
from planner.case.records import Case
from planner.plan.records import Plan
from planner.shape.power import deployed_mw, mw_per_kunit
from planner.study.variant import Variant

LATE, MORE, NO_LIMIT = "power a year late", "power a quarter more", "power without limit"


CASES: Mapping[str, Callable[[Variant], Variant]] = {
    LATE: lambda reference: variants.power_later(reference, reference.case.calendar.periods_per_year),
    MORE: lambda reference: variants.more_power(reference, 1.25),
    NO_LIMIT: lambda reference: reference.with_edits(NO_LIMIT, [f"deployment[*].* *= {variants.MANY}"]),
}
"""How variants of the reference are made."""


def power(solves: Solves) -> None:
    """Solve the reference with other power in the markets."""
    reference = solves.variants[REFERENCE]
    for looser, tighter in ((REFERENCE, LATE), (MORE, REFERENCE), (NO_LIMIT, MORE)):
        solves.relates(looser, tighter)
    solves.run({name: case(reference) for name, case in CASES.items()}, REFERENCE)


def idle(solves: Solves) -> Mapping[str, Any]:
    """Return what would stand idle if the industry built as though there were power enough."""
    built, limit = solves.best(NO_LIMIT), solves.variants[REFERENCE].case
    assert built is not None, "the reference has a plan, and lifting a rule keeps it"
    drawn, switched_on = energised_gw(built.case, built.solved.plan), available_gw(limit)
    return {"shipped_gw": drawn, "available_gw": switched_on, "built_gw": energised_gw(*_reference(solves))}


def _reference(solves: Solves) -> tuple[Case, Plan]:
    best = solves.best(REFERENCE)
    assert best is not None, "the reference has a plan"
    return best.case, best.solved.plan


def energised_gw(case: Case, plan: Plan) -> dict[str, dict[str, float]]:
    """Return the power of all accelerators shipped to date by market and year's end."""
    gw: dict[str, dict[str, float]] = {}
    for market in deployed_mw(case):
        total = 0.0
        for t in case.calendar.horizon:
            total += sum(
                mw_per_kunit(case, one.product) * one.kunits / 1000
                for one in plan.shipments
                if one.market == market and one.period == t
            )
            gw.setdefault(market, {})[str(case.calendar.year(t))] = round(total, 2)
    return gw


def available_gw(case: Case) -> dict[str, dict[str, float]]:
    """Return the power that can be switched on to date by market and year's end."""
    return {
        market: {str(case.calendar.year(t)): round(mw[t] / 1000, 2) for t in case.calendar.horizon}
        for market, mw in deployed_mw(case).items()
    }
