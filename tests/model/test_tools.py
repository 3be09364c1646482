"""Tools: a stock of machines that new phases share with the growth of committed capacity."""

from dataclasses import replace

from planner.case.calendar import Calendar
from planner.case.records import Case, Committed, Fund, Tool, ToolUse
from tests.cases import tiny
from tests.model.parts import node_n3, pair_a, with_node, with_site
from tests.model.solving import best_plan, least, near, starts

SIX = {("chip", "world"): (6.0,) * 4}
NINE_LATER = {("chip", "world"): (3.0, 9.0, 9.0, 9.0)}


def with_tool(case: Case, *deliveries: float, before: int = 0, per_kwspm: float = 1.0) -> Case:
    use = ToolUse("N3", per_kwspm, before)
    return replace(case, tools={"scanner": Tool("scanner", deliveries + (0.0,) * (4 - len(deliveries)), (use,))})


def test_a_phase_needs_its_tools_in_every_period_but_uses_none_up() -> None:
    # One machine, one phase of the two wanted, for three quarters: 1 + 6 + 3 x 3.
    assert least(with_tool(tiny(demand=SIX), 1.0)) == near(1 + 6 + 9)
    assert least(with_tool(tiny(demand=SIX), 2.0)) == near(2 + 6)


def test_need_follows_the_size_of_a_phase() -> None:
    case = node_n3(tiny(demand=SIX), phase_kwspm=2.0)
    # One phase does for all, with 0.5 machines per kwspm.
    assert least(with_tool(case, 1.0, per_kwspm=0.5)) == near(1 + 6)
    assert least(with_tool(case, 0.99, per_kwspm=0.5)) == near(24)


def test_tools_are_needed_from_first_output() -> None:
    assert least(with_tool(tiny(), 0.0, 1.0)) == near(1 + 3)
    assert least(with_tool(tiny(), 0.0, 0.0, 1.0)) == near(1 + 6)


def test_tools_are_needed_some_periods_before_output() -> None:
    # Delivered in quarter 1, needed one quarter before output: output in quarter 2.
    plan = best_plan(with_tool(tiny(), 0.0, 1.0, before=1))
    assert plan.outcome.objective == near(1 + 6)
    assert starts(plan) == {("A", "N3", 1): 1}


def test_tools_may_be_needed_before_construction_starts() -> None:
    # Lead time of one quarter, tools two quarters before output: delivered in quarter 1, output in quarter 3.
    assert least(with_tool(tiny(), 0.0, 1.0, before=2)) == near(1 + 9)


def test_growth_of_committed_capacity_uses_tools() -> None:
    # Committed grows by 1 kwspm and takes the one machine; demand of 9 is met with 6.
    committed = Committed("A", "N3", (1.0, 2.0, 2.0, 2.0))
    assert least(with_tool(tiny(demand=NINE_LATER, committed=(committed,)), 1.0)) == near(9)
    # Capacity reallocated from other uses brings its own machines: one new phase.
    brought = replace(committed, uses_tools=False)
    assert least(with_tool(tiny(demand=NINE_LATER, committed=(brought,)), 1.0)) == near(1)


def test_retirement_frees_tools() -> None:
    # No deliveries; the kwspm that retires after quarter 0 leaves a machine for a new phase.
    committed = (Committed("A", "N3", (1.0, 0.0, 0.0, 0.0)),)
    assert least(with_tool(tiny(committed=committed))) == near(1)
    held = (replace(committed[0], uses_tools=False),)
    assert least(with_tool(tiny(committed=held))) == near(9)


def test_committed_growth_beyond_all_deliveries_builds_nothing_but_breaks_nothing() -> None:
    committed = (Committed("A", "N3", (1.0, 3.0, 3.0, 3.0)),)
    assert least(with_tool(tiny(demand=NINE_LATER, committed=committed), 1.0)) == near(0)


def test_expansions_need_tools_by_their_own_lead_time() -> None:
    case = pair_a(tiny(periods=4, demand=SIX), lead_periods=1, expansion_lead_periods=2)
    # Machines: one in quarter 1 (first phase), one in quarter 2 (the expansion).
    assert least(with_tool(case, 0.0, 1.0, 1.0)) == near(2 + 6 + 3)
    assert least(with_tool(case, 0.0, 1.0, 0.0, 1.0)) == near(2 + 6 + 3 + 3)


def test_a_tool_is_shared_by_nodes_and_sites() -> None:
    case = with_site(with_node(pair_a(tiny(demand=SIX), max_phases=1), "N5"), max_phases=1)
    assert least(with_tool(case, 1.0)) == near(1 + 6 + 9)
    assert least(with_tool(case, 2.0)) == near(2 + 6)


def growing(rate: float, *deliveries: float, committed: tuple[float, ...] = (), periods: int = 2) -> Case:
    """Years; a phase needs two machines when it is online, and each year is wanted in full: 12 thousand wafers."""
    tool = Tool("EUV", deliveries, (ToolUse("N3", 2.0),), productivity_growth=rate)
    case = tiny(
        calendar=Calendar.starting("2027", periods, 12),
        demand={("chip", "world"): (12.0,) * periods},
        funds={"purse": Fund("purse", (1000.0,) + (0.0,) * (periods - 1))},
        tools={"EUV": tool},
    )
    rows = (Committed("A", "N3", committed),) if committed else ()
    return replace(case, committed=rows)


def test_the_need_of_a_year_falls_with_productivity() -> None:
    # Two machines for the second year, less 25 %: 2 / 1.25 = 1.6 are enough.
    assert least(growing(0.25, 1.6, 0.0)) == near(1 + 12)
    assert least(growing(0.25, 1.59, 0.0)) == near(24)
    assert least(growing(0.0, 1.6, 0.0)) == near(24)


def test_productivity_grows_from_year_to_year() -> None:
    # Nothing in the second year, 2 / 1.25^2 = 1.28 in the third.
    assert least(growing(0.25, 1.28, 0.0, 0.0, periods=3)) == near(1 + 24)
    assert least(growing(0.25, 1.27, 0.0, 0.0, periods=3)) == near(36)


def test_the_machines_of_committed_capacity_become_more_productive_too() -> None:
    # Half a kwspm holds 1 machine and makes 6 a year; at 25 % it needs 0.8 in the second year and frees 0.2. A phase
    # needs 1.6 then: 1.4 delivered are enough.
    held = (0.5, 0.5)
    assert least(growing(0.25, 1.4, 0.0, committed=held)) == near(1 + 6)
    assert least(growing(0.25, 1.39, 0.0, committed=held)) == near(12)
