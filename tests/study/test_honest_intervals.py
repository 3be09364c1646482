"""Intervals of studies with a gap of 30 % contain the true difference, which is that of two optima."""

import pytest

from tests.study.intervals import case_of, found, is_inside


@pytest.mark.slow
@pytest.mark.parametrize("seed", [8, 14, 24])
def test_every_interval_contains_the_truth(seed: int) -> None:
    all_found = list(found(case_of(seed)))
    assert [one for one in all_found if not is_inside(*one[1:])] == []
    assert {what.partition(":")[0] for what, _, _ in all_found} >= {"worth", "frontier"}
    assert seed == 8 or any(interval.width > 1e-4 for _, _, interval in all_found)
