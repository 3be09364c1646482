"""What holds a plan back, counted: on the clean plan of the tiny case, one phase of 1 usd_bn in quarter 0 of four."""

from dataclasses import replace

import pytest

from examples.seven_trillion.binding import first_outputs, what_binds
from examples.seven_trillion.measures import Measure, outcome, when, where
from planner.case.records import Case, Fund, Kind, Node, Region, Site, Tool, ToolUse
from planner.plan.records import Binding, Plan
from tests.audit.plans import clean_plan, held, idle_plan, missed
from tests.cases import pair, tiny

Found = dict[tuple[str, str, str], float]


def found(case: Case, plan: Plan) -> Found:
    return {(m.name, m.by, m.item): m.value for m in what_binds(case, plan)}


def test_money_binds_from_when_one_more_phase_could_not_be_paid_any_more() -> None:
    # 1 usd_bn is drawn in quarter 0. Of 2, 1 is left for a phase; of 1.9, 0.9, until 0.1 more comes in quarter 2.
    assert found(tiny(funds={"purse": Fund("purse", (2.0, 0.0, 0.0, 0.0))}), clean_plan())["money binds", "", ""] == 0
    late = tiny(funds={"purse": Fund("purse", (1.9, 0.0, 0.1, 0.0))})
    assert found(late, clean_plan())["money binds", "purse", "purse"] == 2


def test_money_that_lapses_binds_in_each_quarter_for_itself() -> None:
    lapsing = tiny(funds={"purse": Fund("purse", (1.5, 1.0, 0.5, 1.0), carry_over=False)})
    # Left: 0.5, 1, 0.5 and 1 usd_bn, against 1 for a phase, or 0.5 for the larger half of it.
    assert found(lapsing, clean_plan())["money binds", "", ""] == 2
    halves = replace(lapsing, pairs={("A", "N3"): pair("A", "N3", spend=(0.5, 0.5))})
    assert found(halves, clean_plan())["money binds", "", ""] == 0


def test_the_cheapest_phase_is_one_that_the_fund_may_pay_for() -> None:
    nodes = {"N3": Node("N3", Kind.LOGIC, 1.0, 1.0), "HBM": Node("HBM", Kind.MEMORY, 1.0, 0.1)}
    pairs = {("A", "N3"): pair("A", "N3"), ("A", "HBM"): pair("A", "HBM")}
    money = (1.5, 0.0, 0.0, 0.0)
    free = tiny(nodes=nodes, pairs=pairs, funds={"purse": Fund("purse", money)})
    tied = tiny(nodes=nodes, pairs=pairs, funds={"purse": Fund("purse", money, kinds=frozenset({Kind.LOGIC}))})
    assert found(free, clean_plan())["money binds", "", ""] == 0
    assert found(tied, clean_plan())["money binds", "", ""] == 4


def test_tools_bind_from_the_first_use_until_there_are_enough_for_one_more_phase() -> None:
    # The phase needs 2 scanners from quarter 1 on. Delivered: 3, and 1 more in quarter 3.
    tool = Tool("scanner", (3.0, 0.0, 0.0, 1.0), (ToolUse("N3", 2.0),))
    assert found(tiny(tools={"scanner": tool}), clean_plan())["tools bind", "tool", "scanner"] == 2
    assert found(tiny(tools={"scanner": tool}), idle_plan())["tools bind", "tool", "scanner"] == 0


def test_a_tool_that_no_phase_needs_never_binds() -> None:
    case = tiny(tools={"scanner": Tool("scanner", (0.0,) * 4, (ToolUse("N3", 0.0),))})
    assert found(case, clean_plan())["tools bind", "", ""] == 0


