"""Why demand is not met, in a few sentences: the shortage, its largest part, and the rules without slack."""

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.service import Key, services, summed, total
from planner.report.words.binding import headlines

_MAX_LINES = 5
_NOTHING_KUNITS = 1e-6


def causes(case: Case, plan: Plan) -> list[str]:
    """Return the lines: the shortage with its largest part, a line per rule that binds, the most expensive ban."""
    return [_shortage(case, plan), *(f"{line.sentence}." for line in headlines(case, plan, _MAX_LINES))]


def _shortage(case: Case, plan: Plan) -> str:
    by_key = services(case, plan)
    whole = total(by_key.values())
    if whole.shortage_kunits <= _NOTHING_KUNITS:
        return "There is no shortage: all demand is covered."

    def pair(key: Key) -> object:
        return " in ".join(key[:2])

    what, worst = max(summed(by_key, pair).items(), key=lambda item: item[1].shortage_kunits)
    share_pct = 100 * worst.shortage_kunits / whole.shortage_kunits
    short = [period for (_, _, period), one in by_key.items() if one.shortage_kunits > _NOTHING_KUNITS]
    first, last = case.calendar.label(min(short)), case.calendar.label(max(short))
    when = f"in {first}" if first == last else f"between {first} and {last}"
    amount = f"{whole.shortage_kunits:,.0f} of {whole.demand_kunits:,.0f} kunits demanded stay short, {when}"
    return f"{amount}; {share_pct:.0f} % of that is {what}."
