"""What bounds on spans of starts leave, against every way of starting there is."""

import random
from itertools import product

import pytest

from planner.case.checks.sense.windows import Bound, Tally

PERIODS = 4
WAYS = list(product(range(4), repeat=PERIODS))


def drawn(seed: int) -> list[Bound]:
    """Return a few bounds, at most or at least so many starts in a span, and at most 3 in every period."""
    rng = random.Random(seed)
    bounds = [Bound(t, t + 1, 3, None) for t in range(PERIODS)]
    for number in range(rng.randint(1, 5)):
        first = rng.randrange(PERIODS)
        end = rng.randint(first + 1, PERIODS)
        most = rng.randint(0, 6)
        bounds.append(Bound(first, end, most, number) if rng.random() < 0.5 else Bound(end, first, -most, number))
    return bounds


def keeps(starts: tuple[int, ...], bound: Bound) -> bool:
    return sum(starts[: bound.end]) - sum(starts[: bound.start]) <= bound.maximum


@pytest.mark.parametrize("seed", range(60))
def test_a_tally_is_exact(seed: int) -> None:
    bounds = drawn(seed)
    ways = [starts for starts in WAYS if all(keeps(starts, bound) for bound in bounds)]
    tally = Tally(PERIODS, bounds)
    reasons = tally.contradiction()
    assert bool(reasons) == (not ways)
    if not ways:
        named = [bound for bound in bounds if bound.why is None or bound.why in reasons]
        assert not any(all(keeps(starts, bound) for bound in named) for starts in WAYS), "the reasons are enough"
        return
    for first in range(PERIODS):
        for last in range(first, PERIODS):
            counts = [sum(starts[first : last + 1]) for starts in ways]
            assert (tally.minimum(first, last), tally.maximum(first, last)) == (min(counts), max(counts))
