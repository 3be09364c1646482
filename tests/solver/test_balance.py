"""The balance of a worker between searching for plans and helping with the proof."""

import pytest

from planner.solver.search.balance import EFFORT_ALONE, LARGEST_SHARE, SMALLEST_EFFORT, SMALLEST_SHARE, Balance


def share(balance: Balance) -> float:
    """Return what share of its effort a worker gives to the proof, over many steps that gain as the last did."""
    balance.searched(0.0, 1e-9, is_help_wanted=False)
    due = balance._due
    balance.searched(0.0, 1e-6, is_help_wanted=True)
    more = (balance._due - due) / 1e-6
    return more / (1.0 + more)


def begun() -> Balance:
    """Return a balance of a search that had its time alone."""
    balance = Balance()
    balance._searched = EFFORT_ALONE
    return balance


def test_the_search_has_its_time_before_any_help() -> None:
    balance = Balance()
    balance.searched(0.0, 0.9 * EFFORT_ALONE, is_help_wanted=True)
    assert balance.due == 0.0
    assert not balance.is_time_to_help
    balance.searched(0.0, 0.2 * EFFORT_ALONE, is_help_wanted=True)
    assert balance.is_time_to_help
    assert balance.due > 0.0


def test_help_is_tried_before_anything_is_known_of_it() -> None:
    balance = begun()
    balance.searched(0.01, SMALLEST_EFFORT, is_help_wanted=True)
    assert balance.due == pytest.approx(SMALLEST_EFFORT)


def test_nothing_is_due_without_nodes_or_for_too_little() -> None:
    balance = begun()
    balance.searched(0.0, 100.0, is_help_wanted=False)
    assert balance.due == 0.0
    balance.searched(0.0, 0.9 * SMALLEST_EFFORT, is_help_wanted=True)
    assert balance.due == 0.0


@pytest.mark.parametrize(
    ("plan_gain", "bound_gain", "expected"),
    [(0.01, 0.0, SMALLEST_SHARE), (0.0, 0.01, LARGEST_SHARE), (0.03, 0.01, 0.25), (0.0, 0.0, 0.5)],
)
def test_effort_goes_where_it_gained(plan_gain: float, bound_gain: float, expected: float) -> None:
    balance = begun()
    balance.searched(plan_gain, 4.0, is_help_wanted=True)
    balance.helped(bound_gain, 4.0)
    assert share(balance) == pytest.approx(expected, rel=1e-3)


def test_a_gain_is_forgotten_with_time() -> None:
    balance = begun()
    balance.searched(0.01, 4.0, is_help_wanted=True)
    balance.helped(0.001, 4.0)
    before = share(balance)
    balance.searched(0.0, 60.0, is_help_wanted=True)
    assert share(balance) > 2 * before
