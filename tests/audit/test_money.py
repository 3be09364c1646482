"""Money: what is due is drawn, by funds that may pay, within what they hold."""

from dataclasses import replace

import pytest

from planner.audit import audit
from planner.case.records import Fund, Kind, Owner, Region
from planner.plan.records import Draw
from tests.audit.plans import changed, clean_plan, outcome, rules
from tests.cases import pair, tiny

PAID = {"purse": Fund("purse", (1.0, 0.0, 0.0, 0.0))}


def test_what_is_due_must_be_drawn() -> None:
    assert rules(tiny(), clean_plan(draws=())) == {"draws"}
    assert rules(tiny(), clean_plan(draws=(Draw("purse", "A", "N3", 0, 0.9),))) == {"draws"}
    assert rules(tiny(), clean_plan(draws=(Draw("purse", "A", "N3", 1, 1.0),))) == {"draws"}


def test_capex_follows_the_spend_profile_and_ends_in_the_last_period() -> None:
    # 20 % at the start, 30 % one and 50 % five periods later, beyond the horizon: due in period 3.
    case = tiny(pairs={("A", "N3"): pair("A", "N3", spend=(0.2, 0.3, 0.0, 0.0, 0.0, 0.5))})
    draws = tuple(Draw("purse", "A", "N3", t, usd_bn) for t, usd_bn in ((0, 0.2), (1, 0.3), (3, 0.5)))
    assert audit(case, clean_plan(draws=draws)).findings == ()


def test_capex_follows_the_indices_of_the_place() -> None:
    # 40 % shell at index 1.5 and 60 % equipment at 1.1, times a pair factor of 2: 2 x (0.6 + 0.66) = 2.52.
    case = tiny(
        pairs={("A", "N3"): pair("A", "N3", capex_factor=2.0)},
        regions={"here": Region("here", shell_cost_index=9.0, equipment_cost_index=1.1)},
    )
    case = changed(changed(case, "nodes", "N3", shell_share=0.4), "sites", "A", shell_cost_index=1.5)
    plan = clean_plan(
        outcome=outcome(5.52, capex=2.52, shortage_penalty=3.0), draws=(Draw("purse", "A", "N3", 0, 2.52),)
    )
    assert audit(case, plan).findings == ()


def test_an_opening_is_paid_when_the_site_opens() -> None:
    case = changed(tiny(), "sites", "A", opening_cost_usd_bn=0.5)
    costs = outcome(4.5, capex=1.0, opening=0.5, shortage_penalty=3.0)
    draws = (*clean_plan().draws, Draw("purse", "A", "", 0, 0.5))
    assert audit(case, clean_plan(outcome=costs, draws=draws)).findings == ()
    assert rules(case, clean_plan(outcome=costs)) == {"draws"}


def test_a_fund_cannot_give_more_than_it_has() -> None:
    assert rules(tiny(funds=PAID), clean_plan()) == set()
    assert rules(tiny(funds={"purse": Fund("purse", (0.9, 0.0, 0.0, 0.0))}), clean_plan()) == {"budget"}
    assert rules(tiny(funds={"purse": Fund("purse", (0.0, 1.0, 0.0, 0.0))}), clean_plan()) == {"budget"}


def test_money_lapses_in_a_fund_that_does_not_carry_over() -> None:
    case = tiny(pairs={("A", "N3"): pair("A", "N3", spend=(0.0, 1.0))}, funds=PAID)
    plan = clean_plan(draws=(Draw("purse", "A", "N3", 1, 1.0),))
    assert rules(case, plan) == set()
    assert rules(changed(case, "funds", "purse", carry_over=False), plan) == {"budget"}


@pytest.mark.parametrize(
    ("strings", "broken"),
    [
        ({"regions": frozenset({"here"})}, set()),
        ({"regions": frozenset({"there"})}, {"eligible"}),
        ({"blocs": frozenset({"east"})}, set()),
        ({"blocs": frozenset({"west"})}, {"eligible"}),
        ({"nodes": frozenset({"N2"})}, {"eligible"}),
        ({"kinds": frozenset({Kind.MEMORY})}, {"eligible"}),
        ({"owners": frozenset({"maker"})}, {"eligible"}),
        ({"kinds": frozenset({Kind.MEMORY, Kind.LOGIC})}, set()),
        ({"regions": frozenset({"here"}), "kinds": frozenset({Kind.MEMORY})}, {"eligible"}),
    ],
)
def test_a_fund_pays_only_for_what_its_strings_allow(strings: dict[str, frozenset[str]], broken: set[str]) -> None:
    case = changed(tiny(regions={"here": Region("here", bloc="east")}), "funds", "purse", **strings)
    assert rules(case, clean_plan()) == broken


def test_a_fund_of_an_owner_pays_for_what_that_owner_builds() -> None:
    case = tiny(
        sites={name: replace(tiny().sites["A"], name=name) for name in "AB"},
        nodes={name: replace(tiny().nodes["N3"], name=name) for name in ("N3", "N5")},
        pairs={
            (site, node): pair(site, node, owner=owner)
            for site, node, owner in (("A", "N3", "mine"), ("A", "N5", "yours"), ("B", "N3", "yours"))
        },
        owners={name: Owner(name) for name in ("mine", "yours")},
    )
    for owner, broken in (("mine", set()), ("yours", {"eligible"})):
        assert rules(changed(case, "funds", "purse", owners=frozenset({owner})), clean_plan()) == broken


def test_strings_on_nodes_do_not_bar_an_opening() -> None:
    case = changed(tiny(), "sites", "A", opening_cost_usd_bn=0.5)
    funds = {**case.funds, "land": Fund("land", (1.0, 0.0, 0.0, 0.0), kinds=frozenset({Kind.MEMORY}))}
    plan = clean_plan(
        outcome=outcome(4.5, capex=1.0, opening=0.5, shortage_penalty=3.0),
        draws=(*clean_plan().draws, Draw("land", "A", "", 0, 0.5)),
    )
    assert audit(replace(case, funds=funds), plan).findings == ()
    funds["land"] = replace(funds["land"], regions=frozenset({"there"}))
    assert rules(replace(case, funds=funds), plan) == {"eligible"}


def test_a_fund_has_a_greatest_share_of_a_site() -> None:
    funds = {"purse": Fund("purse", (9.0, 0.0, 0.0, 0.0), max_share=0.6), "other": Fund("other", (9.0, 0.0, 0.0, 0.0))}
    for share, broken in ((0.6, set()), (0.7, {"max_share"})):
        draws = (Draw("purse", "A", "N3", 0, share), Draw("other", "A", "N3", 0, 1 - share))
        assert rules(tiny(funds=funds), clean_plan(draws=draws)) == broken


def test_money_does_not_flow_back() -> None:
    draws = (Draw("purse", "A", "N3", 0, 1.0), Draw("purse", "A", "", 0, -0.00005))
    assert rules(tiny(), clean_plan(draws=draws)) == {"draws"}
