"""One plan for three demands, in miniature: means under weights, what plans share, and substrates that are too few."""

import math
from dataclasses import replace
from typing import Any

import pytest

from examples.seven_trillion import hedge, variants
from examples.seven_trillion.ceiling import HIGH, REFERENCE
from examples.seven_trillion.claims import Said
from examples.seven_trillion.hedge import FOLLOWS, HALVES, LOW, THIRDS, WEIGHTS
from examples.seven_trillion.hedge_tables import weighed_futures_table, weighed_starts_table, weighed_table
from examples.seven_trillion.measures import by_future_usd_bn, plan_figures, planned_starts
from examples.seven_trillion.money_stack import facts
from examples.seven_trillion.page import HERE
from examples.seven_trillion.runs.catalogue import catalogue
from examples.seven_trillion.runs.results import Results, Run, read_results
from examples.seven_trillion.sentences.hedge import answer_weighed
from examples.seven_trillion.sentences.starts import answer_starts
from examples.seven_trillion.starts import APPROVED, CARRIED_OUT, SUBSTRATES, of
from examples.seven_trillion.tables import cost_cell
from planner.case.demand import wanted
from planner.case.records import Product, Scenario
from planner.study.answers.interval import Interval
from planner.study.variant import Variant, as_it_stands
from tests.audit.plans import clean_plan
from tests.cases import product, tiny
from tests.study.test_scenarios import EXACT, two_futures


def run(name: str, low: float, high: float, **figures: Any) -> Run:
    return Run(name, low, high, "feasible", 1.0, name, figures)


def three(hedged: tuple[float, float] = (340, 345), *changes: Run) -> Results:
    """Best plans cost 100, 200 and 600; the base plan, unchanged, 140, 200 and 900; one plan for all 345."""
    first = {"N3 at A": 2}
    starts = {"N3 at A": [0, 1], "HBM at B": [3]}
    costs = {"low": 150.0, "base": 210.0, "high": 810.0}
    runs = [
        run(REFERENCE, 199, 200, starts=starts, first_year=first),
        run(LOW, 99, 100, first_year=first),
        run(HIGH, 598, 600, first_year={"N3 at A": 3}),
        run(of(CARRIED_OUT, LOW), 140, 140),
        run(of(CARRIED_OUT, HIGH), 900, 900),
        run(of(APPROVED, LOW), 103, 104),
        run(HALVES, *hedged, starts={"N3 at A": [0, 0], "HBM at B": [5]}, by_future_usd_bn=costs),
        run(THIRDS, 380, 390, starts={"N3 at A": [0, 2]}, by_future_usd_bn=costs),
        run(FOLLOWS, 300, 320, starts={"N3 at A": [0]}, by_future_usd_bn=costs),
    ]
    about = {"first_period": "2026Q4", "periods": 40}
    parts = {"decisions": {"approved": {"N3 at A": 2}}}
    return hedge.raised(Results(about, {one.name: one for one in (*runs, *changes)}, frozenset(), parts))


@pytest.mark.parametrize("name", WEIGHTS)
def test_weights_sum_to_a_hundred(name: str) -> None:
    assert math.fsum(WEIGHTS[name].values()) == pytest.approx(100)


def test_the_base_plan_unchanged_costs_its_mean_in_all_futures() -> None:
    # 140/4 + 200/2 + 900/4 = 360, the same in thirds: 413.3
    results = three()
    assert hedge.reference_for_all(results, HALVES) == Interval(360, 360)
    assert hedge.reference_for_all(results, THIRDS).high == pytest.approx(413.33, abs=0.01)


def test_no_plan_for_all_costs_less_than_where_the_future_is_known() -> None:
    # 99/4 + 199/2 + 598/4 = 273.75 proves more than a bound of 250, and less than one of 340.
    results = three((250, 345))
    assert results.runs[HALVES].interval == Interval(273.75, 345)
    assert three().runs[HALVES].interval == Interval(340, 345)


def test_what_is_approved_first_follows_the_future_afterwards() -> None:
    # Low demand: 103 to 104 with the list; base and high demand have all of it in their best plans.
    approved = hedge.approved_first(three(), HALVES)
    assert (approved.low, approved.high) == (103 / 4 + 199 / 2 + 598 / 4, 104 / 4 + 200 / 2 + 600 / 4)
    lacks_it = three((340, 345), run(HIGH, 598, 600, first_year={"N3 at A": 1}))
    assert hedge.approved_first(lacks_it, HALVES).high == math.inf, "nobody solved high demand with the list"


def test_starts_are_common_by_a_date_wherever_they_begin() -> None:
    ours, theirs = {"N3 at A": [0, 1], "HBM at B": [3]}, {"N3 at A": [0, 4], "HBM at B": [2]}
    assert hedge.same(ours, theirs, 1) == (1, 2)
    assert hedge.same(ours, theirs, 4) == (3, 3)


