"""What binds: a rule without room is told, nought of nought is not."""

from dataclasses import replace

from planner.case.records import (
    Case,
    Committed,
    Conversion,
    Fund,
    Incentive,
    Limit,
    Lock,
    Measure,
    Region,
    Site,
    Tool,
    ToolUse,
)
from planner.plan.records import Plan
from planner.report.words.binding import binds, when
from tests.cases import pair, tiny
from tests.model.parts import chip, node_n3, site_a, with_node, with_site
from tests.model.solving import best_plan, starts


def told(case: Case, plan: Plan) -> dict[tuple[str, str], str]:
    """When each rule binds in words, by rule and place."""
    return {(line.rule, line.where): when(case, line, 9) for line in binds(case, plan)}


def test_a_purse_binds_from_when_it_has_had_money() -> None:
    # A phase of 1 usd_bn waits for the only dollar, which comes in the second quarter.
    case = tiny(funds={"purse": Fund("purse", (0.0, 1.0, 0.0, 0.0))})
    assert told(case, best_plan(case))["fund_balance", "purse"] == "2027Q2 to 2027Q4"


def test_money_that_lapses_binds_only_where_there_is_some() -> None:
    case = tiny(funds={"purse": Fund("purse", (0.0, 1.0, 0.0, 0.0), carry_over=False)})
    plan = best_plan(case)
    assert starts(plan) == {("A", "N3", 1): 1}
    assert told(case, plan)["fund_lapse", "purse"] == "2027Q2"


def test_a_fund_pays_its_largest_share_only_of_what_is_paid() -> None:
    # Site B costs five times as much and is never paid for.
    funds = {
        "half": Fund("half", (9.0, 0.0, 0.0, 0.0), max_share=0.5),
        "dear": Fund("dear", (9.0, 0.0, 0.0, 0.0), cost_of_money=0.1),
    }
    sites = {"A": Site("A", "here"), "B": Site("B", "here")}
    pairs = {("A", "N3"): pair("A", "N3"), ("B", "N3"): pair("B", "N3", capex_factor=5.0)}
    case = tiny(funds=funds, sites=sites, pairs=pairs)
    plan = best_plan(case)
    assert {row.site for row in plan.draws} == {"A"}
    assert [where for rule, where in told(case, plan) if rule == "fund_share"] == ["half A"]


def converting(*old_kwspm: float, penalty_usd: float = 1e6) -> Case:
    """An old node from which a lump of 1 kwspm may be turned, for 0.5 usd_bn, into the one that is asked for."""
    case = with_node(tiny(pairs={}, committed=(Committed("A", "old", old_kwspm),)), "old")
    lump = Conversion("A", "old", "N3", lump_kwspm=1.0, capex_usd_bn_per_lump=0.5)
    return replace(chip(case, shortage_penalty_usd=penalty_usd), conversions=(lump,), pairs={})


def test_what_is_converted_to_the_last_kwspm_is_told() -> None:
    case = converting(1.0, 1.0, 1.0, 1.0)
    plan = best_plan(case)
    assert [row.lumps for row in plan.converted] == [1]
    assert told(case, plan)["capacity_left", "A old"] == "2027Q1 to 2027Q4"


def test_a_conversion_that_is_never_made_is_not_told_where_nothing_is_left_to_convert() -> None:
    case = converting(1.0, 1.0, 0.0, 0.0, penalty_usd=1.0)
    plan = best_plan(case)
    assert plan.converted == ()
    assert "capacity_left" not in {rule for rule, _ in told(case, plan)}


def test_tools_bind_from_the_first_that_is_delivered() -> None:
    tool = Tool("scanner", (0.0, 0.0, 1.0, 0.0), (ToolUse("N3", 1.0),))
    case = tiny(tools={"scanner": tool})
    assert told(case, best_plan(case))["tool_stock", "scanner"] == "2027Q3 to 2027Q4"


def test_a_region_without_crews_and_a_lock_on_nothing_are_not_told() -> None:
    # Neither region nor lock lets anything start, as every row of a pasted plan does where nothing was built.
    case = tiny(
        regions={"here": Region("here"), "there": Region("there", max_phase_starts_per_year=0.0)},
        sites={"A": Site("A", "here"), "B": Site("B", "there")},
        pairs={("A", "N3"): pair("A", "N3"), ("B", "N3"): pair("B", "N3")},
        locks=(Lock("A", "N3", from_period=1, until_period=1, max_phases=0),),
    )
    plan = best_plan(case)
    assert starts(plan) == {("A", "N3", 0): 1}
    assert not {"region_crews", "lock_max"} & {rule for rule, _ in told(case, plan)}


def test_a_share_of_an_output_that_is_not_there_is_not_told() -> None:
    # Operating there costs nothing. Output could come in the second quarter; as the money comes late, it does not.
    limit = Limit("home", Measure.OUTPUT_SHARE, region="here", node="N3", minimum=0.5)
    late = Fund("purse", (0.0, 1000.0, 0.0, 0.0))
    case = with_site(node_n3(tiny(limits=(limit,), funds={"purse": late}), wafer_cost_usd=8e5))
    case = replace(case, regions={**case.regions, "there": Region("there", operating_cost_index=0.0)})
    assert told(case, best_plan(case))["limit_output", "home"] == "2027Q3 to 2027Q4"


