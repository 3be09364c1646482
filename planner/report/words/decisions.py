"""What is decided, in sentences: the most urgent first, and which decisions the gap leaves open."""

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.built import Built, built, count
from planner.report.figures.regret import by_urgency, is_open, regrets_usd_bn
from planner.report.words.formats import short

_NAMED = 4
"""Open decisions that a sentence names."""


def decisions(case: Case, plan: Plan, max_count: int) -> list[tuple[Built, str]]:
    """Return the decisions that matter most as sentences, each with what it is about.

    Those that start in the first year come first, then the next year's; within a year, the greatest regret.
    """
    label, lines, regrets = case.calendar.label, built(case, plan), regrets_usd_bn(case, plan)
    sentences = []
    for line in by_urgency(case, lines, regrets)[:max_count]:
        what = f"{short(line.site)}: {count(line.phases, 'phase')} of {short(line.node)}"
        when = f"from {label(line.first_start)}, output {label(line.first_output)}"
        regret = regrets[line.site, line.node]
        spares = f"; without it up to {_rounded(regret)} bn of shortage" if regret >= _SHOWN else ""
        still = "; still open" if is_open(plan, line, regret) else ""
        sentences.append((line, f"{what} for {line.capex_usd_bn:,.1f} bn USD, {when}{spares}{still}"))
    return sentences


def _rounded(usd_bn: float) -> str:
    return f"{usd_bn:,.0f}" if usd_bn >= _LARGE else f"{usd_bn:,.1f}"


def open_sentence(case: Case, plan: Plan) -> str:
    """Return which decisions the gap leaves open, as one sentence; nothing where it leaves none."""
    regrets = regrets_usd_bn(case, plan)
    lines = [line for line in built(case, plan) if is_open(plan, line, regrets[line.site, line.node])]
    if not lines:
        return ""
    gap_usd_bn = plan.outcome.objective - plan.outcome.bound
    names = [f"{short(line.site)} {short(line.node)}" for line in lines[:_NAMED]]
    more = f" and {len(lines) - _NAMED} more" if len(lines) > _NAMED else ""
    return (
        f"Still open, since the gap of {gap_usd_bn:,.3g} bn USD is more than one phase costs and spares: "
        f"{', '.join(names)}{more}. A better plan may build these elsewhere, at another time or not at all."
    )


_SHOWN, _LARGE = 0.05, 100.0
"""Less than this would read as 0.0 bn."""
