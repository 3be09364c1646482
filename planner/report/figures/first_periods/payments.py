"""What each fund pays in the first periods."""

from planner.case.records import Case
from planner.plan.records import Plan


def payments(case: Case, plan: Plan, periods: int) -> dict[str, list[float]]:
    """Return what each fund that pays anything in the first periods pays in each of them, in usd_bn."""
    paid = {
        fund: [
            sum(draw.usd_bn for draw in plan.draws if draw.fund == fund and draw.period == t)
            for t in range(min(periods, case.calendar.periods))
        ]
        for fund in case.funds
    }
    return {fund: usd_bn for fund, usd_bn in paid.items() if sum(usd_bn) > 0}
