"""Shells: phases start in finished floor only, pay their equipment, and an empty shell costs its money."""

from dataclasses import replace
from typing import Any

import pytest

from planner.case.records import (
    Case,
    Committed,
    Covers,
    EndValue,
    Fund,
    Incentive,
    Kind,
    Limit,
    Lock,
    Measure,
    PlannedStart,
    Region,
    Shell,
)
from planner.plan.records import Plan
from tests.cases import tiny
from tests.model.parts import discounted, node_n3, pair_a, quarters, site_a, with_node, with_site
from tests.model.solving import best_plan, drawn, least, line, near, starts

TWICE = {("chip", "world"): (6.0,) * 4}


def shelled(case: Case, site: str = "A", **changes: Any) -> Case:
    """Return the case with shells at a site: 2 bn each, finished after a quarter, with floor for two phases."""
    made = Shell(site, **{"capex_usd_bn": 2.0, "lead_periods": 1, "spend": (1.0,), "floor_units": 2.0, **changes})
    return replace(case, shells={**case.shells, site: made})


def shells(plan: Plan) -> dict[tuple[str, int], int]:
    """Return the shells started by (site, period)."""
    return {(row.site, row.period): row.shells for row in plan.shells_built}


def test_a_phase_starts_when_its_shell_is_finished() -> None:
    # Shell in quarter 0, phase in 1, output from 2: 2 shell + 1 phase + 2 quarters of 3 missed.
    plan = best_plan(shelled(tiny()))
    assert plan.outcome.objective == near(2 + 1 + 2 * 3)
    assert (shells(plan), starts(plan)) == ({("A", 0): 1}, {("A", "N3", 1): 1})
    assert drawn(plan) == {("purse", ""): near(2), ("purse", "N3"): near(1)}
    assert [(row.site, row.period) for row in plan.openings] == [("A", 0)]


def test_a_phase_in_a_shell_pays_its_equipment_alone() -> None:
    # 40 % of the phase is building, which the shell stands for: 2 shell + 0.6 equipment + 6 missed.
    assert least(shelled(node_n3(tiny(), shell_share=0.4))) == near(2 + 0.6 + 6)


@pytest.mark.parametrize(("ready_from", "usd_bn"), [(-3, 1 + 3), (0, 1 + 3), (1, 1 + 6)])
def test_a_ready_shell_costs_nothing_and_is_used_from_its_period_on(ready_from: int, usd_bn: float) -> None:
    plan = best_plan(shelled(tiny(), ready=1, ready_from=ready_from))
    assert plan.outcome.objective == near(usd_bn)
    assert plan.shells_built == ()


def test_phases_share_the_floor_of_a_shell_until_it_is_full() -> None:
    # Demand of two phases, 6 a quarter. One shell has floor for both: 2 + 2 + 2 x 6 missed.
    assert least(shelled(tiny(demand=TWICE))) == near(2 + 2 + 12)
    # With floor for one phase each, two shells: 4 + 2 + 12; one shell alone would miss 3 more in two quarters.
    plan = best_plan(shelled(tiny(demand=TWICE), floor_units=1.0))
    assert plan.outcome.objective == near(4 + 2 + 12)
    assert shells(plan) == {("A", 0): 2}


def test_no_more_shells_than_allowed() -> None:
    # One shell for one phase: 2 + 1 + 12 missed before it makes output and 3 in each of two quarters.
    assert least(shelled(tiny(demand=TWICE), floor_units=1.0, max_shells=1)) == near(2 + 1 + 12 + 6)
    assert least(shelled(tiny(), max_shells=0)) == near(4 * 3)


def test_the_floor_of_the_site_holds_besides() -> None:
    case = site_a(tiny(demand=TWICE), floor_units=1.0)
    assert least(shelled(case)) == near(2 + 1 + 12 + 6)


