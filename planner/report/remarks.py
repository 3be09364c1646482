"""What limits a plan as a whole, a line each; what is told rule by rule stands below them on the same sheet."""

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.binding import binds
from planner.report.built import count
from planner.report.figures import figures
from planner.report.phrases import OBJECTIVES, coverage_sentence, has_bound, has_plan


def remarks(case: Case, plan: Plan) -> list[str]:
    """Return the lines; a rule or an objective that has more to tell adds its own."""
    found = figures(case, plan)
    if not has_plan(found):
        return []
    sign, side = (-1, "more") if found.sells else (1, "less")
    lines = [f"Objective, {OBJECTIVES[case.settings.objective]}: {sign * found.objective:,.1f} bn USD, discounted."]
    if has_bound(found):
        lines[0] += f" No plan can have {side} than {sign * found.bound:,.1f} bn."
    lines += filter(None, [coverage_sentence(found)])
    rules = binds(plan)
    if rules:
        kinds = len({line.rule for line in rules})
        lines.append(f"{count(kinds, 'kind')} of rule without slack, in {count(len(rules), 'place')}.")
    return lines
