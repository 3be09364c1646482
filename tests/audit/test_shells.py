"""Shells: what stands in them, what they cost and who pays, recomputed; a plan changed in any of it is caught."""

from dataclasses import replace
from typing import Any

import pytest

from planner.audit import audit
from planner.case.records import (
    Case,
    Covers,
    Incentive,
    Kind,
    Limit,
    Lock,
    Measure,
    PlannedStart,
    Region,
    Settings,
    Shell,
    Site,
)
from planner.plan.records import Credit, Draw, Opening, Plan, ShellStart, Start
from tests.audit.plans import changed, clean_plan, held, lines, missed, outcome, rules, run
from tests.cases import tiny
from tests.model.parts import pair_a


def shelled(**changes: Any) -> Case:
    """The tiny case with shells of 2 usd_bn at A, finished after a quarter, with floor for two phases."""
    made = Shell("A", **{"capex_usd_bn": 2.0, "lead_periods": 1, "spend": (1.0,), "floor_units": 2.0, **changes})
    return replace(tiny(), shells={"A": made})


def shell_plan(**changes: Any) -> Plan:
    """A shell in period 0 and a phase in it from period 1: 2 + 1 + 2 x 3 missed."""
    made = clean_plan(
        outcome=outcome(9.0, capex=1.0, shells=2.0, shortage_penalty=6.0),
        shells_built=(ShellStart("A", 0, 1),),
        starts=(Start("A", "N3", 1, 1),),
        draws=(Draw("purse", "A", "", 0, 2.0), Draw("purse", "A", "N3", 1, 1.0)),
        shortage=missed((3.0, 3.0, 0.0, 0.0)),
        capacity=held((0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, 1.0)),
        **run((0.0, 0.0, 3.0, 3.0)),
    )
    return replace(made, **changes)


def test_a_plan_with_a_shell_is_clean() -> None:
    verdict = audit(shelled(), shell_plan())
    assert verdict.clean, verdict.findings
    assert lines(verdict) == {"capex": 1.0, "shells": 2.0, "shortage_penalty": 6.0}


@pytest.mark.parametrize(
    "built",
    [
        (),
        (ShellStart("A", 1, 1),),
        (ShellStart("A", 0, 2),),
        (ShellStart("A", 0, 1), ShellStart("A", 3, 1)),
    ],
)
def test_a_shell_left_out_late_or_too_many_is_noticed(built: tuple[ShellStart, ...]) -> None:
    assert not audit(shelled(), shell_plan(shells_built=built)).clean


def test_phases_need_finished_floor() -> None:
    assert "shell_floor" in rules(shelled(lead_periods=2), shell_plan())
    assert "shell_floor" in rules(shelled(floor_units=0.5), shell_plan())
    # Two shells of half a unit, and one that is ready, have floor enough.
    assert "shell_floor" not in rules(shelled(floor_units=0.5, ready=1), shell_plan())
    assert "shell_floor" in rules(shelled(floor_units=0.5, ready=1, ready_from=2), shell_plan())
    three = shell_plan(starts=(Start("A", "N3", 1, 3),))  # of 1.5 units each
    for floor_units, is_broken in ((4.5, False), (4.4, True)):
        large = changed(shelled(floor_units=floor_units), "nodes", "N3", floor_units_per_phase=1.5)
        assert ("shell_floor" in rules(large, three)) is is_broken


def test_a_shell_elsewhere_gives_no_floor() -> None:
    case = shelled()
    there = replace(case.shells["A"], site="B")
    case = replace(case, sites={**case.sites, "B": Site("B", "here")}, shells={**case.shells, "B": there})
    assert "shell_floor" not in rules(case, shell_plan())
    assert "shell_floor" in rules(case, shell_plan(shells_built=(ShellStart("B", 0, 1),)))


def test_no_more_shells_than_allowed_and_none_before_the_site_is_there() -> None:
    assert rules(shelled(max_shells=0), shell_plan()) == {"max_shells"}
    assert rules(changed(shelled(), "sites", "A", available_from=1), shell_plan()) == {"site_available"}


def test_only_sites_that_are_listed_have_shells() -> None:
    assert "listed_shells" in rules(tiny(), shell_plan())


def test_a_row_twice_and_a_fraction_of_a_shell_are_noticed() -> None:
    twice = (ShellStart("A", 0, 1), ShellStart("A", 0, 1))
    assert "row_twice" in rules(shelled(), shell_plan(shells_built=twice))
    half: Any = ShellStart("A", 0, 0.5)  # type: ignore[arg-type]
    assert "whole_phases" in rules(shelled(), shell_plan(shells_built=(half,)))


def test_the_site_opens_before_its_first_shell_and_not_where_one_is_ready() -> None:
    case = changed(shelled(), "sites", "A", opening_cost_usd_bn=1.0)
    late = shell_plan(openings=(Opening("A", 1),))
    assert "opening" in rules(case, late)
    assert "opening" in rules(shelled(ready=1), shell_plan())


@pytest.mark.parametrize(
    "draws",
    [
        (Draw("purse", "A", "N3", 0, 2.0), Draw("purse", "A", "N3", 1, 1.0)),
        (Draw("purse", "A", "", 1, 2.0), Draw("purse", "A", "N3", 1, 1.0)),
        (Draw("purse", "A", "", 0, 1.9), Draw("purse", "A", "N3", 1, 1.0)),
    ],
)
def test_a_shell_is_drawn_for_the_site_when_it_is_due(draws: tuple[Draw, ...]) -> None:
    assert "draws" in rules(shelled(), shell_plan(draws=draws))