def test_a_limit_that_forbids_is_told_over_its_own_window() -> None:
    limit = Limit("no start yet", Measure.PHASES_STARTED, node="N3", maximum=0.0, until_period=1)
    case = tiny(limits=(limit,))
    plan = best_plan(case)
    assert starts(plan) == {("A", "N3", 2): 1}
    assert told(case, plan)["limit_started", "no start yet"] == "over its window"


def _half_at_home(demand: tuple[float, ...]) -> Case:
    """Capacity abroad can make all that is asked; from the second quarter on, half is made here, where none is yet."""
    return tiny(
        demand={("chip", "world"): demand},
        regions={"here": Region("here", "west"), "abroad": Region("abroad", "east")},
        sites={"A": Site("A", "here"), "B": Site("B", "abroad")},
        pairs={("A", "N3"): pair("A", "N3", lead_periods=2)},
        committed=(Committed("B", "N3", (1.0,) * 4),),
        limits=(Limit("half at home", Measure.OUTPUT_SHARE, region="here", minimum=0.5, from_period=1),),
    )


def test_a_share_that_lets_nothing_be_made_binds() -> None:
    # A phase here runs from the third quarter: in the second, half of nothing is all that may be made.
    case = _half_at_home((3.0,) * 4)
    plan = best_plan(case)
    assert [row.kunits for row in plan.shortage if row.period == 1] == [3.0]
    assert told(case, plan)["limit_output", "half at home"].startswith("2027Q2")


def test_a_share_of_nothing_does_not_bind_where_nothing_is_asked_for() -> None:
    case = _half_at_home((3.0, 0.0, 3.0, 3.0))
    assert ("limit_output", "half at home") not in told(case, best_plan(case))


def sentences(case: Case) -> dict[str, str]:
    """What is said of each rule under the best plan."""
    return {line.rule: line.sentence for line in binds(case, best_plan(case))}


def test_what_is_left_binds_where_one_more_phase_does_not_fit() -> None:
    # One phase is built: it takes one machine, one unit of floor, 10 MW and 1 usd_bn, and half of that is left.
    scanner = {"scanner": Tool("scanner", (1.5, 0.0, 0.0, 0.0), (ToolUse("N3", 1.0),))}
    case = node_n3(site_a(tiny(tools=scanner), floor_units=1.5, power_limit_mw=15.0), power_mw_per_phase=10.0)
    case = replace(case, funds={"purse": Fund("purse", (1.5, 0.0, 0.0, 0.0))})
    said = sentences(case)
    assert said["tool_stock"] == "scanner: too few are left for the tools of one more phase"
    assert said["site_floor"] == "A: the floor that is left is too small for one more phase"
    assert said["site_power"] == "A: the power that is left is too little for one more phase"
    assert said["fund_balance"] == "purse: the money that is left cannot pay the largest instalment of one more phase"
    # The last phase that could still deliver starts in the third quarter.
    assert told(case, best_plan(case))["fund_balance", "purse"] == "2027Q1 to 2027Q3"


def test_nothing_binds_where_one_more_phase_fits() -> None:
    scanner = {"scanner": Tool("scanner", (2.0, 0.0, 0.0, 0.0), (ToolUse("N3", 1.0),))}
    case = node_n3(site_a(tiny(tools=scanner), floor_units=2.0, power_limit_mw=20.0), power_mw_per_phase=10.0)
    case = replace(case, funds={"purse": Fund("purse", (2.0, 0.0, 0.0, 0.0))})
    assert set(sentences(case)) == {"online_capacity"}


def test_money_that_several_funds_have_together_does_not_bind() -> None:
    funds = {name: Fund(name, (1.2, 0.0, 0.0, 0.0), max_share=share) for name, share in (("one", 0.9), ("two", 0.8))}
    assert "fund_balance" not in sentences(tiny(funds=funds))
    poor = {name: replace(fund, budget_usd_bn=(0.9, 0.0, 0.0, 0.0)) for name, fund in funds.items()}
    assert "fund_balance" in sentences(tiny(funds=poor))


def test_credits_pay_for_one_more_phase_too() -> None:
    case = tiny(funds={"purse": Fund("purse", (0.9, 0.0, 0.0, 0.0))}, incentives=(Incentive("half", 0.5),))
    assert "fund_balance" in sentences(case)
    assert "fund_balance" not in sentences(replace(case, funds={"purse": Fund("purse", (1.0, 0.0, 0.0, 0.0))}))


def test_a_pair_at_its_maximum_binds_even_with_one_track() -> None:
    case = tiny(pairs={("A", "N3"): pair("A", "N3", max_phases=1)})
    assert told(case, best_plan(case))["phases_per_pair", "A N3"] == "over the horizon"
    case = tiny(pairs={("A", "N3"): pair("A", "N3", max_phases=2)})
    assert "phases_per_pair" not in sentences(case)