def test_the_node_is_chosen_at_fit_out() -> None:
    # The memory phase shares the shell; without memory there is no need for it. Either fills what the other leaves.
    case = with_node(tiny(demand=TWICE), "N5", phase_kwspm=2.0, phase_capex_usd_bn=1.5, floor_units_per_phase=2.0)
    die = case.products["chip"].parts[0]
    both = replace(die, sources=(*die.sources, replace(die.sources[0], node="N5")))
    case = replace(case, products={"chip": replace(case.products["chip"], parts=(both,))})
    # One shell takes two phases of N3 for 2 or one of N5 for 1.5, which make the same.
    plan = best_plan(shelled(case, max_shells=1))
    assert plan.outcome.objective == near(2 + 1.5 + 12)
    assert starts(plan) == {("A", "N5", 1): 1}


def test_opening_is_due_with_the_first_shell_and_not_where_one_is_ready() -> None:
    case = site_a(tiny(settings=discounted()), opening_cost_usd_bn=0.5)
    plan = best_plan(shelled(case))
    missed = sum(3 * quarters(t) for t in (0, 1))
    assert plan.outcome.objective == near(2.5 * quarters(0) + quarters(1) + missed)
    assert drawn(plan)["purse", ""] == near(2.5)
    assert line(best_plan(shelled(case, ready=1)), "opening") == 0


def test_lead_and_spend_of_an_expansion_do_not_apply_in_shells() -> None:
    # Without shells the second phase is an expansion that takes 3 quarters; in a shell both take one.
    case = pair_a(tiny(demand=TWICE), expansion_lead_periods=3, expansion_spend=(0.0, 1.0))
    assert least(shelled(case)) == near(2 + 2 + 12)
    running = replace(case, committed=(Committed("A", "N3", (1.0,) * 4),))
    # 3 of 6 are made; a phase in the shell from quarter 1 on makes the rest from quarter 2.
    assert least(shelled(running)) == near(2 + 1 + 2 * 3)


def test_a_shell_keeps_its_value_longer_than_equipment() -> None:
    settings = discounted(0.0, end_value=EndValue.STRAIGHT_LINE, equipment_life_years=1.0, shell_life_years=10.0)
    # The phase is online for 2 quarters of 4, the shell finished for 3 of 40: 0.5 of 1 and 0.925 of 2 are left.
    assert least(shelled(tiny(settings=settings))) == near(2 + 1 + 6 - 0.5 - 2 * 37 / 40)


@pytest.mark.parametrize(
    ("grant", "usd_bn"),
    [
        (Incentive("grant", 0.5, covers=Covers.SHELL), 1.0),
        (Incentive("grant", 0.5), 1.0 + 0.5),
        (Incentive("grant", 0.5, covers=Covers.SHELL, kind=Kind.LOGIC), 0.0),
        (Incentive("grant", 0.5, covers=Covers.SHELL, start_from=1), 0.0),
        (Incentive("grant", 0.5, cap_usd_bn=1.2), 1.2),
    ],
)
def test_incentives_refund_shells_that_they_cover(grant: Incentive, usd_bn: float) -> None:
    plan = best_plan(replace(shelled(tiny()), incentives=(grant,)))
    assert plan.outcome.objective == near(2 + 1 + 6 - usd_bn)
    assert -line(plan, "credits") == near(usd_bn)


def test_a_capped_credit_of_a_shell_is_no_end_value_of_equipment() -> None:
    settings = discounted(0.0, end_value=EndValue.STRAIGHT_LINE, equipment_life_years=1.0, shell_life_years=10.0)
    case = replace(shelled(tiny(settings=settings)), incentives=(Incentive("grant", 0.5, cap_usd_bn=0.4),))
    # Credited to the phase, 0.5 of the credit is lost of the end value, to the shell 0.925: so to the phase.
    assert least(case) == near(2 + 1 + 6 - 0.4 - (0.5 * 0.6 + 2 * 37 / 40))


def test_a_fund_for_some_nodes_may_pay_for_the_shells_of_its_places() -> None:
    funds = {
        "chips": Fund("chips", (10.0, 0.0, 0.0, 0.0), nodes=frozenset({"N3"})),
        "there": Fund("there", (10.0, 0.0, 0.0, 0.0), regions=frozenset({"there"})),
    }
    case = replace(tiny(funds=funds), regions={**tiny().regions, "there": Region("there")})
    assert drawn(best_plan(shelled(case))) == {("chips", ""): near(2), ("chips", "N3"): near(1)}
    # Without it, nobody may pay for a shell here.
    assert least(shelled(replace(case, funds={"there": funds["there"]}))) == near(12)