def test_a_phase_in_a_shell_costs_its_equipment() -> None:
    case = changed(shelled(), "nodes", "N3", shell_share=0.4)
    assert {"cost", "draws"} <= rules(case, shell_plan())
    cheaper = shell_plan(
        outcome=outcome(8.6, capex=0.6, shells=2.0, shortage_penalty=6.0),
        draws=(Draw("purse", "A", "", 0, 2.0), Draw("purse", "A", "N3", 1, 0.6)),
    )
    assert audit(case, cheaper).clean


def test_an_incentive_pays_for_a_shell_that_it_covers() -> None:
    def granted(**grant: Any) -> set[str]:
        plan = shell_plan(
            outcome=outcome(8.0, capex=1.0, shells=2.0, credits=-1.0, shortage_penalty=6.0),
            credits=(Credit("grant", "A", "", 0, 1.0),),
            draws=(Draw("purse", "A", "", 0, 1.0), Draw("purse", "A", "N3", 1, 1.0)),
        )
        return rules(replace(shelled(), incentives=(Incentive("grant", 0.5, **grant),)), plan)

    assert granted() == granted(covers=Covers.SHELL) == set()
    assert granted(covers=Covers.EQUIPMENT) == granted(kind=Kind.LOGIC) == granted(start_from=1) == {"credits"}
    assert granted(cap_usd_bn=0.5) == {"credit_cap"}


def test_locks_limits_and_changes_count_shells() -> None:
    assert rules(replace(shelled(), locks=(Lock("A", "", min_phases=2),)), shell_plan()) == {"locks"}
    assert rules(replace(shelled(), locks=(Lock("A", "", max_phases=0),)), shell_plan()) == {"locks"}
    there = replace(shelled(), regions={**tiny().regions, "there": Region("there")})
    half = Limit("half", Measure.CAPEX_SHARE, region="there", minimum=0.5)
    assert rules(replace(there, limits=(half,)), shell_plan()) == {"limits"}
    # Two of three are for the shell, which is of no kind and no node.
    for of_phases in (replace(half, region="", kind=Kind.LOGIC), replace(half, region="", node="N3")):
        assert rules(replace(there, limits=(replace(of_phases, minimum=1.0),)), shell_plan()) == set()
    no_memory = Limit("none", Measure.CAPEX_SHARE, kind=Kind.MEMORY, maximum=0.0)
    assert rules(replace(there, limits=(no_memory,)), shell_plan()) == set()
    settings = Settings("tiny", max_changes=1)
    moved = (PlannedStart("A", "", 1, 1), PlannedStart("A", "N3", 1, 1))
    assert rules(replace(shelled(), settings=settings, last_plan=moved), shell_plan()) == {"max_changes"}
    same = (PlannedStart("A", "", 0, 1), PlannedStart("A", "N3", 1, 1))
    assert rules(replace(shelled(), settings=settings, last_plan=same), shell_plan()) == set()


def test_later_phases_have_a_price_and_crews_of_their_own() -> None:
    # Two phases in period 0 at 1 and 0.5, a year's growth of 0; crews of 3 for two phases that take 2 units each.
    case = tiny(demand={("chip", "world"): (6.0,) * 4}, regions={"here": Region("here", max_phase_starts_per_year=3)})
    case = pair_a(case, expansion_capex_factor=0.5)
    plan = clean_plan(
        outcome=outcome(7.5, capex=1.5, shortage_penalty=6.0),
        starts=(Start("A", "N3", 0, 2),),
        draws=(Draw("purse", "A", "N3", 0, 1.5),),
        shortage=missed((6.0, 0.0, 0.0, 0.0)),
        capacity=held((0.0, 2.0, 2.0, 2.0), (0.0, 2.0, 2.0, 2.0)),
        **run((0.0, 6.0, 6.0, 6.0)),
    )
    assert rules(case, plan) == set()
    found = audit(changed(case, "nodes", "N3", crew_units_per_phase=2.0), plan).findings
    assert [(finding.rule, finding.period) for finding in found] == [("crews", 0)]
    assert {"cost", "draws"} <= rules(pair_a(case, expansion_capex_factor=0.6), plan)


def test_a_later_start_follows_the_trend_of_its_node() -> None:
    case = changed(tiny(), "nodes", "N3", capex_trend=0.21)
    assert rules(case, clean_plan()) == set()
    later = clean_plan(
        outcome=outcome(1.1 + 9.0, capex=1.1, shortage_penalty=9.0),
        openings=(Opening("A", 2),),
        starts=(Start("A", "N3", 2, 1),),
        draws=(Draw("purse", "A", "N3", 2, 1.1),),
        shortage=missed((3.0, 3.0, 3.0, 0.0)),
        capacity=held((0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0, 1.0)),
        **run((0.0, 0.0, 0.0, 3.0)),
    )
    # Half a year later at 21 % a year: 1.21 ** 0.5 = 1.1.
    assert rules(case, later) == set()
    assert {"cost", "draws"} <= rules(tiny(), later)
