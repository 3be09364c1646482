"""Incentives: a share of the covered capex of phases that start inside a window comes back, up to a cap."""

from dataclasses import replace

import pytest

from planner.case.records import Case, Covers, EndValue, Fund, Incentive, Kind, Settings
from tests.cases import tiny
from tests.model.parts import discounted, node_n3, pair_a, quarters, with_node, with_site
from tests.model.solving import best_plan, drawn, least, line, near, starts

SIX = {("chip", "world"): (6.0,) * 4}
LATE = {("chip", "world"): (0.0, 0.0, 3.0, 3.0)}
QUARTER = Incentive("grant", 0.25)


def granted(case: Case, *incentives: Incentive) -> Case:
    return replace(case, incentives=incentives)


def test_a_share_of_capex_comes_back() -> None:
    plan = best_plan(granted(tiny(), QUARTER))
    assert plan.outcome.objective == near(1 - 0.25 + 3)
    assert [(row.incentive, row.start_period, row.usd_bn) for row in plan.credits] == [("grant", 0, near(0.25))]
    assert drawn(plan) == {("purse", "N3"): near(0.75)}


@pytest.mark.parametrize(
    ("covers", "credit"), [(Covers.SHELL, 0.25 * 0.4), (Covers.EQUIPMENT, 0.25 * 0.6), (Covers.ALL, 0.25)]
)
@pytest.mark.parametrize("cap", [float("inf"), 5.0])
def test_an_incentive_covers_shell_or_equipment_or_all(covers: Covers, credit: float, cap: float) -> None:
    case = node_n3(tiny(), shell_share=0.4)
    assert least(granted(case, replace(QUARTER, covers=covers, cap_usd_bn=cap))) == near(1 - credit + 3)


def test_a_cap_holds_for_all_starts_together() -> None:
    case = granted(tiny(demand=SIX), replace(QUARTER, cap_usd_bn=0.3))
    assert least(case) == near(2 - 0.3 + 6)


def test_a_cap_of_nothing_grants_nothing() -> None:
    assert least(granted(tiny(), replace(QUARTER, cap_usd_bn=0.0))) == near(4)


@pytest.mark.parametrize("cap", [float("inf"), 5.0])
def test_only_starts_inside_the_window_earn_it(cap: float) -> None:
    late = replace(QUARTER, start_from=2, cap_usd_bn=cap)
    # Demand from quarter 2 on: start in 0 or 1 and earn nothing.
    assert least(granted(tiny(demand=LATE), late)) == near(1)
    plan = best_plan(granted(tiny(demand=LATE), replace(late, start_from=1, start_until=1)))
    assert plan.outcome.objective == near(0.75)
    assert starts(plan) == {("A", "N3", 1): 1}
    early = replace(QUARTER, start_from=-8, start_until=-1, cap_usd_bn=cap)
    assert least(granted(tiny(demand=LATE), early)) == near(1)


@pytest.mark.parametrize(
    ("elsewhere", "right"),
    [
        ({"region": "there"}, {"region": "here"}),
        ({"site": "B"}, {"site": "A"}),
        ({"kind": Kind.MEMORY}, {"kind": Kind.LOGIC}),
    ],
    ids=["region", "site", "kind"],
)
def test_an_incentive_speaks_of_its_region_site_and_kind(
    elsewhere: dict[str, object], right: dict[str, object]
) -> None:
    case = with_site(tiny(), capex_factor=9.0)
    assert least(granted(case, replace(QUARTER, **elsewhere))) == near(1 + 3)  # type: ignore[arg-type]
    assert least(granted(case, replace(QUARTER, **right))) == near(0.75 + 3)  # type: ignore[arg-type]


def test_incentives_add_up() -> None:
    case = granted(tiny(), QUARTER, Incentive("tax credit", 0.1, cap_usd_bn=5.0))
    assert least(case) == near(1 - 0.35 + 3)


def test_a_credit_helps_to_stay_within_the_budget() -> None:
    case = tiny(funds={"purse": Fund("purse", (0.75, 0.0, 0.0, 0.0))})
    assert least(case) == near(12)
    assert least(granted(case, QUARTER)) == near(0.75 + 3)


