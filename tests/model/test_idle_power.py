"""Idle power: a phase draws a share of its power whatever it makes, and the rest with its wafers."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from planner.audit import audit
from planner.case.records import Case, Committed, Conversion, SitePower, UnderWay
from planner.report.excel.workbook import write_plan
from planner.report.readback.plan_workbook import read_plan
from tests.cases import tiny
from tests.model.changes import locked
from tests.model.parts import node_n3, site_a, with_site
from tests.model.solving import best_plan, least, line, near

SIX = {("chip", "world"): (6.0,) * 4}
"""Demand for two phases of 3 a quarter."""
HALF = {("chip", "world"): (3.0, 1.5, 1.5, 1.5)}
QUARTER_USD_BN = 0.0219
"""100 MW x 8760 h / 4 x 0.1 usd/kWh."""


def idle(share: float, demand: Any = None, **site: Any) -> Case:
    case = node_n3(tiny(demand=demand), power_mw_per_phase=100.0, idle_power=share)
    return site_a(case, power_price_usd_kwh=0.1, **site)


def of(case: Case, phases: int = 1, output: int = 0) -> Case:
    return replace(case, under_way=(UnderWay("A", "N3", phases, output, (0.0,) * 4),))


@pytest.mark.parametrize(("share", "drawn"), [(1.0, 1.0), (0.4, 0.4 + 0.6 * 0.5), (0.0, 0.5)])
def test_what_is_not_made_saves_the_rest_of_the_power(share: float, drawn: float) -> None:
    # A phase makes half of what it can in three quarters; quarter 0 misses 3.
    plan = best_plan(idle(share, HALF))
    assert plan.outcome.objective == near(1 + 3 + 3 * QUARTER_USD_BN * drawn)
    assert line(plan, "power") == near(3 * QUARTER_USD_BN * drawn)


def test_committed_capacity_makes_first_what_a_phase_would_draw_power_for() -> None:
    # 3 a quarter are wanted, 1.5 are made on capacity that is there, and draws no power of the case.
    plan = best_plan(replace(idle(0.4), committed=(Committed("A", "N3", (0.5,) * 4),)))
    assert plan.outcome.objective == near(1 + 1.5 + 3 * QUARTER_USD_BN * (0.4 + 0.6 * 0.5))
    assert [row.kwafers for row in plan.phase_use] == [near(1.5)] * 3


def test_wafers_are_made_where_power_costs_less() -> None:
    # A phase at each of two sites of a region, of which 3 + 1.5 of 6 are made: the dear one, at 0.2 usd/kWh, makes 1.5.
    case = with_site(idle(0.5, {("chip", "world"): (4.5,) * 4}), region="here")
    case = replace(case, sites={**case.sites, "B": replace(case.sites["B"], power_price_usd_kwh=0.2)})
    rows = tuple(UnderWay(site, "N3", 1, 0, (0.0,) * 4) for site in ("A", "B"))
    plan = best_plan(replace(case, under_way=rows))
    assert plan.outcome.objective == near(4 * QUARTER_USD_BN * (1 + 2 * (0.5 + 0.5 * 0.5)))


def test_a_power_limit_holds_what_is_drawn() -> None:
    # Two phases draw 80 MW idle and 60 more each at full use: 140 MW are one phase in use, or two halves.
    case = idle(0.4, SIX, power_limit_mw=140.0)
    assert least(case) == near(1 + 6 + 3 * 3 + 3 * QUARTER_USD_BN)
    # 170 MW: 90 above idle, half as much again. Another phase for 1 saves 1.5 in each of three quarters.
    plan = best_plan(idle(0.4, SIX, power_limit_mw=170.0))
    assert plan.outcome.objective == near(2 + 6 + 3 * 1.5 + 3 * QUARTER_USD_BN * (0.8 + 0.9))
    assert [row.rule for row in plan.binding if row.rule == "site_drawn"] == ["site_drawn"] * 3


def test_phases_must_fit_idle() -> None:
    # 79 MW: one phase alone, though two would draw 80 idle; it makes 39 / 60 of 3 a quarter.
    assert least(idle(0.4, SIX, power_limit_mw=79.0)) == near(1 + 6 + 3 * (6 - 3 * 39 / 60) + 3 * QUARTER_USD_BN * 0.79)


def test_phases_wait_idle_for_their_connection() -> None:
    # Online in quarter 1 with 40 MW, which a phase draws idle; 70 MW do for half of it in quarter 2, 100 for all in 3.
    case = replace(idle(0.4), site_power=(SitePower("A", (0.0, 40.0, 70.0, 100.0)),))
    case = replace(case, pairs={("A", "N3"): replace(case.pairs["A", "N3"], max_phases=1)})
    # Started a quarter later, it is online in quarter 2 and draws nothing in quarter 1.
    assert least(case) == near(1 + 3 + 3 + 1.5 + QUARTER_USD_BN * (0.7 + 1))


def test_phases_under_way_keep_the_power_of_full_use() -> None:
    # A limit of 60 MW, and one phase under way that draws 100: it may, and nothing is left for another.
    assert least(of(idle(0.4, SIX, power_limit_mw=60.0))) == near(4 * 3 + 4 * QUARTER_USD_BN)
    assert least(of(idle(1.0, SIX, power_limit_mw=60.0))) == near(4 * 3 + 4 * QUARTER_USD_BN)


def test_what_a_conversion_takes_of_a_phase_draws_as_in_full_use() -> None:
    # The phase under way of N3 becomes a phase's worth of N5, which nobody else makes, from quarter 1 on.
    case = of(idle(0.4))
    case = replace(
        case,
        nodes={**case.nodes, "N5": replace(case.nodes["N3"], name="N5", power_mw_per_phase=0.0)},
        conversions=(Conversion("A", "N3", "N5", 1.0, capex_usd_bn_per_lump=0.5, downtime_periods=1),),
        products={
            "chip": replace(
                case.products["chip"],
                parts=tuple(
                    replace(part, sources=tuple(replace(source, node="N5") for source in part.sources))
                    for part in case.products["chip"].parts
                ),
            )
        },
    )
    # Nothing to make on N3: it draws 40 % until it is converted, in quarter 0, and all of its power from then on.
    plan = best_plan(case)
    assert [(row.period, row.lumps) for row in plan.converted] == [(0, 1)]
    assert line(plan, "conversions") == near(0.5)
    assert line(plan, "power") == near(4 * QUARTER_USD_BN)


def test_the_plan_travels_through_its_workbook_and_locks(tmp_path: Path) -> None:
    case = idle(0.4, SIX, power_limit_mw=170.0)
    plan = best_plan(case)
    write_plan(tmp_path / "plan.xlsx", case, plan)
    again = read_plan(tmp_path / "plan.xlsx", case)
    assert again.phase_use == plan.phase_use != ()
    assert audit(case, again).findings == ()
    assert least(locked(case, plan)) == near(plan.outcome.objective)
