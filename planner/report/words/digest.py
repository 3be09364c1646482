"""The answer of a plan as plain data, for other programs: what is short, what is built, and why demand is not met."""

from typing import Any

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.service import services
from planner.report.words.causes import causes


def digest(case: Case, plan: Plan) -> dict[str, Any]:
    """Return the keys that `planner solve --json` adds to the figures. Periods are labels.

    `shortage`: a list of product, market, period and kunits, expected over the scenarios.
    `builds`: `starts`, a list of site, node, period and phases, and `openings`, a list of site and period.
    `causes`: sentences: the shortage and its largest part, then the rules that bind and the most expensive ban.
    """
    label = case.calendar.label
    starts = [{"site": s.site, "node": s.node, "period": label(s.period), "phases": s.phases} for s in plan.starts]
    openings = [{"site": opening.site, "period": label(opening.period)} for opening in plan.openings]
    return {
        "shortage": [
            {"product": product, "market": market, "period": label(period), "kunits": service.shortage_kunits}
            for (product, market, period), service in services(case, plan).items()
            if service.shortage_kunits > 0
        ],
        "builds": {"starts": starts, "openings": openings},
        "causes": causes(case, plan),
    }
