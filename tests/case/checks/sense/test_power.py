"""Power in a case in memory: what is out of reach, idle, without effect, or entered by period instead of to date."""

from typing import Any

import pytest

from planner.case.checks import check
from planner.case.records import Deployment, Lock, SitePower
from tests.case.checks.cases import Change, all_of, reported, with_record, with_records
from tests.cases import tiny

N3 = with_record("nodes", "N3", power_mw_per_phase=100.0)
CHIP = with_record("products", "chip", power_kw=2.0)


def at_a(*mw: float) -> Change:
    return with_records("site_power", SitePower("A", mw))


def in_world(*mw: float) -> Change:
    return with_records("deployment", Deployment("world", mw))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (all_of(N3, at_a(0, 100, 100, 100)), set()),
        (at_a(100, 100, 100, 100), {("W742", "site_power[0]", "site")}),
        (all_of(N3, at_a(100, 100, 200, 100)), {("W781", "site_power[0]", "mw")}),
        (all_of(CHIP, in_world(5, 5, 0, 5)), {("W781", "deployment[0]", "mw")}),
        (in_world(5, 5, 5, 5), {("W742", "deployment[0]", "market")}),
        (CHIP, {("W741", "products['chip']", "power_kw")}),
        (all_of(CHIP, in_world(5, 5, 5, 5)), set()),
    ],
)
def test_what_is_reported(change: Change, expected: Any) -> None:
    assert reported(change) == expected


def test_power_falls_at_the_period_in_which_it_does() -> None:
    (problem,) = check(all_of(N3, at_a(100, 0, 50, 100))(tiny()))[:1]
    assert str(problem) == (
        "warning W781 site_power[0] mw[1]: power to date that falls, found 0 MW after 100, expected no less than "
        "before; write MW to date: 100 if 0 MW are added then; as it stands no more may be in use before"
    )


def test_a_lock_on_more_phases_than_are_connected_is_an_error() -> None:
    """Two phases online by the last quarter need 200 MW of 100."""
    locks = with_records("locks", Lock("A", "N3", until_period=2, min_phases=2))
    assert reported(all_of(N3, at_a(100, 100, 100, 100), locks)) == {("E743", "locks[0]", "min_phases")}
    assert reported(all_of(N3, at_a(0, 100, 100, 200), locks)) == set()
