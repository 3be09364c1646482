"""Tracks: which phases may start when, and how many could ever be wanted."""

import math
from dataclasses import replace

from planner.case.records import Committed, Fund, Incentive
from planner.shape.tracks import max_phases, tracks
from tests.cases import tiny
from tests.model.parts import node_n3, pair_a, site_a

DIFFERENT = {"lead_periods": 2, "expansion_lead_periods": 1}


def test_a_pair_whose_expansions_are_like_its_first_phase_has_one_track() -> None:
    (track,) = tracks(tiny())
    assert (track.name, list(track.starts)) == ("more", [0, 1, 2])


def test_a_greenfield_pair_has_a_first_phase_and_expansions() -> None:
    first, more = tracks(pair_a(tiny(), max_phases=4, **DIFFERENT))
    assert (first.name, first.max_phases, list(first.starts)) == ("first", 1, [0, 1])
    assert (more.name, more.max_phases, list(more.starts)) == ("more", 3, [1, 2])


def test_a_brownfield_pair_has_expansions_alone() -> None:
    case = replace(pair_a(tiny(), **DIFFERENT), committed=(Committed("A", "N3", (1.0,) * 4),))
    (track,) = tracks(case)
    assert (track.name, track.lead_periods, list(track.starts)) == ("more", 1, [0, 1, 2])


def test_a_pair_that_comes_too_late_has_no_track() -> None:
    assert tracks(pair_a(tiny(), lead_periods=4)) == ()
    assert tracks(pair_a(tiny(), lead_periods=4, expansion_lead_periods=1)) == ()
    assert tracks(site_a(tiny(), available_from=3)) == ()


def test_floor_power_and_the_pair_bound_the_number_of_phases() -> None:
    case = node_n3(site_a(tiny(), floor_units=7.5, power_limit_mw=500.0), floor_units_per_phase=1.5)
    assert max_phases(case, case.pairs["A", "N3"]) == 5
    case = node_n3(case, power_mw_per_phase=250.0)
    assert max_phases(case, case.pairs["A", "N3"]) == 2
    case = pair_a(case, max_phases=1)
    assert max_phases(case, case.pairs["A", "N3"]) == 1


def test_money_bounds_what_nothing_else_does() -> None:
    case = tiny(funds={"purse": Fund("purse", (2.0, 0.0, 1.5, 0.0))})
    assert max_phases(case, case.pairs["A", "N3"]) == 3
    half = replace(case, incentives=(Incentive("grant", 0.5),))
    assert max_phases(half, half.pairs["A", "N3"]) == 7


def test_what_costs_nothing_is_not_bound_by_money() -> None:
    case = tiny(funds={})
    free = replace(case, incentives=(Incentive("gift", 1.0),))
    assert max_phases(case, case.pairs["A", "N3"]) == 0
    assert max_phases(free, free.pairs["A", "N3"]) > 1000
    assert math.isfinite(max_phases(free, free.pairs["A", "N3"]))
