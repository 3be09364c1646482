"""Stock of parts: units wait where their packages are finished, at a price for every period's end."""

from dataclasses import replace

from planner.case.records import Case, Committed, Kind, Lane, Part, Purchase, Source
from tests.cases import tiny
from tests.model.parts import discounted, made_of, part, per_wafer, quarters, with_node, with_site
from tests.model.solving import best_plan, least, line, near

LATE = {("chip", "world"): (0.0, 0.0, 0.0, 9.0)}
STANDING = (Committed("A", "N3", (3.0,) * 4), Committed("A", "HBM", (1.0,) * 4))


def banked(stock_usd: float | None = 1e5) -> Case:
    """Nine packages wanted in the last quarter; dies enough by then, 3 stacks a quarter."""
    case = with_node(tiny(demand=LATE, committed=STANDING), "HBM", Kind.MEMORY)
    stack = replace(per_wafer("HBM"), stock_cost_usd_per_unit_period=stock_usd)
    return replace(made_of(case, part("die", per_wafer("N3")), part("stack", stack)), pairs={})


def test_without_a_stock_cost_parts_do_not_wait() -> None:
    assert least(banked(None)) == near(6)


def test_parts_wait_for_the_packages_that_take_them() -> None:
    # 3 stacks wait at the end of quarter 1, 6 at the end of quarter 2, at 0.1 each.
    plan = best_plan(banked())
    assert plan.outcome.objective == near((3 + 6) * 0.1)
    assert [(row.period, row.kunits) for row in plan.part_stock] == [(1, 3.0), (2, 6.0)]


def test_stock_of_parts_is_discounted_period_by_period() -> None:
    plan = best_plan(replace(banked(), settings=discounted()))
    assert line(plan, "part_stock") == near(0.3 * quarters(1) + 0.6 * quarters(2))


def test_stock_of_parts_may_cost_more_than_a_miss() -> None:
    # One quarter of waiting (0.6) is worth it, two (1.2) are not.
    assert least(banked(6e5)) == near(3 * 0.6 + 3)


def test_a_part_that_never_moves_may_wait_too() -> None:
    # Dies: 3 a quarter, where stacks are enough.
    case = banked(None)
    die = replace(per_wafer("N3"), stock_cost_usd_per_unit_period=1e5)
    case = made_of(case, part("die", die), part("stack", per_wafer("HBM")))
    case = replace(case, committed=(Committed("A", "N3", (1.0,) * 4), Committed("A", "HBM", (3.0,) * 4)))
    assert least(case) == near((3 + 6) * 0.1)


def test_parts_are_stocked_before_a_lane_closes() -> None:
    # Memory is made there, and the lane closes after quarter 1: what has crossed by then, 6, waits here.
    case = with_site(banked(), node="HBM", max_phases=0)
    case = replace(
        case,
        pairs={},
        committed=(STANDING[0], Committed("B", "HBM", (1.0,) * 4)),
        lanes=(Lane("there", to_region="here", from_period=2, allowed=False),),
    )
    # 3 wait through quarters 0 to 2, 3 more through 1 and 2; 3 packages are short.
    assert least(case) == near((3 + 6 + 6) * 0.1 + 3)


def test_a_phase_may_build_up_parts_before_they_are_needed() -> None:
    # One phase of HBM from quarter 1 makes 3 + 3 + 3; three would cost 3.
    case = with_node(replace(banked(), committed=STANDING[:1]), "HBM", Kind.MEMORY)
    assert least(case) == near(1 + (3 + 6) * 0.1)


def test_bought_parts_wait_at_the_price_of_their_own_row() -> None:
    # 3 a quarter are offered at 0.01; 9 are wanted at the end.
    case = made_of(
        banked(),
        part("die", per_wafer("N3")),
        Part("stack", (), bought=Source("", 1.0, stock_cost_usd_per_unit_period=1e5)),
    )
    case = replace(case, purchases=(Purchase("stack", "here", 1e4, (3.0,) * 4),))
    plan = best_plan(case)
    assert plan.outcome.objective == near(9 * 0.01 + (3 + 6) * 0.1)
    assert {row.node for row in plan.part_stock} == {""}


def test_a_bought_unit_waits_as_one_of_the_first_row() -> None:
    case = replace(banked(), committed=STANDING[:1], purchases=(Purchase("stack", "here", 1e4, (3.0,) * 4),))
    assert least(case) == near(9 * 0.01 + (3 + 6) * 0.1)


def test_wafers_take_their_cycle_before_parts_wait() -> None:
    # Wafers of quarter t leave in t + 1; before the horizon those of quarter 0 have been started.
    case = banked()
    case = replace(case, nodes={**case.nodes, "HBM": replace(case.nodes["HBM"], cycle_periods=1)})
    assert least(case) == near((3 + 6) * 0.1)


def test_what_is_left_at_the_end_is_worth_nothing() -> None:
    case = banked()
    (future,) = case.scenarios
    early = replace(case, scenarios=(replace(future, demand_kunits={("chip", "world"): (3.0, 0.0, 0.0, 0.0)}),))
    plan = best_plan(early)
    assert plan.outcome.objective == near(0)
    assert plan.part_stock == ()
