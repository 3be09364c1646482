"""Intervals in words: what is known of them, and no more."""

import math

import pytest

from planner.study.answers.interval import Interval


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (3.1, 4.0, "3.10 to 4.00"),
        (3.001, 3.002, "3.00"),
        (3.1, math.inf, "at least 3.10"),
        (-3.1, math.inf, "at least -3.10"),
        (-math.inf, 4.0, "at most 4.00"),
        (0.0, math.inf, "not known"),
        (-math.inf, math.inf, "not known"),
        (math.inf, math.inf, "no plan at all"),
    ],
)
def test_an_interval_says_what_is_known(low: float, high: float, said: str) -> None:
    assert str(Interval(low, high)) == said
