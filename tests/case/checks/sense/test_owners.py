"""Owners in a case in memory: who holds no node, builds nothing, or is limited in what is not known of it."""

from dataclasses import replace

import pytest

from planner.case.checks import check
from planner.case.records import Fund, Limit, Lock, Measure, Owner
from tests.case.checks.cases import Change, all_of, reported, with_node, with_record, with_records
from tests.cases import tiny

PAIR = "pairs['A', 'N3']"
MADE = with_record("pairs", ("A", "N3"), owner="maker")


def maker(*nodes: str, crews: float = float("inf")) -> Change:
    return lambda case: replace(case, owners={"maker": Owner("maker", frozenset(nodes), crews)})


def limited(measure: Measure, maximum: float) -> Change:
    return with_records("limits", Limit("cap", measure, owner="maker", maximum=maximum))


def locked(until: int, phases: int) -> Change:
    return with_records("locks", Lock("A", "N3", until_period=until, min_phases=phases))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (all_of(maker("N3"), MADE), set()),
        (all_of(maker(), MADE), set()),
        (MADE, {("E601", PAIR, "owner")}),
        (maker("N3"), {("I774", "owners['maker']", "name")}),
        (all_of(with_node("N5"), maker("N5"), MADE), {("E782", PAIR, "owner")}),
        (all_of(maker("N9"), MADE), {("E602", "owners['maker']", "nodes")}),
        (all_of(maker(), MADE, limited(Measure.CAPEX_SHARE, 0.5)), {("W745", "limits[0] (cap)", "maximum")}),
        (all_of(maker(), MADE, limited(Measure.OUTPUT_SHARE, 0.5)), {("E783", "limits[0] (cap)", "owner")}),
        (
            all_of(maker(), limited(Measure.ONLINE_PHASES, 1.0)),
            {("W742", "limits[0] (cap)", "name"), ("I774", "owners['maker']", "name")},
        ),
        (
            all_of(maker(), MADE, limited(Measure.ONLINE_PHASES, 1.0), locked(0, 2)),
            {("E743", "limits[0] (cap)", "maximum")},
        ),
        (
            all_of(maker(crews=1.0), MADE, locked(2, 2)),
            {("E743", "locks[0]", "min_phases")},
        ),
    ],
)  # fmt: skip
def test_what_is_reported(change: Change, expected: set[tuple[str, str, str]]) -> None:
    assert reported(change) == expected


def test_the_fault_says_who_holds_what() -> None:
    (problem,) = check(all_of(with_node("N5"), maker("N5"), MADE)(tiny()))
    assert str(problem) == (
        "error E782 pairs['A', 'N3'] owner: an owner that does not hold the node, found maker for N3, expected an "
        "owner of N3; name an owner that holds N3, or add it to the nodes of maker"
    )


def test_no_fund_may_pay_for_an_owner_that_none_names() -> None:
    funds = {"purse": Fund("purse", (9.0, 0.0, 0.0, 0.0), owners=frozenset({"maker"}))}
    change = all_of(maker(), lambda case: replace(case, funds=funds))
    assert ("W712", PAIR, "site") in reported(change)
    assert reported(all_of(change, MADE)) == set()
