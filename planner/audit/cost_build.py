"""Cost lines of construction in discounted usd_bn: capex, opening, conversions, credits, money, changes, end value."""

from itertools import accumulate

from planner.audit.changes import changed_phases
from planner.audit.crediting import credit_by_batch, credits_due
from planner.audit.discount import at_end, discounted, mid_period
from planner.audit.due import capex_due, conversions_due, openings_due, under_way_due
from planner.audit.facts import Facts
from planner.audit.money import drawn_by_period
from planner.case.records import EndValue, Objective, ProfitOf


def lines_usd_bn(facts: Facts) -> dict[str, float]:
    """Return the first-stage lines, which are the same in every scenario; credits and end value are negative."""
    due = capex_due(facts)
    return {
        "capex": discounted(facts.case, {key: usd_bn for key, usd_bn in due.items() if key[1]}),
        "shells": discounted(facts.case, {key: usd_bn for key, usd_bn in due.items() if not key[1]}),
        "under_way": discounted(facts.case, under_way_due(facts)),
        "opening": discounted(facts.case, openings_due(facts)),
        "conversions": discounted(facts.case, conversions_due(facts)),
        "credits": 0.0 - discounted(facts.case, credits_due(facts)),
        "cost_of_money": _cost_of_money(facts),
        "changes": _changes(facts),
        "end_value": 0.0 - _end_value(facts),
    }


def _cost_of_money(facts: Facts) -> float:
    """Sum of rate x period_years x draws to date, by fund and period."""
    case, cost = facts.case, 0.0
    for fund in case.funds.values():
        for t, to_date in enumerate(accumulate(drawn_by_period(facts, fund.name))):
            cost += fund.cost_of_money * case.calendar.period_years * to_date * mid_period(case, t)
    return cost


def _changes(facts: Facts) -> float:
    price = facts.case.settings.change_price_usd_bn_per_phase
    return sum((price * phases * mid_period(facts.case, t) for t, phases in changed_phases(facts).items()), 0.0)


def _end_value(facts: Facts) -> float:
    """Sum of (capex - credit) x max(0, 1 - age / life) over phases and shells that are ready before the end.

    To society a fab is worth what it cost, whoever paid for it.
    """
    case = facts.case
    if case.settings.end_value is EndValue.NONE:
        return 0.0
    for_society = case.settings.objective is Objective.PROFIT and case.settings.profit_of is ProfitOf.SOCIETY
    credited, value = {} if for_society else credit_by_batch(facts), 0.0
    for batch in facts.paid:
        age_periods = case.calendar.periods - batch.output
        if age_periods > 0:
            age_years = age_periods * case.calendar.period_years
            life_years = case.settings.equipment_life_years if batch.node else case.settings.shell_life_years
            left = max(0.0, 1 - age_years / life_years)
            value += (batch.capex_usd_bn - credited.get(batch, 0.0)) * left
    return value * at_end(case)