def test_the_page_says_what_a_plan_for_all_is_worth_only_where_it_is_known_well() -> None:
    words = answer_weighed(three((344, 345)), Said())
    assert "with weights of 25, 50 and 25 % that no source gives, costs 15.0 to 16.0 bn USD less in the mean" in words
    assert words.endswith(
        ": the plan found saves 90.0 with high demand and costs 10.0 more with low demand and 10.0 to 11.0 more with "
        "base demand. It has 2 of the 3 first-year starts of the reference plan, and 3 of its 3 to the end of 2028."
    ), words
    said = Said()
    assert "bn USD" not in answer_weighed(three((300, 345)), said)
    assert said == []


def test_the_tables_set_each_plan_against_the_reference() -> None:
    results = three()
    futures = weighed_futures_table(results).splitlines()
    # Low demand: one plan costs 150, the best 99 to 100, the reference unchanged 140: 10 more.
    assert futures[2].startswith("| low | 99.0 to 100.0 | 40.0 to 41.0 | 50.0 to 51.0 | -10.0 |")
    assert futures[4].startswith("| high | 598.0 to 600.0 | 300.0 to 302.0 | 210.0 to 212.0 | 90.0 |")
    worth = weighed_table(results)
    assert "| planning for all three instead of base demand is worth | 15.0 to 20.0 * | 23.3 to 33.4 * |" in worth
    assert "| letting starts after 2028Q4 follow the future is worth | 20.0 to 45.0 * |  |" in worth
    starts = weighed_starts_table(results)
    assert "| N3 at A | 2026Q4, 2027Q1 | 2 in 2026Q4 | 2026Q4, 2027Q2 | 2026Q4 | 1 |" in starts


def test_packages_and_costs_of_a_plan_for_several_futures_are_their_means() -> None:
    from planner.pipeline import solve

    case = two_futures()
    result = solve(case, EXACT.solve)
    costs = by_future_usd_bn(case, result.plan)
    assert set(costs) == {"low", "high"}
    mean = math.fsum(one.probability * costs[one.name] for one in case.scenarios)
    assert mean == pytest.approx(result.plan.outcome.objective, abs=1e-3)
    assert planned_starts(tiny(), clean_plan()) == {"N3 at A": [0]}
    powered: dict[str, Product] = {"chip": product(power_kw=1.0)}
    halved = tiny(
        products=powered,
        scenarios=(
            Scenario("base", 0.5, {("chip", "world"): (3.0,) * 4}),
            Scenario("more", 0.5, {("chip", "world"): (5.0,) * 4}),
        ),
    )
    plan = clean_plan()
    lots = replace(plan, shipments=tuple(replace(one, kunits=1e3 * one.kunits) for one in plan.shipments))
    figures = plan_figures(halved, lots)  # which ships 9 million in the first future only
    assert sum(figures["packages_mn"].values()) == pytest.approx(4.5)
    assert sum(figures["wanted_mn"].values()) == pytest.approx((12 + 20) / 2 / 1000)


@pytest.fixture(scope="module")
def world() -> Variant:
    return as_it_stands(HERE.parent.parent / "inputs" / "world.xlsx")


def test_too_few_substrates_are_a_share_of_base_demand(world: Variant) -> None:
    case = catalogue(world, read_results(HERE))[SUBSTRATES]().case
    year = case.calendar.year
    ai = {name for name, one in case.products.items() if one.power_kw > 0}
    asked = [tier.kunits for buyer, tier in wanted(case.scenarios[0]).items() if buyer.item in ai]
    offers = [one for one in case.purchases if one.part == variants.SUBSTRATE]
    for t in case.calendar.horizon:
        offered = math.fsum(one.kunits[t] for one in offers)
        whole = math.fsum(kunits[t] for kunits in asked)
        short = variants.SUBSTRATES_SHORT.get(year(t))
        if short is None:
            assert offered > whole
        else:
            assert offered == pytest.approx((1 - short) * whole, rel=1e-4)
    assert all(any(part.name == variants.SUBSTRATE for part in case.products[name].parts) for name in ai)


def test_the_forecast_of_substrates_is_the_one_of_the_source() -> None:
    text = facts()["film"].text
    assert [f"{100 * short:.0f} %" in text for short in variants.SUBSTRATES_SHORT.values()] == [True] * 3


def test_where_nothing_is_common_to_all_futures_nothing_is_said_to_be() -> None:
    counts = {"futures": ["a", "b"], "counts": {"N3 at A": [1, 0]}}
    nothing = replace(three(), parts={"starts": counts})
    assert "Approve now" not in answer_starts(nothing, Said())
    assert "nothing starts within the first year in the best plan found of each of the 2 futures" in answer_starts(
        nothing, Said()
    )
    common = replace(nothing, parts={"starts": {**counts, "counts": {"N3 at A": [2, 1]}}})
    assert answer_starts(common, Said()).startswith("**Approve now: 1 x N3 at A.** These start within the first year")


def test_a_cost_that_is_not_known_has_no_star() -> None:
    costs = [Interval(0.0, math.inf), Interval(1.0, 2.0), Interval(100.0, 101.0)]
    assert [cost_cell(cost) for cost in costs] == ["not known", "1 to 2 *", "100 to 101"]
