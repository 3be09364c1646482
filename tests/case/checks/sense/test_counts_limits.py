"""Locks, limits and places of a case in memory that contradict each other are reported; the model proves it too.

The tiny case of four quarters has a second site: A takes 5 phases, B takes 3, both with a lead time of a quarter.
"""

from dataclasses import replace

import pytest

from planner.case.checks import CaseProblems, check, require_sound
from planner.case.records import Case, Conversion, Limit, Lock, Measure, PlannedStart, Region, Settings, Site
from tests.case.checks.cases import Change, with_node, with_record, with_records
from tests.cases import pair, tiny

STARTED, ONLINE, OUTPUT = Measure.PHASES_STARTED, Measure.ONLINE_PHASES, Measure.OUTPUT_SHARE


def two_sites() -> Case:
    return replace(
        tiny(),
        regions={"here": Region("here", "west", max_phase_starts_per_year=6), "there": Region("there", "east")},
        sites={"A": Site("A", "here", floor_units=10), "B": Site("B", "there")},
        pairs={("A", "N3"): pair("A", "N3", max_phases=5), ("B", "N3"): pair("B", "N3", max_phases=3)},
    )


def locks(*rows: Lock) -> Change:
    return with_records("locks", *rows)


def limits(*rows: Limit) -> Change:
    return with_records("limits", *rows)


def reported(*changes: Change) -> list[tuple[str, str, str]]:
    case = two_sites()
    for change in changes:
        case = change(case)
    return [(one.code, str(one.record), one.field) for one in check(case)]


@pytest.mark.parametrize(
    ("change", "record", "field"),
    [
        (locks(Lock("A", "N3", min_phases=6)), "locks[0]", "min_phases"),
        (locks(Lock("A", "N3", from_period=4, until_period=5, min_phases=1)), "locks[0]", "min_phases"),
        (locks(Lock("A", "N3", min_phases=3, until_period=1), Lock("A", "N3", max_phases=2)), "locks[0]", "min_phases"),
        (limits(Limit("cap", STARTED, minimum=9)), "limits[0] (cap)", "minimum"),
        (limits(Limit("cap", ONLINE, minimum=1, from_period=0)), "limits[0] (cap)", "minimum"),
    ],
)
def test_what_no_plan_can_keep_is_reported(change: Change, record: str, field: str) -> None:
    assert reported(change) == [("E743", record, field)]


def test_a_lock_on_more_lumps_than_may_be_converted_is_reported() -> None:
    conversion = with_records("conversions", Conversion("A", "N3", "N5", 1.0, max_lumps=1))
    assert reported(with_node("N5"), conversion, locks(Lock("A", "N5", "N3", min_phases=2))) == [
        ("E743", "locks[0]", "min_phases")
    ]


def test_a_place_with_too_little_of_something_for_its_locks_is_reported() -> None:
    wide = with_record("nodes", "N3", floor_units_per_phase=2.0)
    assert reported(with_record("sites", "A", floor_units=9), wide, locks(Lock("A", "N3", min_phases=5))) == [
        ("E743", "locks[0]", "min_phases")
    ]
    crews = with_record("regions", "here", max_phase_starts_per_year=6)
    both = with_record("sites", "B", region="here")
    assert reported(crews, both, locks(Lock("A", "N3", min_phases=4), Lock("B", "N3", min_phases=3))) == [
        ("E743", "regions['here']", "max_phase_starts_per_year")
    ]


def test_more_changes_than_are_allowed_are_reported_at_the_settings() -> None:
    def none_allowed(case: Case) -> Case:
        return replace(case, settings=Settings("tiny", max_changes=0))

    planned = with_records("last_plan", PlannedStart("A", "N3", 1, 1))
    assert reported(none_allowed, planned, locks(Lock("A", "N3", min_phases=2))) == [
        ("E743", "settings", "max_changes")
    ]


def test_a_limit_names_the_others_by_their_fields() -> None:
    case = limits(Limit("some", STARTED, minimum=3), Limit("few", ONLINE, maximum=2), Limit("cap", STARTED, maximum=2))(
        two_sites()
    )
    (problem,) = check(case)
    assert str(problem) == (
        "error E743 limits[2] (cap) maximum: these requirements contradict each other, "
        "found 2, expected at least 3, required by limits[0] (some).minimum; change one of them"
    )


def test_shares_that_sum_to_more_than_all_are_a_warning_in_fractions() -> None:
    shares = limits(
        Limit("A's", OUTPUT, region="here", node="N3", minimum=0.6),
        Limit("B's", OUTPUT, region="there", node="N3", minimum=0.5),
    )
    (problem,) = check(shares(two_sites()))
    assert (problem.code, str(problem.record), problem.field, problem.found) == (
        "W745",
        "limits[1] (B's)",
        "minimum",
        "sum 1.1",
    )


def test_contradictions_are_left_to_the_model() -> None:
    require_sound(locks(Lock("A", "N3", min_phases=6))(two_sites()))


def test_a_limit_on_the_output_of_one_of_several_sites_is_not_modelled() -> None:
    limit = Limit("A's", OUTPUT, site="A", node="N3", maximum=0.5)
    together = with_record("sites", "B", region="here")(limits(limit)(two_sites()))
    with pytest.raises(CaseProblems) as caught:
        require_sound(together)
    (problem,) = caught.value.problems
    assert (problem.code, problem.field, problem.found) == ("E744", "site", "A, with B in here")
    assert check(limits(limit)(two_sites())) == ()
