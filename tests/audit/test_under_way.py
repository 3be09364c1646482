"""Phases under way: capacity, money and space as their rows say."""

from dataclasses import replace
from typing import Any

import pytest

from planner.audit import audit
from planner.case.records import Case, Event, Limit, Measure, Tool, ToolUse, UnderWay
from planner.plan.records import Draw, Plan, Start
from tests.audit.plans import held, missed, outcome, rules, run
from tests.cases import tiny

ROW = UnderWay("A", "N3", 1, 1, (0.5, 0.25, 0.0, 0.0))


def earlier(*rows: UnderWay, **changes: Any) -> Case:
    return tiny(under_way=rows or (ROW,), **changes)


def clean(**changes: Any) -> Plan:
    """The phase makes 3 thousand packages from quarter 1; its bills are paid, and the first quarter is short."""
    served = (0.0, 3.0, 3.0, 3.0)
    made = Plan(
        outcome=outcome(3.75, under_way=0.75, shortage_penalty=3.0),
        draws=(Draw("purse", "A", "N3", 0, 0.5), Draw("purse", "A", "N3", 1, 0.25)),
        **run(served),
        shortage=missed((3.0, 0.0, 0.0, 0.0)),
        capacity=held((0.0, 1.0, 1.0, 1.0), (0.0, 1.0, 1.0, 1.0)),
    )
    return replace(made, **changes)


def test_a_plan_with_phases_under_way_is_clean() -> None:
    assert audit(earlier(), clean()).findings == ()


@pytest.mark.parametrize(
    "changes",
    [{"phases": 2}, {"first_output": 2}, {"first_output": 0}, {"bills_usd_bn": (0.5, 0.3, 0.0, 0.0)}],
    ids=str,
)
def test_a_plan_for_other_phases_under_way_is_noticed(changes: dict[str, Any]) -> None:
    assert not audit(earlier(replace(ROW, **changes)), clean()).clean


def test_bills_are_drawn() -> None:
    assert rules(earlier(), replace(clean(), draws=clean().draws[:1])) == {"draws"}


def test_a_new_phase_shares_floor_power_and_maximum_with_them() -> None:
    started = replace(clean(), starts=(Start("A", "N3", 3, 1),))
    site = replace(tiny().sites["A"], floor_units=1.0)
    assert "floor" in rules(earlier(sites={"A": site}), started)
    node = replace(tiny().nodes["N3"], power_mw_per_phase=1.0)
    powered = earlier(sites={"A": replace(site, floor_units=9.0, power_limit_mw=1.0)}, nodes={"N3": node})
    assert "power" in rules(powered, started)
    pair = replace(tiny().pairs["A", "N3"], max_phases=1)
    assert "max_phases" in rules(earlier(pairs={("A", "N3"): pair}), started)
    assert "opening" not in rules(earlier(), started)


def test_what_takes_more_than_there_is_breaks_no_rule_by_itself() -> None:
    site = replace(tiny().sites["A"], floor_units=0.0, power_limit_mw=0.0)
    pair = replace(tiny().pairs["A", "N3"], max_phases=0)
    assert audit(earlier(sites={"A": site}, pairs={("A", "N3"): pair}), clean()).findings == ()
    # Two phases of 1.5 units and 100 MW each may stand where there is nothing, a third one may not.
    node = replace(tiny().nodes["N3"], floor_units_per_phase=1.5, power_mw_per_phase=100.0)
    two = earlier(replace(ROW, phases=2), sites={"A": site}, nodes={"N3": node})
    assert not {"floor", "power"} & rules(two, clean())
    assert {"floor", "power"} <= rules(two, replace(clean(), starts=(Start("A", "N3", 3, 1),)))


def test_an_expansion_waits_for_them() -> None:
    pair = replace(tiny().pairs["A", "N3"], lead_periods=3)
    row = replace(ROW, first_output=3)
    started = replace(clean(), starts=(Start("A", "N3", 1, 1),))
    assert "expansion" in rules(earlier(row, pairs={("A", "N3"): pair}), started)


def test_they_have_their_tools() -> None:
    tools = {"scanner": Tool("scanner", (1.0, 0.0, 0.0, 0.0), (ToolUse("N3", 1.0),))}
    assert audit(earlier(tools=tools), clean()).findings == ()
    started = replace(clean(), starts=(Start("A", "N3", 1, 1),))
    assert "tools" in rules(earlier(tools=tools), started)
    # They run with what has come for them: an event that keeps half of it back stops them.
    for factor, broken in ((1.0, set()), (0.5, {"event_tools"})):
        event = Event("base", 0, factor, tool="scanner")
        assert rules(earlier(tools=tools, events=(event,)), clean()) == broken
    assert "tools" not in rules(earlier(replace(ROW, first_output=-1), tools=tools), started)


def test_with_productivity_growth_they_free_tools_as_new_phases_do() -> None:
    # 2 machines a phase in period 1, divided by 1.21^(1/4): 1.90693 for the one under way and as many for a new one.
    started = replace(clean(), starts=(Start("A", "N3", 0, 1),))
    for deliveries, is_broken in ((3.814, False), (3.813, True)):
        tool = Tool("EUV", (deliveries, 0.0, 0.0, 0.0), (ToolUse("N3", 2.0),), productivity_growth=0.21)
        assert ("tools" in rules(earlier(tools={"EUV": tool}), started)) is is_broken


def test_their_bills_are_capex_where_they_are_due() -> None:
    # All the capex is at A: 0.5 in period 0 and 0.25 in period 1.
    limit = Limit("little at A", Measure.CAPEX_SHARE, site="A", maximum=0.9)
    assert rules(earlier(limits=(limit,)), clean()) == {"limits"}
    assert rules(earlier(limits=(replace(limit, from_period=1),)), clean()) == {"limits"}
    assert rules(earlier(limits=(replace(limit, from_period=2),)), clean()) == set()
