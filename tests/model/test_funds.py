"""Funds: money is drawn from purses that may pay for it, when they have it."""

from dataclasses import replace

import pytest

from planner.case.records import Case, Fund, Kind, Region
from tests.cases import tiny
from tests.model.parts import discounted, made_of, pair_a, part, per_wafer, quarters, site_a, with_node, with_site
from tests.model.solving import best_plan, drawn, least, line, near, starts

SIX = {("chip", "world"): (6.0,) * 4}


def funded(case: Case, *funds: Fund) -> Case:
    """Return the case with these funds; its pairs may hold five phases, so that money alone decides."""
    pairs = {key: replace(pair, max_phases=min(5, pair.max_phases)) for key, pair in case.pairs.items()}
    return replace(case, pairs=pairs, funds={fund.name: fund for fund in funds})


def purse(name: str, *budget: float, **strings: object) -> Fund:
    return Fund(name, budget + (0.0,) * (4 - len(budget)), **strings)  # type: ignore[arg-type]


def test_a_start_waits_for_its_money() -> None:
    plan = best_plan(funded(tiny(), purse("late", 0.0, 1.0)))
    # Start in quarter 1, output from quarter 2.
    assert plan.outcome.objective == near(1 + 6)
    assert starts(plan) == {("A", "N3", 1): 1}


def test_too_little_money_builds_nothing() -> None:
    assert least(funded(tiny(), purse("small", 0.999))) == near(12)


def test_money_saved_up_pays_for_a_later_start() -> None:
    assert least(funded(tiny(), purse("halves", 0.5, 0.5))) == near(1 + 6)


def test_money_that_lapses_cannot_be_saved_up() -> None:
    assert least(funded(tiny(), purse("halves", 0.5, 0.5, carry_over=False))) == near(12)


def test_money_that_lapses_pays_what_is_due_as_it_comes() -> None:
    case = funded(pair_a(tiny(), spend=(0.5, 0.5)), purse("halves", 0.5, 0.5, carry_over=False))
    assert least(case) == near(1 + 3)
    assert least(funded(case, purse("early", 1.0, carry_over=False))) == near(12)


def test_a_spend_profile_needs_no_money_before_it_is_due() -> None:
    case = pair_a(tiny(), spend=(0.5, 0.5))
    assert least(funded(case, purse("halves", 0.5, 0.5))) == near(1 + 3)


def test_money_is_due_for_openings_too() -> None:
    case = site_a(tiny(), opening_cost_usd_bn=2.0)
    assert least(funded(case, purse("enough", 3.0))) == near(1 + 2 + 3)
    assert least(funded(case, purse("short", 2.9))) == near(12)


def test_operations_need_no_money_from_funds() -> None:
    nodes = {"N3": replace(tiny().nodes["N3"], wafer_cost_usd=1e5)}
    # Wafers for 0.3 a quarter although the fund is spent.
    assert least(funded(tiny(nodes=nodes), purse("exact", 1.0))) == near(1 + 3 + 3 * 0.3)


@pytest.mark.parametrize(
    "strings", [{"regions": frozenset({"there"})}, {"blocs": frozenset({"east"})}], ids=["region", "bloc"]
)
def test_a_fund_pays_only_where_its_strings_let_it(strings: dict[str, frozenset[str]]) -> None:
    case = with_site(tiny(), capex_factor=2.0)
    case = replace(case, regions={**case.regions, "there": Region("there", bloc="east")})
    plan = best_plan(funded(case, purse("tied", 10.0, **strings)))
    # Site A would cost 1, but only site B may be paid.
    assert plan.outcome.objective == near(2 + 3)
    assert starts(plan) == {("B", "N3", 0): 1}


@pytest.mark.parametrize(
    ("strings", "optimum"),
    [
        ({"nodes": frozenset({"N3"})}, 1 + 3),
        ({"nodes": frozenset({"N5"})}, 12),
        ({"kinds": frozenset({Kind.LOGIC})}, 1 + 3),
        ({"kinds": frozenset({Kind.MEMORY, Kind.PACKAGING})}, 12),
    ],
    ids=["the node", "another node", "the kind", "other kinds"],
)
def test_a_fund_pays_only_for_its_nodes_and_kinds(strings: dict[str, frozenset[str]], optimum: float) -> None:
    assert least(funded(with_node(tiny(), "N5"), purse("tied", 10.0, **strings))) == near(optimum)


def test_an_opening_is_payable_by_any_fund_of_the_region() -> None:
    case = with_node(site_a(tiny(), opening_cost_usd_bn=2.0), "N5")
    case = funded(case, purse("for N3", 1.0, nodes=frozenset({"N3"})), purse("for N5", 2.0, nodes=frozenset({"N5"})))
    plan = best_plan(case)
    # The fund that may not pay for the phase pays for the opening.
    assert plan.outcome.objective == near(1 + 2 + 3)
    assert drawn(plan) == {("for N3", "N3"): near(1.0), ("for N5", ""): near(2.0)}


