"""Discounting: flows from the middle of their period, values at the end of the horizon from its end."""

from collections.abc import Mapping

from planner.case.records import Case
from planner.plan.audit.due import DueKey

BN_PER_THOUSAND_USD = 1e-6
"""A thousand units at one usd each, in usd_bn."""


def mid_period(case: Case, period: int) -> float:
    """Return the factor of a flow in a period: (1 + rate) ^ -((t + 0.5) x period_years)."""
    return float((1 + case.settings.discount_rate) ** -((period + 0.5) * case.calendar.period_years))


def at_end(case: Case) -> float:
    """Return the factor of a value at the end of the horizon."""
    return float((1 + case.settings.discount_rate) ** -(case.calendar.periods * case.calendar.period_years))


def discounted(case: Case, due: Mapping[DueKey, float]) -> float:
    """Return the discounted sum of money due by (site, node, period)."""
    return sum((usd_bn * mid_period(case, t) for (_, _, t), usd_bn in due.items()), 0.0)
