"""Which figures of the best plan of a variant go into the results."""

from examples.seven_trillion import hedge
from examples.seven_trillion.ceiling import AS_IT_STANDS, REFERENCE
from examples.seven_trillion.measures import (
    Figures,
    by_future_usd_bn,
    first_year,
    package_cost_usd,
    plan_figures,
    planned_starts,
    tiers_served_pct,
)
from planner.case.records import Case
from planner.plan.records import Plan
from planner.study.scenarios.futures import possible
from planner.study.solves.solved import Solved


def figures_of(name: str, all_lifted: str, case: Case, solved: Solved) -> Figures:
    """Return the figures of the plan of a variant; more of some that the page says more of."""
    if solved.by_future:
        return _of_following(case, solved)
    plan, more = solved.plan, {}
    if name in (AS_IT_STANDS, REFERENCE):
        more["tiers_pct"] = tiers_served_pct(case, plan)
    if name in (REFERENCE, all_lifted):
        more["cost_usd"] = package_cost_usd(case, plan)
    return {**plan_figures(case, plan), **more, **of_decisions(name, case, plan)}


def of_decisions(name: str, case: Case, plan: Plan) -> Figures:
    """Return all starts of a plan that is set against others, and what it costs in each of several futures."""
    starts = {"starts": planned_starts(case, plan)} if name in hedge.SHOWN else {}
    return {**starts, **({"by_future_usd_bn": by_future_usd_bn(case, plan)} if len(possible(case)) > 1 else {})}


def _of_following(case: Case, solved: Solved) -> Figures:
    """Return what a plan whose later starts follow the future decides for all, and what it costs in each."""
    costs = zip(possible(case), solved.by_future, strict=True)
    return {
        "first_year": first_year(case, solved.plan),
        "starts": planned_starts(case, solved.plan),
        "by_future_usd_bn": {one.name: round(plan.outcome.objective, 4) for one, plan in costs},
        "drawn_by_future_usd_bn": {
            one.name: round(sum(draw.usd_bn for draw in plan.draws), 2)
            for one, plan in zip(possible(case), solved.by_future, strict=True)
        },
    }
