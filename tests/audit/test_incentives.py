"""Credits: rate, cover, window, place and cap."""

from dataclasses import replace
from typing import Any

import pytest

from planner.audit import audit
from planner.case.records import Case, Covers, Incentive, Kind
from planner.plan.records import Credit, Draw, Plan, Start
from tests.audit.plans import changed, clean_plan, held, outcome, rules
from tests.cases import pair, tiny

GRANT = Incentive("grant", 0.25, region="here")


def _granted(credit_usd_bn: float = 0.25, **changes: object) -> tuple[Case, Plan]:
    """A quarter of 1 usd_bn of capex is refunded, so that 0.75 is drawn."""
    case = tiny(incentives=(replace(GRANT, **changes),))  # type: ignore[arg-type]
    plan = clean_plan(
        outcome=outcome(4.0 - credit_usd_bn, capex=1.0, credits=-credit_usd_bn, shortage_penalty=3.0),
        credits=(Credit("grant", "A", "N3", 0, credit_usd_bn),),
        draws=(Draw("purse", "A", "N3", 0, 1.0 - credit_usd_bn),),
    )
    return case, plan


def test_a_credit_lowers_what_is_drawn() -> None:
    case, plan = _granted()
    verdict = audit(case, plan)
    assert verdict.findings == ()
    assert verdict.objective == 3.75


def test_more_than_the_rate_is_found() -> None:
    assert rules(*_granted(0.3)) == {"credits"}


@pytest.mark.parametrize(
    "changes",
    [
        {"region": "", "site": "B"},
        {"kind": Kind.MEMORY},
        {"start_from": 1},
        {"start_until": -1},
        {"covers": Covers.SHELL},
    ],
)
def test_a_credit_outside_its_terms_is_found(changes: dict[str, Any]) -> None:
    assert rules(*_granted(**changes)) == {"credits"}


def test_a_credit_covers_a_part_of_the_capex() -> None:
    # 40 % of the phase is shell: 25 % of 0.4 is 0.1, 25 % of 0.6 is 0.15.
    for covers, usd_bn in ((Covers.SHELL, 0.1), (Covers.EQUIPMENT, 0.15)):
        for credit, broken in ((usd_bn, set()), (usd_bn + 0.01, {"credits"})):
            case, plan = _granted(credit, covers=covers)
            assert rules(changed(case, "nodes", "N3", shell_share=0.4), plan) == broken


def test_all_credits_together_stay_under_the_cap() -> None:
    assert rules(*_granted(0.2, cap_usd_bn=0.2)) == set()
    assert rules(*_granted(0.25, cap_usd_bn=0.2)) == {"credit_cap"}


def test_a_credit_without_a_start_is_found() -> None:
    plan = clean_plan(credits=(Credit("grant", "A", "N3", 2, 0.25),))
    assert rules(tiny(incentives=(GRANT,)), plan) == {"credits"}


def test_a_credit_belongs_to_all_phases_of_its_start() -> None:
    # Two phases for 2 usd_bn, of which a quarter, 0.5, is refunded.
    case, plan = _granted()
    plan = replace(
        plan,
        outcome=outcome(4.5, capex=2.0, credits=-0.5, shortage_penalty=3.0),
        starts=(Start("A", "N3", 0, 2),),
        credits=(Credit("grant", "A", "N3", 0, 0.5),),
        draws=(Draw("purse", "A", "N3", 0, 1.5),),
        capacity=held((0.0, 2.0, 2.0, 2.0), (0.0, 1.0, 1.0, 1.0)),
    )
    assert audit(case, plan).findings == ()


def test_a_credit_is_paid_along_the_spend_profile() -> None:
    case, plan = _granted()
    case = replace(case, pairs={("A", "N3"): pair("A", "N3", spend=(0.4, 0.6))})
    draws = (Draw("purse", "A", "N3", 0, 0.4 * 0.75), Draw("purse", "A", "N3", 1, 0.6 * 0.75))
    assert audit(case, replace(plan, draws=draws)).findings == ()


