"""Purses and accounts: who may pay for what."""

from planner.case.records import Fund, Kind
from planner.shape.fund_groups import SITE_ITSELF, accounts, fund_groups
from tests.cases import tiny
from tests.model.parts import with_node, with_site

NONE = (0.0,) * 4
BILLS = (("A", "N3"), ("A", "HBM"), ("B", "N3"), ("A", SITE_ITSELF))


def funds(*rows: Fund) -> dict[str, Fund]:
    return {row.name: row for row in rows}


def test_funds_with_equal_restrictions_share_a_group() -> None:
    case = tiny(funds=funds(Fund("one", (1.0, 0.0, 0.0, 0.0)), Fund("two", (0.0, 2.0, 0.0, 0.0))))
    assert fund_groups(case)["one"].funds == ("one", "two")
    assert fund_groups(case)["one"].to_date_usd_bn == (1.0, 3.0, 3.0, 3.0)


def test_what_lapses_or_is_capped_or_costs_otherwise_stays_alone() -> None:
    rows = Fund("plain", NONE), Fund("lapsing", NONE, carry_over=False), Fund("capped", NONE, max_share=0.5)
    case = tiny(
        funds=funds(*rows, Fund("loan", NONE, cost_of_money=0.05), Fund("tied", NONE, regions=frozenset({"here"})))
    )
    assert len(fund_groups(case)) == 5


def test_bills_that_the_same_fund_groups_may_pay_share_an_account() -> None:
    case = with_site(with_node(tiny(), "HBM", Kind.MEMORY))
    case = tiny(
        regions=case.regions, sites=case.sites, nodes=case.nodes, pairs=case.pairs,
        funds=funds(Fund("any", NONE), Fund("logic", NONE, kinds=frozenset({Kind.LOGIC}))),
    )  # fmt: skip
    found = {account.fund_groups: account.bills for account in accounts(case, BILLS)}
    # The opening of a site has no kind: both may pay.
    assert found == {("any", "logic"): (("A", "N3"), ("B", "N3"), ("A", SITE_ITSELF)), ("any",): (("A", "HBM"),)}


def test_accounts_keep_to_their_site_where_a_fund_may_pay_only_a_share() -> None:
    case = with_site(with_node(tiny(), "HBM", Kind.MEMORY))
    capped = Fund("logic here", NONE, kinds=frozenset({Kind.LOGIC}), regions=frozenset({"here"}), max_share=0.5)
    case = tiny(
        regions=case.regions, sites=case.sites, nodes=case.nodes, pairs=case.pairs,
        funds=funds(Fund("any", NONE), capped),
    )  # fmt: skip
    bills = (("A", "HBM"), ("B", "HBM"), ("A", "N3"))
    assert [account.bills for account in accounts(case, bills)] == [(("A", "HBM"),), (("B", "HBM"),), (("A", "N3"),)]