def test_the_freer_fund_pays_where_the_tied_one_may_not() -> None:
    case = with_site(pair_a(tiny(demand=SIX), max_phases=1), max_phases=1)
    plan = best_plan(funded(case, purse("free", 1.0), purse("tied", 1.0, regions=frozenset({"here"}))))
    assert plan.outcome.objective == near(2 + 6)
    assert {(row.fund, row.site) for row in plan.draws} == {("tied", "A"), ("free", "B")}


def test_funds_without_strings_pay_together() -> None:
    plan = best_plan(funded(tiny(), purse("one", 0.75), purse("other", 0.25)))
    assert plan.outcome.objective == near(1 + 3)
    assert drawn(plan) == {("one", "N3"): near(0.75), ("other", "N3"): near(0.25)}


def test_a_bill_that_no_fund_may_pay_stays_unpaid_and_unbuilt() -> None:
    case = with_site(tiny(), capex_factor=0.0)
    plan = best_plan(funded(case, purse("elsewhere", 10.0, regions=frozenset({"here"}))))
    # Phases at B are free and need no purse.
    assert plan.outcome.objective == near(0 + 3)


def test_a_fund_pays_no_more_than_its_share_of_a_site() -> None:
    case = funded(tiny(), purse("half", 10.0, max_share=0.5), purse("other", 0.5))
    plan = best_plan(case)
    assert plan.outcome.objective == near(1 + 3)
    assert drawn(plan) == {("half", "N3"): near(0.5), ("other", "N3"): near(0.5)}
    assert least(funded(case, purse("half", 10.0, max_share=0.5), purse("other", 0.4))) == near(12)


def test_a_share_is_of_all_draws_at_the_site_whatever_they_pay_for() -> None:
    # The capped fund pays logic only. At site A: 1 for logic, 1 for memory; half of the 2 is the whole logic phase.
    case = made_of(with_node(tiny(), "HBM", Kind.MEMORY), part("die", per_wafer("N3")), part("stack", per_wafer("HBM")))
    funds = purse("logic", 10.0, max_share=0.5, kinds=frozenset({Kind.LOGIC})), purse("any", 1.0)
    plan = best_plan(funded(case, *funds))
    assert plan.outcome.objective == near(1 + 1 + 3)
    assert drawn(plan) == {("logic", "N3"): near(1.0), ("any", "HBM"): near(1.0)}


def test_a_share_counts_no_draws_of_other_sites() -> None:
    # Logic stands at A (1 usd_bn), memory is cheaper at B (8) than at A (80); a thousand packages short cost 10.
    # At A the capped fund pays half of the logic phase at most, whatever is spent on memory at B.
    case = made_of(tiny(), part("die", per_wafer("N3")), part("stack", per_wafer("HBM")), shortage_penalty_usd=1e7)
    case = with_site(with_node(case, "HBM", Kind.MEMORY), node="HBM", capex_factor=8.0)
    case = replace(case, pairs={**case.pairs, ("A", "HBM"): replace(case.pairs["A", "HBM"], capex_factor=80.0)})
    logic = purse("logic", 10.0, max_share=0.5, kinds=frozenset({Kind.LOGIC}))
    assert least(funded(case, logic, purse("any", 8.4))) == near(4 * 30)
    assert least(funded(case, logic, purse("any", 8.5))) == near(1 + 8 + 30)


def test_a_share_of_each_site_may_be_drawn_at_all_of_them() -> None:
    # Two phases are needed, and each site has room for one: 1 usd_bn each, of which the capped fund pays half.
    case = with_site(tiny(demand={("chip", "world"): (6.0,) * 4}))
    case = replace(case, pairs={key: replace(pair, max_phases=1) for key, pair in case.pairs.items()})
    assert least(funded(case, purse("half", 10.0, max_share=0.5), purse("other", 1.0))) == near(2 + 6)


def test_cost_of_money_is_paid_on_what_is_drawn_to_date() -> None:
    plan = best_plan(funded(tiny(), purse("loan", 1.0, cost_of_money=0.08)))
    # 8 % a year on 1, four quarters long; the fund itself pays no interest.
    assert plan.outcome.objective == near(1 + 3 + 0.08)
    assert line(plan, "cost_of_money") == near(0.08)


def test_cost_of_money_is_discounted_quarter_by_quarter() -> None:
    case = funded(tiny(settings=discounted()), purse("loan", 1.0, cost_of_money=0.08))
    interest = sum(0.02 * quarters(t) for t in range(4))
    assert least(case) == near((1 + 3) * quarters(0) + interest)


def test_cheap_money_is_drawn_first() -> None:
    case = funded(tiny(demand=SIX), purse("loan", 10.0, cost_of_money=0.08), purse("grant", 1.5))
    plan = best_plan(case)
    # Two phases: 1.5 free of interest, 0.5 at 8 % for a year.
    assert plan.outcome.objective == near(2 + 6 + 0.04)
    assert drawn(plan) == {("grant", "N3"): near(1.5), ("loan", "N3"): near(0.5)}
