"""Sweeps: everything once, in order, and again only where the incumbent is clearly better."""

import pytest

from planner.solver.search.sweep import Sweep, Windows


def test_everything_comes_once_and_again_when_the_incumbent_is_clearly_better() -> None:
    sweep, seen = Sweep[str](0.01), list[str]()
    for objective in (100.0, 99.9, 99.5):
        assert sweep.is_due(objective)
        seen.append(sweep.take(objective, ["a", "b", "c"]))
    assert seen == ["a", "b", "c"]
    assert not sweep.is_due(98.6), "better than 99.5, but not by a hundredth"
    assert sweep.is_due(98.4)
    assert sweep.take(98.4, ["d"]) == "d"


def test_a_loss_counts_by_its_size() -> None:
    """Profits are negative objectives."""
    sweep = Sweep[int](0.01)
    sweep.take(-100.0, [1])
    assert not sweep.is_due(-100.9)
    assert sweep.is_due(-101.2)


@pytest.mark.parametrize("factor", [0.1, 1.0])
@pytest.mark.parametrize("periods", [1, 2, 3, 7, 12, 40, 61])
def test_windows_cover_every_period_but_the_last_twice(periods: int, factor: float) -> None:
    windows = Windows(periods)
    for _ in range(60):
        covered = [sum(first <= t < first + width for first, width in windows.all()) for t in range(periods)]
        assert all(count >= 2 for count in covered[:-1])
        assert periods == 1 or covered[-1] >= 1
        windows.learn(factor)


def test_windows_grow_where_they_are_soon_done_and_shrink_where_they_are_not() -> None:
    narrow, wide = Windows(40), Windows(40)
    for _ in range(100):
        narrow.learn(1.0)
        wide.learn(0.1)
    assert {width for _, width in narrow.all()} == {2}
    assert {width for _, width in wide.all()} == {40}
