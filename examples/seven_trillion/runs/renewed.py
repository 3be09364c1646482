"""What is made of the reference plan: made anew where a better one is found."""

from collections.abc import Mapping
from dataclasses import replace

from examples.seven_trillion import starts
from examples.seven_trillion.ceiling import REFERENCE
from examples.seven_trillion.runs.catalogue import Make
from examples.seven_trillion.runs.figures import figures_of
from examples.seven_trillion.runs.results import Results, Run
from examples.seven_trillion.stack import energised_gw
from planner.plan.records import Plan
from planner.study.sensitivity.first_year import first_starts
from planner.study.solves.session import Session


def renewed(session: Session, results: Results, entries: Mapping[str, Make], plan: Plan) -> Results:
    """Return the results in which another reference plan is carried out in every future.

    Solves that start what it starts in the first year are of no use where that is something else, and are left out.
    """
    case = entries[REFERENCE]().case
    approved = starts.in_words(first_starts(case, plan.schedule))
    parts = {**results.parts, "decisions": {"approved": approved}}
    parts["idle"] = {**results.parts["idle"], "built_gw": energised_gw(case, plan)}
    runs = dict(results.runs)
    if approved != results.parts["decisions"]["approved"]:
        runs = {name: run for name, run in runs.items() if not name.startswith(starts.APPROVED)}
    futures = {name: entries[name]().case for name in starts.FUTURES if name in runs}
    variants = starts.unchanged(futures, plan)
    for variant, solved in zip(variants, session.solve(variants, [plan.schedule] * len(variants)), strict=True):
        if solved.has_plan:
            figures = figures_of(variant.name, "", variant.case, solved)
            cost = (solved.bound, solved.objective, str(solved.status), solved.seconds)
            runs[variant.name] = Run(variant.name, *cost, variant.name, figures)
    return replace(results, runs=runs, parts=parts)
