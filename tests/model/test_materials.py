"""Materials: a package takes its units of every part, and parts move to where the package is finished."""

from dataclasses import replace

import pytest

from planner.case.records import Case, Committed, Kind, Lane
from tests.cases import pair, tiny
from tests.model.parts import made_of, node_n3, pair_a, part, per_wafer, with_node, with_site
from tests.model.solving import best_plan, least, near, starts

SIX = {("chip", "world"): (6.0,) * 4}
DIE = part("die", per_wafer("N3"))
STACKS = part("stack", per_wafer("HBM", units=2.0))


def packaged(case: Case, *, packaging_site: str = "A") -> Case:
    """Return the case whose package takes a die, two memory stacks and its share of a packaging wafer of three."""
    case = with_node(case, "HBM", Kind.MEMORY, phase_kwspm=2.0)
    case = with_node(case, "CoWoS", Kind.PACKAGING, site=packaging_site)
    return made_of(case, DIE, STACKS, part("package", per_wafer("CoWoS", good_units=3.0)))


def test_a_package_takes_its_units_of_every_part() -> None:
    case = made_of(with_node(tiny(), "HBM", Kind.MEMORY), DIE, STACKS)
    # 3 packages a quarter: 3 wafers of N3 (one phase) and 6 of memory (two phases).
    plan = best_plan(case)
    assert plan.outcome.objective == near(1 + 2 + 3)
    assert starts(plan) == {("A", "N3", 0): 1, ("A", "HBM", 0): 2}


def test_good_units_of_a_wafer_go_into_packages() -> None:
    case = made_of(tiny(demand=SIX), part("die", per_wafer("N3", good_units=2.0)))
    assert least(case) == near(1 + 6)


def test_packages_lost_in_assembly_need_parts_too() -> None:
    # 4 dies for 3 good packages: one phase makes 2.25 (1 + 3 + 3 x 0.75), two phases all (2 + 3).
    assert least(made_of(tiny(), DIE, assembly_yield=0.75)) == near(2 + 3)
    # 3.3 dies for 3: 2.7 good ones of one phase, 0.3 missed in three quarters.
    assert least(made_of(tiny(), DIE, assembly_yield=0.9)) == near(1 + 3 + 3 * 0.3)


def test_two_nodes_may_make_the_same_part() -> None:
    # Of N5 a package takes two units, of which a wafer gives two: as good as N3.
    case = with_node(pair_a(tiny(demand=SIX), max_phases=1), "N5")
    case = replace(case, pairs={**case.pairs, ("A", "N5"): pair("A", "N5", max_phases=1)})
    case = made_of(case, part("die", per_wafer("N3"), per_wafer("N5", good_units=2.0, units=2.0)))
    plan = best_plan(case)
    assert plan.outcome.objective == near(2 + 6)
    assert starts(plan) == {("A", "N3", 0): 1, ("A", "N5", 0): 1}


@pytest.mark.parametrize("reverse", [False, True])
def test_a_part_that_nodes_of_two_kinds_can_make_stays_where_the_package_is_finished(reverse: bool) -> None:
    # The base comes from packaging wafers here or, cheaper, from logic wafers there; the die from here alone.
    case = with_node(with_site(tiny(), node="N5"), "CoWoS", Kind.PACKAGING)
    case = with_node(case, "N5", site="B", phase_capex_usd_bn=0.25)
    sources = (per_wafer("CoWoS"), per_wafer("N5"))
    case = made_of(case, DIE, part("base", *(sources[::-1] if reverse else sources)))
    # The base stays where it is made, so that packages are finished there and the die goes there.
    assert least(case) == near(1 + 0.25 + 3)
    # Where the die may not leave, packages are finished here; as packaging can make the base, no base comes from there.
    plan = best_plan(replace(case, lanes=(Lane("here", to_region="there", node="N3", allowed=False),)))
    assert plan.outcome.objective == near(1 + 1 + 3)
    assert starts(plan) == {("A", "N3", 0): 1, ("A", "CoWoS", 0): 1}


def test_the_cheaper_of_two_nodes_makes_the_part() -> None:
    case = with_node(tiny(), "N5", phase_capex_usd_bn=0.25)
    case = made_of(case, part("die", per_wafer("N3"), per_wafer("N5", units=2.0)))
    # Two phases of N5 for 0.25 each do what one of N3 does for 1.
    assert least(case) == near(2 * 0.25 + 3)


def test_memory_and_packaging_can_each_be_the_bottleneck() -> None:
    # One phase of each: 3 dies, 6 stacks, 9 packages' worth of interposers.
    assert least(packaged(tiny())) == near(3 + 3)
    # Without memory or packaging there is no package and nothing worth building.
    for lacking in ("HBM", "CoWoS"):
        case = packaged(tiny())
        pairs = {key: made for key, made in case.pairs.items() if key[1] != lacking}
        assert least(replace(case, pairs=pairs)) == near(12)


