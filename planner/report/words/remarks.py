"""What limits a plan as a whole, one line each, above the table of rules on the same sheet."""

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.built import count
from planner.report.figures.headline import Figures, figures
from planner.report.words.binding import binds
from planner.report.words.phrases import coverage_sentence, has_bound, has_plan, objective_words
from planner.report.words.returns import line_words
from planner.report.words.risk import risk_sentence

_SHOWN_USD_BN = 0.05


def remarks(case: Case, plan: Plan) -> list[str]:
    """Return the lines; a rule or an objective may add its own."""
    headline = figures(case, plan)
    if not has_plan(headline):
        return []
    more = filter(None, (risk_sentence(case, plan), coverage_sentence(headline)))
    lines = [objective_sentence(case, headline), *_parts(case, plan), *more]
    rules = binds(case, plan)
    if rules:
        kinds = count(len({line.rule for line in rules}), "kind")
        lines.append(f"{count(len(rules), 'place')} where a rule leaves too little for one more, {kinds} of rule.")
    return lines


def _parts(case: Case, plan: Plan) -> list[str]:
    """Return what the objective adds up, the largest first, then what it takes off."""
    lines = sorted(plan.outcome.cost_usd_bn.items(), key=lambda line: -abs(line[1]))
    shown = [(line_words(case, name), usd_bn) for name, usd_bn in lines if abs(usd_bn) >= _SHOWN_USD_BN]
    sums = (("Costs", 1), ("Taken off", -1))
    return [
        f"{title} [bn USD, discounted]: {', '.join(parts)}."
        for title, sign in sums
        if (parts := [f"{name} {abs(usd_bn):,.1f}" for name, usd_bn in shown if usd_bn * sign > 0])
    ]


def objective_sentence(case: Case, headline: Figures) -> str:
    """Return the objective and the bound on it, with the sign that a reader expects."""
    sign, side = (-1, "more") if headline.sells else (1, "less")
    value = f"Objective, {objective_words(case)}: {sign * headline.objective:,.1f} bn USD, discounted."
    return f"{value} No plan can have {side} than {sign * headline.bound:,.1f} bn." if has_bound(headline) else value
