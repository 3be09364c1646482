"""What limits a plan as a whole, one line each, above the table of rules on the same sheet."""

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.built import count
from planner.report.figures.headline import Figures, figures
from planner.report.words.binding import binds
from planner.report.words.phrases import OBJECTIVES, coverage_sentence, has_bound, has_plan


def remarks(case: Case, plan: Plan) -> list[str]:
    """Return the lines; a rule or an objective may add its own."""
    headline = figures(case, plan)
    if not has_plan(headline):
        return []
    lines = [objective_sentence(case, headline), *filter(None, [coverage_sentence(headline)])]
    rules = binds(case, plan)
    if rules:
        kinds = count(len({line.rule for line in rules}), "kind")
        lines.append(f"{count(len(rules), 'place')} where a rule leaves too little for one more, {kinds} of rule.")
    return lines


def objective_sentence(case: Case, headline: Figures) -> str:
    """Return the objective and the bound on it, with the sign that a reader expects."""
    sign, side = (-1, "more") if headline.sells else (1, "less")
    value = f"Objective, {OBJECTIVES[case.settings.objective]}: {sign * headline.objective:,.1f} bn USD, discounted."
    return f"{value} No plan can have {side} than {sign * headline.bound:,.1f} bn." if has_bound(headline) else value
