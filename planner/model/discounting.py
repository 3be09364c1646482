"""Discounting of amounts to date: the flow of a period is the amount to date less that of the period before."""

from collections.abc import Sequence
from typing import Any

from planner.case.money import discount
from planner.case.records import Case


def discounted(case: Case, to_date: Sequence[Any]) -> Any:
    """Return sum over t of discount[t] x (to_date[t] - to_date[t-1]), by parts so that each amount stands once."""
    factors = [discount(case, t) for t in case.calendar.horizon]
    steps = [now - after for now, after in zip(factors, [*factors[1:], 0.0], strict=True)]
    return sum(step * amount for step, amount in zip(steps, to_date, strict=True) if step != 0)
