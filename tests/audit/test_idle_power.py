"""Idle power: where the wafers are made, what phases draw, and what it costs."""

from dataclasses import replace

import pytest

from planner.case.records import Case, Committed, SitePower
from planner.plan.records import PhaseUse, Plan
from tests.audit.plans import changed, clean_plan, outcome, rules
from tests.cases import tiny

QUARTER_USD_BN = 0.0219
"""100 MW x 8760 h / 4 x 0.1 usd/kWh."""


def saving(**site: float) -> Case:
    """A phase draws 40 of its 100 MW whatever it makes; it is online from period 1 on."""
    case = changed(tiny(), "nodes", "N3", power_mw_per_phase=100.0, idle_power=0.4)
    return changed(case, "sites", "A", power_price_usd_kwh=0.1, **site)


def used(kwafers: float = 3.0) -> Plan:
    power = 3 * QUARTER_USD_BN * (0.4 + 0.6 * kwafers / 3)
    return clean_plan(
        outcome=outcome(4.0 + power, capex=1.0, shortage_penalty=3.0, power=power),
        phase_use=tuple(PhaseUse("base", "A", "N3", t, kwafers) for t in (1, 2, 3)),
    )


def test_phases_in_full_use_draw_all_of_their_power() -> None:
    assert rules(saving(power_limit_mw=100.0), used()) == set()
    assert rules(saving(power_limit_mw=99.0), used()) == {"drawn_power"}
    assert rules(saving(power_limit_mw=39.0), used()) == {"power", "drawn_power"}


def test_a_connection_limits_what_is_drawn_in_its_period() -> None:
    assert rules(replace(saving(), site_power=(SitePower("A", (0.0, 100.0, 100.0, 100.0)),)), used()) == set()
    late = replace(saving(), site_power=(SitePower("A", (0.0, 40.0, 100.0, 100.0)),))
    assert rules(late, used()) == {"drawn_power"}


def test_wafers_are_made_somewhere_and_phases_make_no_more_than_they_can() -> None:
    # 3 thousand wafers start a quarter: with 2.9 on the phase, nobody makes the rest.
    assert rules(saving(), used(2.9)) == {"phase_use"}
    assert rules(saving(), used(3.1)) == rules(saving(), used(3.0005)) == {"phase_use"}
    committed = replace(saving(), committed=(Committed("A", "N3", (0.0, 0.5, 0.5, 0.5)),))
    assert "phase_use" not in rules(committed, used(1.5))


def test_the_power_of_use_is_paid_for() -> None:
    assert rules(changed(saving(), "sites", "A", power_price_usd_kwh=0.2), used()) == {"cost", "objective"}


@pytest.mark.parametrize("share", [1.0, 0.4])
def test_only_nodes_that_draw_less_idle_are_listed(share: float) -> None:
    case = changed(tiny(), "nodes", "N3", power_mw_per_phase=0.0, idle_power=share)
    plan = clean_plan(phase_use=(PhaseUse("base", "A", "N3", 1, 1.0),))
    assert rules(case, plan) == {"listed_idle"}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"site": "B"}, "names"),
        ({"node": "N9"}, "names"),
        ({"scenario": "other"}, "names"),
        ({"period": 9}, "periods"),
        ({"period": 0}, "phase_use"),
        ({"kwafers": -1.0}, "amounts"),
        ({"kwafers": 2.0}, "phase_use"),
    ],
)
def test_an_altered_row_is_found(change: dict[str, object], rule: str) -> None:
    first, *others = used().phase_use
    altered = replace(first, **change)  # type: ignore[arg-type]
    assert rule in rules(saving(power_limit_mw=100.0), replace(used(), phase_use=(altered, *others)))
