"""Discounting: flows from the middle of their period, values at the end of the horizon from its end."""

import math
from collections.abc import Mapping

from planner.audit.due import DueKey
from planner.case.records import Case

BN_PER_THOUSAND_USD = 1e-6
"""A thousand units at one usd each, in usd_bn."""


def mid_period(case: Case, period: int) -> float:
    """Return the factor of a flow half-way through a period."""
    return _factor(case, (period + 0.5) / case.calendar.periods_per_year)


def at_end(case: Case) -> float:
    """Return the factor of a value at the end of the horizon."""
    return _factor(case, case.calendar.periods / case.calendar.periods_per_year)


def _factor(case: Case, years: float) -> float:
    """Return the present value of 1 usd after a number of years: exp(-years x ln(1 + rate))."""
    return math.exp(-years * math.log1p(case.settings.discount_rate))


def discounted(case: Case, due: Mapping[DueKey, float]) -> float:
    """Return the discounted sum of money due by (site, node, period)."""
    return sum((usd_bn * mid_period(case, t) for (_, _, t), usd_bn in due.items()), 0.0)