def test_packaging_of_committed_capacity_is_shared_by_products() -> None:
    case = packaged(tiny(demand=SIX))
    case = replace(case, committed=(Committed("A", "CoWoS", (0.5,) * 4),))
    case = replace(case, pairs={key: made for key, made in case.pairs.items() if key[1] != "CoWoS"})
    # 1.5 packaging wafers finish 4.5 packages a quarter: two phases of dies and memory for 9 stacks (two phases).
    # Marginal: the second die phase saves 1.5 x 3 and costs 1, the second memory phase likewise.
    assert least(case) == near(2 + 2 + 6 + 3 * 1.5)


def test_dies_and_memory_move_to_where_packages_are_finished() -> None:
    case = with_site(tiny(), node="N3")
    case = packaged(replace(case, pairs={("A", "N3"): case.pairs["A", "N3"]}), packaging_site="B")
    plan = best_plan(case)
    assert plan.outcome.objective == near(3 + 3)
    assert {(row.part, row.from_region, row.to_region) for row in plan.flows} == {
        ("die", "here", "there"),
        ("stack", "here", "there"),
    }
    assert {row.region for row in plan.packages} == {"there"}


def test_a_closed_lane_keeps_parts_from_the_packaging_region() -> None:
    case = with_site(tiny(), node="N3")
    case = packaged(replace(case, pairs={("A", "N3"): case.pairs["A", "N3"]}), packaging_site="B")
    closed = replace(case, lanes=(Lane("here", to_region="there", node="HBM", allowed=False),))
    assert least(closed) == near(12)


def test_without_packaging_the_logic_die_stays_and_memory_comes() -> None:
    case = with_site(tiny(), node="HBM")
    case = made_of(with_node(case, "HBM", Kind.MEMORY), DIE, STACKS)
    case = replace(case, pairs={key: case.pairs[key] for key in [("A", "N3"), ("B", "HBM")]})
    plan = best_plan(case)
    assert plan.outcome.objective == near(1 + 2 + 3)
    assert {(row.part, row.from_region, row.to_region) for row in plan.flows} == {("stack", "there", "here")}
    assert {row.region for row in plan.packages} == {"here"}


def test_two_logic_dies_without_packaging_meet_in_one_region() -> None:
    case = with_node(with_site(tiny(), node="N5"), "N5")
    case = made_of(case, DIE, part("io", per_wafer("N5")))
    apart = replace(case, pairs={key: case.pairs[key] for key in [("A", "N3"), ("B", "N5")]})
    assert least(apart) == near(12)
    together = replace(case, pairs={key: case.pairs[key] for key in [("A", "N3"), ("A", "N5")]})
    assert least(together) == near(2 + 3)


def test_a_part_yields_what_its_wafer_gives_in_the_period_it_leaves() -> None:
    case = node_n3(tiny(), cycle_periods=1)
    plan = best_plan(case)
    # Online from quarter 1, packages from quarter 2.
    assert plan.outcome.objective == near(1 + 6)
    assert {row.period for row in plan.wafers} == {1, 2}
    assert {row.period for row in plan.packages} == {2, 3}


def test_wafers_of_committed_capacity_are_on_their_way_when_the_horizon_begins() -> None:
    case = node_n3(tiny(committed=(Committed("A", "N3", (1.0,) * 4),)), cycle_periods=2, wafer_cost_usd=1e5)
    plan = best_plan(case)
    # Packages of quarters 0 and 1 come from wafers of quarters -2 and -1, free; those of 2 and 3 cost 0.3 each.
    assert plan.outcome.objective == near(2 * 0.3)
    assert [row.period for row in plan.wafers] == [-2, -1, 0, 1]


def test_only_the_first_periods_committed_capacity_starts_wafers_before_the_horizon() -> None:
    case = node_n3(tiny(committed=(Committed("A", "N3", (0.0, 1.0, 1.0, 1.0)),)), cycle_periods=2)
    # Wafers of quarter 1 leave in quarter 3.
    assert least(case) == near(9)


def test_parts_of_different_cycles_meet_in_the_package() -> None:
    case = with_node(node_n3(tiny(), cycle_periods=2), "HBM", Kind.MEMORY)
    case = made_of(case, DIE, part("stack", per_wafer("HBM")))
    # Dies started in quarter 1 leave in quarter 3; memory for them is made in quarter 3.
    plan = best_plan(case)
    assert plan.outcome.objective == near(2 + 9)
    assert {(row.part, row.period) for row in plan.wafers} == {("die", 1), ("stack", 3)}
