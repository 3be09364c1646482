"""Owners: limits that count one owner's phases or capex, and funds that pay for one owner only."""

from dataclasses import replace

from planner.case.records import Case, Committed, Conversion, Fund, Limit, Measure, Owner
from tests.cases import tiny
from tests.model.parts import site_a, with_node, with_site
from tests.model.solving import best_plan, drawn, least, near, starts

SIX = {("chip", "world"): (6.0,) * 4}


def owned(case: Case, **owner_by_site: str) -> Case:
    """Return the case with the owners of the pairs at each site."""
    pairs = {key: replace(one, owner=owner_by_site[key[0]]) for key, one in case.pairs.items()}
    return replace(case, pairs=pairs, owners={name: Owner(name) for name in sorted(set(owner_by_site.values()))})


def two_owners(*limits: Limit) -> Case:
    """A phase costs 1 at A, of mine, and 2 at B, of yours; 6 a quarter are wanted, so two phases are built at A."""
    return owned(with_site(tiny(demand=SIX, limits=limits), capex_factor=2.0), A="mine", B="yours")


def test_no_more_phases_of_an_owner_start_than_allowed() -> None:
    assert least(two_owners()) == near(1 + 1 + 6)
    assert least(two_owners(Limit("one", Measure.PHASES_STARTED, owner="mine", maximum=1))) == near(1 + 2 + 6)


def test_phases_of_an_owner_are_online_in_time() -> None:
    plan = best_plan(two_owners(Limit("one", Measure.ONLINE_PHASES, owner="yours", minimum=1, from_period=3)))
    # One at A, one at B from the start: both are of use.
    assert plan.outcome.objective == near(1 + 2 + 6)


def test_an_owner_gets_no_more_than_its_share_of_capex() -> None:
    # One of each, 1 of 3, is a third; two at A are all.
    half = Limit("half", Measure.CAPEX_SHARE, owner="mine", maximum=0.5)
    plan = best_plan(two_owners(half))
    assert plan.outcome.objective == near(1 + 2 + 6)
    assert starts(plan) == {("A", "N3", 0): 1, ("B", "N3", 0): 1}


def test_the_share_of_an_owner_is_of_all_owners_of_the_same_node() -> None:
    # N5 of mine is wanted by nobody. At least half of the capex of N3 for yours: one phase of N3 each.
    half = Limit("half", Measure.CAPEX_SHARE, owner="yours", node="N3", minimum=0.5)
    assert least(owned(with_node(two_owners(half), "N5"), A="mine", B="yours")) == near(1 + 2 + 6)


def test_a_fund_pays_for_its_owners_only() -> None:
    case = two_owners()
    mine = Fund("mine", (1.0, 0, 0, 0), owners=frozenset({"mine"}))
    yours = Fund("yours", (9.0, 0, 0, 0), owners=frozenset({"yours"}))
    plan = best_plan(replace(case, funds={"mine": mine, "yours": yours}))
    # The money of mine pays one phase at A; the second phase stands at B.
    assert plan.outcome.objective == near(1 + 2 + 6)
    assert drawn(plan) == {("mine", "N3"): near(1), ("yours", "N3"): near(2)}


def test_a_fund_opens_a_site_where_one_of_its_owners_may_build() -> None:
    case = site_a(owned(tiny(), A="mine"), opening_cost_usd_bn=0.5)
    fund = Fund("fund", (9.0, 0, 0, 0), owners=frozenset({"mine"}))
    assert drawn(best_plan(replace(case, funds={"fund": fund}))) == {("fund", ""): near(0.5), ("fund", "N3"): near(1)}
    other = replace(case, owners={"mine": Owner("mine"), "x": Owner("x")})
    payer = replace(fund, owners=frozenset({"x"}))
    assert least(replace(other, funds={"fund": payer})) == near(12)


def test_a_conversion_belongs_to_the_owner_of_what_it_gives() -> None:
    # 1 kwspm of N5 becomes N3 for 0.2 in quarter 0; N3 is mine, and the fund of yours may not pay for it.
    case = with_node(tiny(), "N5")
    case = replace(
        owned(case, A="mine"),
        committed=(Committed("A", "N5", (1.0,) * 4),),
        conversions=(Conversion("A", "N5", "N3", 1.0, capex_usd_bn_per_lump=0.2),),
    )
    assert least(case) == near(0.2)
    yours = {**case.owners, "yours": Owner("yours")}
    poor = {"fund": Fund("fund", (9.0, 0, 0, 0), owners=frozenset({"yours"}))}
    assert least(replace(case, owners=yours, funds=poor)) == near(12)
