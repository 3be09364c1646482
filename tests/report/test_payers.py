"""Who pays for which fab, and what phases do in each period, worked out by hand from the made-up plan."""

from dataclasses import replace

import pytest

from planner.case.records import Tool, ToolUse, UnderWay
from planner.charts.palette import OTHERS
from planner.plan.records import Credit, Draw
from planner.report.contract.tables import plan_tables
from planner.report.figures.headline import figures
from planner.report.figures.largest import largest
from planner.report.figures.payers import all_fabs, capex_by_kind, fabs
from planner.report.figures.phase_stages import Span, staged
from planner.report.words.beside import beside_capex
from tests.report.plans import QUARTERS, three_sites, three_sites_plan


def test_what_a_fab_costs_is_what_its_payers_give_in_every_period() -> None:
    for fab in fabs(three_sites(), three_sites_plan()):
        for period in range(QUARTERS):
            paid = sum(series[period] for series in fab.paid_usd_bn.values())
            assert paid == pytest.approx(fab.capex_usd_bn[period]), (fab.site, period)


def test_fabs_are_listed_most_expensive_first_with_their_payers_largest_first() -> None:
    found = fabs(three_sites(), three_sites_plan())
    # Dresden 44 + 0.5 for its opening, Phoenix 40 + 0.25 for a lump, Penang 2
    assert [fab.site for fab in found] == ["Dresden", "Phoenix", "Penang"]
    assert [sum(fab.capex_usd_bn) for fab in found] == pytest.approx([44.5, 40.25, 2.0])
    assert list(found[1].paid_usd_bn) == ["Treasury", "Chips act", "Hyperscaler"]


def test_a_credit_is_paid_out_along_the_spend_of_its_start() -> None:
    phoenix = fabs(three_sites(), three_sites_plan())[1]
    # 10 usd_bn for two phases whose capex is due by halves
    assert phoenix.paid_usd_bn["Chips act"][:3] == pytest.approx((5, 5, 0))


def test_an_incentive_with_the_name_of_a_fund_is_distinguished() -> None:
    plan = replace(three_sites_plan(), credits=(Credit("Treasury", "Phoenix", "N3", 0, 10.0),))
    assert "Treasury (incentive)" in fabs(three_sites(), plan)[1].paid_usd_bn


def test_all_fabs_together_cost_the_capex_of_the_plan() -> None:
    whole = all_fabs(fabs(three_sites(), three_sites_plan()), QUARTERS)
    assert sum(whole.capex_usd_bn) == pytest.approx(86.75)
    assert sum(whole.paid_usd_bn["Treasury"]) == pytest.approx(64.5)


def test_capex_by_kind_counts_conversions_with_the_node_converted_to_and_openings_apart() -> None:
    kinds = {kind: sum(series) for kind, series in capex_by_kind(three_sites(), three_sites_plan()).items()}
    assert kinds == {"logic": pytest.approx(84), "packaging": pytest.approx(2.25), "openings": pytest.approx(0.5)}


def test_bills_of_phases_under_way_are_costs_of_their_site() -> None:
    (node,) = {node for site, node in three_sites().pairs if site == "Penang"}
    bills = (3.0, *(0.0,) * (QUARTERS - 1))
    case = replace(three_sites(), under_way=(UnderWay("Penang", node, 1, 2, bills),))
    plan = replace(three_sites_plan(), draws=(*three_sites_plan().draws, Draw("Treasury", "Penang", node, 0, 3.0)))
    penang = next(fab for fab in fabs(case, plan) if fab.site == "Penang")
    assert sum(penang.capex_usd_bn) == pytest.approx(2 + 3)
    assert sum(map(sum, penang.paid_usd_bn.values())) == pytest.approx(2 + 3)
    assert sum(capex_by_kind(case, plan)["packaging"]) == pytest.approx(2.25 + 3)


def test_the_headline_says_that_the_capex_leaves_bills_of_phases_under_way_out() -> None:
    node = next(node for site, node in three_sites().pairs if site == "Penang")
    case = replace(three_sites(), under_way=(UnderWay("Penang", node, 1, 2, (3.0, 0.5, *(0.0,) * (QUARTERS - 2))),))
    headline, without = figures(case, three_sites_plan()), figures(three_sites(), three_sites_plan())
    assert headline.capex_usd_bn == without.capex_usd_bn
    assert beside_capex(headline) == f"{beside_capex(without)}; without 3.5 bn due for phases under way"
    keys = dict(zip(*plan_tables(case, three_sites_plan())["summary"][["key", "value"]].to_numpy().T, strict=True))
    assert keys["under_way_usd_bn"] == 3.5
    assert "under_way_usd_bn" not in set(plan_tables(three_sites(), three_sites_plan())["summary"]["key"])


def test_scarce_tools_are_held_before_output_where_the_node_needs_them() -> None:
    tool = Tool("EUV scanner", (9.0,) * QUARTERS, (ToolUse("N3", 0.1, periods_before_output=2),))
    rows = staged(replace(three_sites(), tools={"EUV scanner": tool}), three_sites_plan())
    phoenix = next(row for row in rows if row.cohort.site == "Phoenix")
    # start 2027Q1, output after four quarters, full output one later, tools two before output
    assert phoenix.spans == (
        Span("construction", 0, 2),
        Span("tool-in", 2, 4),
        Span("ramp", 4, 5),
        Span("full output", 5, QUARTERS),
    )
    assert phoenix.numbers == "1–2"
    penang = next(row for row in rows if row.cohort.site == "Penang")
    assert [span.stage for span in penang.spans] == ["construction", "ramp", "full output"]


def test_output_beyond_the_horizon_leaves_construction_alone() -> None:
    plan = replace(three_sites_plan(), starts=(replace(three_sites_plan().starts[0], period=10),))
    assert staged(three_sites(), plan)[0].spans == (Span("construction", 10, QUARTERS),)


def test_the_rest_counts_as_one_and_nothing_gets_lost() -> None:
    found = largest({f"product {i}": (float(i), 1.0) for i in range(12)}, "products", max_series=4)
    assert found.names == ["product 11", "product 10", "product 9", "9 other products"]
    assert sum(sum(series) for series in found.series.values()) == pytest.approx(sum(range(12)) + 12)
    assert found.colors[-1] == OTHERS


def test_few_enough_series_are_all_named_and_empty_ones_are_left_out() -> None:
    found = largest({"one": (1.0,), "none": (0.0,), "two": (2.0,)}, "products", max_series=2)
    assert (found.names, found.others) == (["two", "one"], False)