def test_a_phase_that_is_granted_whole_needs_no_money() -> None:
    case = tiny(funds={"purse": Fund("purse", (0.0, 0.0, 0.0, 0.0))})
    assert least(granted(case, Incentive("gift", 1.0))) == near(0 + 3)


def test_a_credit_follows_the_spend_of_its_start() -> None:
    case = pair_a(tiny(settings=discounted()), spend=(0.5, 0.5))
    paid = 0.5 * quarters(0) + 0.5 * quarters(1)
    assert least(granted(case, QUARTER)) == near(0.75 * paid + 3 * quarters(0))
    capped = replace(QUARTER, cap_usd_bn=0.2)
    assert least(granted(case, capped)) == near(0.8 * paid + 3 * quarters(0))


def test_a_capped_credit_goes_to_the_phase_that_is_paid_first() -> None:
    # First phase paid at once, the expansion that starts with it a quarter later: 0.25 at once and the rest then.
    case = pair_a(tiny(demand=SIX, settings=discounted()), spend=(1.0,), expansion_spend=(0.0, 1.0))
    plan = best_plan(granted(case, replace(QUARTER, cap_usd_bn=0.3)))
    assert line(plan, "credits") == near(-0.25 * quarters(0) - 0.05 * quarters(1))
    assert plan.outcome.objective == near(0.75 * quarters(0) + 0.95 * quarters(1) + 6 * quarters(0))
    assert [(row.start_period, row.usd_bn) for row in plan.credits] == [(0, near(0.3))]
    assert [(row.period, row.usd_bn) for row in plan.draws] == [(0, near(0.75)), (1, near(0.95))]


def test_a_capped_credit_goes_to_the_older_phase_where_only_leads_differ() -> None:
    # Outputs in quarters 1 and 2 of 4: after 3 and 2 of 20 quarters 0.85 and 0.9 are left, so that a credit on the
    # first phase takes less end value away.
    settings = Settings("tiny", end_value=EndValue.STRAIGHT_LINE)
    case = pair_a(tiny(demand=SIX, settings=settings), lead_periods=1, expansion_lead_periods=2)
    plan = best_plan(granted(case, replace(QUARTER, cap_usd_bn=0.3)))
    assert line(plan, "end_value") == near(-(1 - 0.25) * 0.85 - (1 - 0.05) * 0.9)
    assert plan.outcome.objective == near(2 - 0.3 + 6 + 3 - 0.75 * 0.85 - 0.95 * 0.9)


def test_a_capped_credit_is_shared_by_the_nodes_of_a_site() -> None:
    case = with_node(tiny(), "HBM", Kind.MEMORY, phase_capex_usd_bn=3.0)
    case = granted(case, replace(QUARTER, cap_usd_bn=0.1))
    assert least(case) == near(0.9 + 3)


def test_end_value_is_net_of_credits() -> None:
    settings = Settings("tiny", end_value=EndValue.STRAIGHT_LINE)
    # First output in quarter 1: three of twenty quarters used up at the end.
    assert least(granted(tiny(settings=settings), QUARTER)) == near(0.75 + 3 - 0.75 * (1 - 3 / 20))
    capped = granted(tiny(settings=settings), replace(QUARTER, cap_usd_bn=0.1))
    assert least(capped) == near(0.9 + 3 - 0.9 * (1 - 3 / 20))


def test_credits_never_exceed_what_a_phase_costs() -> None:
    # Two grants of 60 % each pay the phase whole, and no more; only the first period, before any output, is missed.
    sixty = Incentive("one", 0.6), Incentive("two", 0.6)
    assert least(tiny(incentives=sixty)) == near(0 + 3)
    capped = Incentive("one", 0.6, cap_usd_bn=5.0), Incentive("two", 0.6, cap_usd_bn=5.0)
    assert least(tiny(incentives=capped)) == near(0 + 3)
    assert least(tiny(incentives=(sixty[0], capped[1]))) == near(0 + 3)