@pytest.mark.parametrize(("of_first", "broken"), [(0.25, set()), (0.05, set()), (0.3, {"draws"}), (0.0, {"draws"})])
def test_phases_that_are_paid_in_the_same_periods_share_a_credit_too(of_first: float, broken: set[str]) -> None:
    # Half of the first phase is paid at once and a quarter of the expansion; each may earn 0.25 of the 0.3.
    case, plan = _granted(cap_usd_bn=0.3)
    case = replace(case, pairs={("A", "N3"): pair("A", "N3", spend=(0.5, 0.5), expansion_spend=(0.25, 0.75))})
    first, more = 1.0 - of_first, 1.0 - (0.3 - of_first)
    draws = (0.5 * first + 0.25 * more, 0.5 * first + 0.75 * more)
    plan = replace(
        plan,
        outcome=outcome(4.7, capex=2.0, credits=-0.3, shortage_penalty=3.0),
        starts=(Start("A", "N3", 0, 2),),
        credits=(Credit("grant", "A", "N3", 0, 0.3),),
        draws=tuple(Draw("purse", "A", "N3", t, usd_bn) for t, usd_bn in enumerate(draws)),
        capacity=held((0.0, 2.0, 2.0, 2.0), (0.0, 1.0, 1.0, 1.0)),
    )
    assert rules(case, plan) == broken


@pytest.mark.parametrize(("draws", "broken"), [((0.75, 0.75), set()), ((0.5, 1.0), {"draws"}), ((1.0, 0.5), {"draws"})])
def test_a_credit_without_a_cap_is_shared_as_it_is_earned(draws: tuple[float, float], broken: set[str]) -> None:
    # Two phases start together, the expansion paid a quarter after the first; a quarter of each is refunded.
    case, plan = _granted()
    case = replace(case, pairs={("A", "N3"): pair("A", "N3", expansion_spend=(0.0, 1.0))})
    plan = replace(
        plan,
        outcome=outcome(4.5, capex=2.0, credits=-0.5, shortage_penalty=3.0),
        starts=(Start("A", "N3", 0, 2),),
        credits=(Credit("grant", "A", "N3", 0, 0.5),),
        draws=tuple(Draw("purse", "A", "N3", t, usd_bn) for t, usd_bn in enumerate(draws)),
        capacity=held((0.0, 2.0, 2.0, 2.0), (0.0, 1.0, 1.0, 1.0)),
    )
    assert rules(case, plan) == broken


@pytest.mark.parametrize(
    ("draws", "broken"),
    [
        ((0.75, 0.95), set()),  # 0.25 for the first phase, all that it may earn, and 0.05 for the expansion
        ((0.95, 0.75), set()),  # the other way round
        ((0.7, 1.0), {"draws"}),  # 0.3 for the first phase is more than a quarter of it
        ((0.75, 1.0), {"draws"}),  # 0.25 for the first phase, and what is left is for nobody
    ],
)
def test_the_draws_say_which_phase_a_credit_is_for(draws: tuple[float, float], broken: set[str]) -> None:
    # Two phases start together, the first paid at once and the expansion a quarter later; 0.3 of 2 is refunded.
    case, plan = _granted(cap_usd_bn=0.3)
    case = replace(case, pairs={("A", "N3"): pair("A", "N3", expansion_spend=(0.0, 1.0))})
    plan = replace(
        plan,
        outcome=outcome(4.7, capex=2.0, credits=-0.3, shortage_penalty=3.0),
        starts=(Start("A", "N3", 0, 2),),
        credits=(Credit("grant", "A", "N3", 0, 0.3),),
        draws=tuple(Draw("purse", "A", "N3", t, usd_bn) for t, usd_bn in enumerate(draws)),
        capacity=held((0.0, 2.0, 2.0, 2.0), (0.0, 1.0, 1.0, 1.0)),
    )
    assert rules(case, plan) == broken
