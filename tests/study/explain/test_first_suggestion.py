"""The first suggestion of `explain` on a case of every kind: it helps, and is close to the least that would."""

import pytest

from tests.study.explain.drawn_cases import RARE, USUAL, drawn
from tests.study.explain.first_suggestion import judged


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*USUAL, *RARE])
def test_the_first_suggestion_helps_and_is_no_larger_than_it_has_to_be(kind: str) -> None:
    result = judged(drawn(kind, 0))
    assert result is not None, "something is short"
    assert result.fault == "", result.suggestion
    assert 1 <= result.times_least <= 1.1
