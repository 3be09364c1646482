"""Crews: a region starts only so many phases within any year."""

from dataclasses import replace

from planner.case.records import Case, Owner, Region
from tests.cases import tiny
from tests.model.parts import pair_a, with_site
from tests.model.solving import best_plan, least, near

SIX_LONG = {("chip", "world"): (6.0,) * 8}
ONE_CREW = {"here": Region("here", max_phase_starts_per_year=1)}
# First phase from quarter 1, second start a year after the first: 6 + 4 x 3 missed.
A_YEAR_APART = 2 + 6 + 4 * 3


def test_two_starts_are_a_year_apart() -> None:
    plan = best_plan(tiny(periods=8, demand=SIX_LONG, regions=ONE_CREW))
    assert plan.outcome.objective == near(A_YEAR_APART)
    assert sorted(row.period for row in plan.starts) == [0, 4]


def test_the_sites_of_a_region_share_its_crews() -> None:
    case = with_site(pair_a(tiny(periods=8, demand=SIX_LONG, regions=ONE_CREW), max_phases=1), region="here")
    assert least(case) == near(A_YEAR_APART)


def test_another_region_has_crews_of_its_own() -> None:
    case = with_site(tiny(periods=8, demand=SIX_LONG, regions=ONE_CREW))
    assert least(case) == near(2 + 6)


def test_first_phases_and_expansions_need_crews_alike() -> None:
    case = pair_a(tiny(periods=8, demand=SIX_LONG, regions=ONE_CREW), expansion_spend=(0.5, 0.5))
    assert least(case) == near(A_YEAR_APART)


def test_a_region_without_crews_builds_nothing() -> None:
    case = replace(tiny(), regions={"here": Region("here", max_phase_starts_per_year=0)})
    assert least(case) == near(12)


def owned(case: Case, crews: float, *sites: str) -> Case:
    """Return the case with an owner of the pairs at some sites, who starts so many phases a year."""
    pairs = {key: replace(one, owner="maker" if key[0] in sites else "") for key, one in case.pairs.items()}
    return replace(case, owners={"maker": Owner("maker", max_phase_starts_per_year=crews)}, pairs=pairs)


def test_an_owner_starts_so_many_phases_wherever_it_builds() -> None:
    case = with_site(pair_a(tiny(periods=8, demand=SIX_LONG), max_phases=1))
    assert least(owned(case, 1, "A", "B")) == near(A_YEAR_APART)
    # Somebody else builds at B at once.
    assert least(owned(case, 1, "A")) == near(2 + 6)


def test_an_owner_without_crews_builds_nothing() -> None:
    assert least(owned(tiny(), 0, "A")) == near(12)