def test_a_shell_follows_its_spend_profile() -> None:
    # Half of the shell is due in quarter 0 and half in 1; the phase, due in quarter 1, makes 2 bn in all by then.
    spread = shelled(tiny(), spend=(0.5, 0.5))
    assert least(replace(spread, funds={"purse": Fund("purse", (1.0, 2.0, 0.0, 0.0))})) == near(2 + 1 + 6)
    # With a tenth less by then the phase waits for quarter 2, and its 3 kunits are not worth shell and phase.
    assert least(replace(spread, funds={"purse": Fund("purse", (1.0, 1.9, 0.1, 0.0))})) == near(4 * 3)


def test_a_lock_without_a_node_counts_shells() -> None:
    empty = replace(shelled(tiny(demand={("chip", "world"): (0.0,) * 4})), locks=(Lock("A", "", min_phases=3),))
    plan = best_plan(empty)
    assert plan.outcome.objective == near(3 * 2)
    late = replace(shelled(tiny()), locks=(Lock("A", "", until_period=0, max_phases=0),))
    # The shell starts in quarter 1 at the earliest: output in quarter 3 alone saves 3 and costs 3.
    assert least(late) == near(12)
    at_the_end = replace(shelled(tiny()), locks=(Lock("A", "", from_period=3, min_phases=1),))
    assert least(at_the_end) == near(2 + 2 + 1 + 6)


def test_shells_count_as_changes_against_the_last_plan() -> None:
    settings = discounted(0.0, change_price_usd_bn_per_phase=0.1)
    moved = (PlannedStart("A", "", 1, 1), PlannedStart("A", "N3", 1, 1))
    # The shell of quarter 1 moves to 0, which is two changes; the phase stays.
    assert least(replace(shelled(tiny(settings=settings)), last_plan=moved)) == near(2 + 1 + 6 + 0.2)
    capped = replace(shelled(tiny(settings=replace(settings, max_changes=1))), last_plan=moved)
    # One change is not enough to move it, but one more shell in quarter 0 is one change: 4 + 1 + 6 + 0.1.
    assert least(capped) == near(4 + 1 + 6 + 0.1)


def test_a_last_plan_that_says_nothing_of_shells_leaves_them_out() -> None:
    settings = discounted(0.0, change_price_usd_bn_per_phase=0.1)
    phases = (PlannedStart("A", "N3", 1, 1),)
    assert least(replace(shelled(tiny(settings=settings)), last_plan=phases)) == near(2 + 1 + 6)
    # A row of none says that the last plan builds no shell: the new one is a change.
    none = (*phases, PlannedStart("A", "", 0, 0))
    assert least(replace(shelled(tiny(settings=settings)), last_plan=none)) == near(2 + 1 + 6 + 0.1)


def test_shells_count_in_shares_of_capex_that_name_no_node() -> None:
    case = shelled(with_site(tiny(), "B", "there"))
    share = Limit("home", Measure.CAPEX_SHARE, region="there", minimum=1.0)
    # Without the limit a phase at B costs 1 + 3 missed. At A nothing is built then, not even a shell.
    assert least(replace(case, limits=(share,))) == near(1 + 3)
    wanted = replace(share, region="here", minimum=0.5)
    locked = replace(case, limits=(wanted,), locks=(Lock("A", "", min_phases=1), Lock("B", "N3", min_phases=1)))
    # 2 of 3 bn are at A, of shells: enough. The limit on logic counts phases alone: none at A, so one must be there.
    assert least(locked) == near(2 + 1 + 3)
    logic = replace(wanted, kind=Kind.LOGIC)
    assert least(replace(locked, limits=(logic,))) == near(2 + 2 + 3)
    # All phases are of N3: no more than half of their capex, whatever shells cost, is none.
    half = Limit("half", Measure.CAPEX_SHARE, node="N3", maximum=0.5)
    assert least(replace(shelled(tiny()), limits=(half,))) == near(4 * 3)


def test_shells_of_a_site_change_nothing_elsewhere() -> None:
    case = with_site(tiny(), "B", "there", capex_factor=1.1)
    assert least(shelled(case)) == near(1.1 + 3)