def test_crews_are_counted_in_every_quarter_in_whose_year_no_further_phase_may_start() -> None:
    # The phase of quarter 0 counts in quarters 0 to 3, which are one year; in quarter 4 the next may start.
    case = tiny(periods=6, regions={"here": Region("here", max_phase_starts_per_year=1.0), "there": Region("there")})
    assert found(case, clean_plan())["crews bind", "region", "here"] == 4
    assert found(case, clean_plan())["crews bind", "region", "there"] == 0
    assert found(case, idle_plan())["crews bind", "", ""] == 0
    two = replace(case, regions={"here": Region("here", max_phase_starts_per_year=2.0)})
    assert found(two, clean_plan())["crews bind", "", ""] == 0


def test_policy_limits_are_counted_by_limit_and_once_where_several_bind() -> None:
    rows = (Binding("limit_online", "some", 0, 0.0), Binding("limit_online", "some", 1, 0.0))
    plan = clean_plan(binding=(*rows, Binding("limit_output", "more", 1, 0.0), Binding("site_floor", "A", 3, 0.0)))
    counted = found(tiny(), plan)
    assert counted["limits bind", "limit", "some"] == 2
    assert counted["limits bind", "limit", "more"] == 1
    assert counted["limits bind", "", ""] == 2


@pytest.mark.parametrize(("floor_units", "full"), [(1.0, 1), (1.9, 1), (2.0, 0), (float("inf"), 0)])
def test_a_floor_is_full_where_no_further_phase_fits(floor_units: float, full: int) -> None:
    case = tiny(sites={"A": Site("A", "here", floor_units=floor_units)})
    assert found(case, clean_plan())["floor full", "", ""] == full


def test_power_is_full_where_no_further_phase_can_be_fed() -> None:
    node = Node("N3", Kind.LOGIC, 1.0, 1.0, power_mw_per_phase=100.0)
    case = tiny(nodes={"N3": node}, sites={"A": Site("A", "here", power_limit_mw=150.0)})
    assert found(case, clean_plan())["power full", "", ""] == 1
    assert found(case, idle_plan())["power full", "", ""] == 0


def test_a_pair_is_full_where_all_its_phases_are_built() -> None:
    case = tiny(pairs={("A", "N3"): pair("A", "N3", max_phases=1)})
    assert found(case, clean_plan())["all phases built", "", ""] == 1
    assert found(case, idle_plan())["all phases built", "", ""] == 0


def test_capacity_is_used_over_the_horizon_and_full_in_quarters() -> None:
    # 1 kwspm in three quarters, of which 1, 1 and half of it are used: 2.5 of 3.
    counted = found(tiny(), clean_plan(capacity=held((0.0, 1.0, 1.0, 1.0), (0.0, 1.0, 1.0, 0.5))))
    for item in (("node", "N3"), ("kind", "logic")):
        assert counted["capacity used", *item] == pytest.approx(100 * 2.5 / 3)
        assert counted["capacity full", *item] == 2
    assert ("capacity used", "kind", "memory") not in counted


def test_what_is_missed_before_any_new_output_is_nobodys_fault() -> None:
    # Lead time 1, and a quarter from wafer to package: the first good unit is there in quarter 2.
    case = tiny(nodes={"N3": Node("N3", Kind.LOGIC, 1.0, 1.0, cycle_periods=1)})
    assert first_outputs(case) == {"logic": 2, "any": 2}
    plan = clean_plan(shortage=missed((3.0, 2.0, 1.0, 0.0)))
    assert found(case, plan)["shortage before new output", "kind", "any"] == 5.0


def test_places_and_years_add_up_to_the_plan() -> None:
    def total(name: str, by: str, measures: list[Measure]) -> float:
        return sum(m.value for m in measures if (m.name, m.by) == (name, by))

    case, plan = tiny(), clean_plan()
    measures = [m for told in (outcome, where, when) for m in told(case, plan)]
    for by in ("region", "kind", "node", "year"):
        assert total("phases", by, measures) == total("phases", "", measures) == 1
        assert total("drawn", by, measures) == total("drawn", "", measures) == 1.0
    assert total("shortage", "year", measures) == total("shortage", "market", measures) == 3.0
    assert total("coverage", "", measures) == 75.0
    assert total("unspent", "", measures) == 999.0
    assert total("cost", "line", measures) == total("objective", "", measures) == 4.0
