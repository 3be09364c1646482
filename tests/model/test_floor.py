"""Floor: the new phases of a site fit into its floor, its power and the pair's own limit."""

from dataclasses import replace

from planner.case.records import Committed
from tests.cases import product, tiny
from tests.model.parts import node_n3, pair_a, site_a, two_products, with_node
from tests.model.solving import best_plan, least, near, starts

SIX = {("chip", "world"): (6.0,) * 4}
ONE_PHASE_OF_TWO = 1 + 6 + 3 * 3  # one phase, quarter 0 missed, half of three quarters missed


def test_demand_for_two_phases_gets_two_where_there_is_room() -> None:
    assert least(tiny(demand=SIX)) == near(2 + 6)


def test_floor_for_one_phase_holds_one() -> None:
    assert least(site_a(tiny(demand=SIX), floor_units=1.0)) == near(ONE_PHASE_OF_TWO)


def test_a_phase_takes_the_floor_units_of_its_node() -> None:
    case = node_n3(site_a(tiny(demand=SIX), floor_units=5.0), floor_units_per_phase=2.6)
    assert least(case) == near(ONE_PHASE_OF_TWO)


def test_power_for_one_phase_holds_one() -> None:
    case = node_n3(site_a(tiny(demand=SIX), power_limit_mw=150.0), power_mw_per_phase=100.0)
    assert least(case) == near(ONE_PHASE_OF_TWO)


def test_a_pair_holds_at_most_its_max_phases() -> None:
    assert least(pair_a(tiny(demand=SIX), max_phases=1)) == near(ONE_PHASE_OF_TWO)


def test_committed_capacity_takes_no_floor() -> None:
    case = replace(site_a(tiny(demand=SIX), floor_units=1.0), committed=(Committed("A", "N3", (1.0,) * 4),))
    # Committed makes 3 a quarter; the one new phase adds 3 from quarter 1.
    assert least(case) == near(1 + 3)


def test_nodes_compete_for_the_floor_of_a_site() -> None:
    dear = product("dear", "N5", shortage_penalty_usd=2e6)
    case = two_products(site_a(tiny(), floor_units=2.0), dear, chip=(3.0,) * 4, dear=(3.0,) * 4)
    case = with_node(case, "N5", floor_units_per_phase=2.0)
    plan = best_plan(case)
    # N5 fills the floor: 1 phase + quarter 0 of the dear product at 2 each (6) + all of the other (12).
    # N3 instead: 1 phase + 3 + 4 x 6 = 28.
    assert plan.outcome.objective == near(1 + 6 + 12)
    assert starts(plan) == {("A", "N5", 0): 1}
