"""Capacity rules: utilisation, ramps, retirement, scenarios, yield classes, the cycle before the horizon, claims."""

from dataclasses import replace

import pytest

from planner.audit import audit
from planner.case.records import Case, Committed, Event, Region, Scenario, Site, Tool, ToolUse, UnderWay
from planner.plan.records import Draw, Plan, Start, Wafers
from tests.audit.plans import changed, clean_plan, held, idle_plan, missed, outcome, rules, run
from tests.cases import pair, tiny


def served(usable: tuple[float, ...], used: tuple[float, ...], capex: float = 1.0) -> Plan:
    """The clean plan with other capacity and use, kwspm; what lacks of 3 kunits is missed at 1 usd_bn a thousand."""
    kunits = tuple(3 * kwspm for kwspm in used)
    short = tuple(3.0 - made for made in kunits)
    return clean_plan(
        outcome=outcome(capex + sum(short), capex=capex, shortage_penalty=sum(short)),
        shortage=missed(short),
        capacity=held(usable, used),
        **run(kunits),
    )


def test_wafers_beyond_what_is_online_are_found() -> None:
    # The lead is 1, so nothing is online in period 0.
    plan = served((0.0, 1.0, 1.0, 1.0), (0.0, 1.0, 1.0, 1.0))
    assert rules(tiny(pairs={("A", "N3"): pair("A", "N3", 2)}), plan) == {"capacity", "capacity_claim"}


def test_only_the_utilised_share_is_usable() -> None:
    case = changed(tiny(), "nodes", "N3", utilisation=0.8)
    assert rules(case, served((0.0, 0.8, 0.8, 0.8), (0.0, 0.8, 0.8, 0.8))) == set()
    assert rules(case, served((0.0, 0.8, 0.8, 0.8), (0.0, 0.8, 0.8, 0.9))) == {"capacity", "capacity_claim"}


def test_a_ramp_limits_young_phases() -> None:
    case = tiny(pairs={("A", "N3"): pair("A", "N3", ramp=(0.25, 0.5, 1.0))})
    assert rules(case, served((0.0, 0.25, 0.5, 1.0), (0.0, 0.25, 0.5, 1.0))) == set()
    assert "capacity" in rules(case, served((0.0, 0.25, 0.5, 1.0), (0.0, 0.3, 0.5, 1.0)))


def test_capacity_is_phases_times_their_size() -> None:
    # Two phases of 0.4 kwspm.
    case = changed(tiny(), "nodes", "N3", phase_kwspm=0.4)
    plan = served((0.0, 0.8, 0.8, 0.8), (0.0, 0.8, 0.8, 0.8), capex=2.0)
    plan = replace(plan, starts=(Start("A", "N3", 0, 2),), draws=(Draw("purse", "A", "N3", 0, 2.0),))
    assert audit(case, plan).findings == ()


def test_committed_capacity_may_retire() -> None:
    case = tiny(committed=(Committed("A", "N3", (1.0, 1.0, 0.5, 0.0)),))
    usable = (1.0, 1.0, 0.5, 0.0)
    plan = replace(served(usable, usable, capex=0.0), starts=(), draws=(), openings=())
    assert audit(case, plan).findings == ()


def _future(**changes: float) -> Case:
    case = tiny(tools={"scanner": Tool("scanner", (9.0,) * 4, (ToolUse("N3", 1.0),))})
    return replace(case, scenarios=(replace(case.scenarios[0], **changes),))  # type: ignore[arg-type]


def test_a_delay_shifts_the_output_of_new_phases() -> None:
    delayed = _future(delay_periods=1)
    assert rules(delayed, served((0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, 1.0))) == set()
    assert rules(delayed, served((0.0, 1.0, 1.0, 1.0), (0.0, 1.0, 1.0, 1.0))) == {"capacity"}


def test_a_tool_factor_limits_nodes_that_need_tools() -> None:
    short_of_tools = _future(tool_factor=0.5)
    assert rules(short_of_tools, served((0.0, 0.5, 0.5, 0.5), (0.0, 0.5, 0.5, 0.5))) == set()
    assert rules(short_of_tools, served((0.0, 0.5, 0.5, 0.5), (0.0, 0.5, 0.5, 0.6))) == {"capacity"}
    # Where the node needs no tools, the factor says nothing.
    for tools in ({}, {"scanner": Tool("scanner", (9.0,) * 4, (ToolUse("N3", 0.0),))}):
        assert rules(replace(short_of_tools, tools=tools), clean_plan()) == set()


def test_wafers_of_another_yield_class_have_no_capacity() -> None:
    plan = clean_plan()
    other = tuple(replace(row, defect_factor=1.2) for row in plan.wafers)
    assert rules(tiny(), replace(plan, wafers=other)) == {"capacity", "capacity_claim"}


def test_committed_capacity_at_a_pair_that_is_not_listed_has_defect_factor_one() -> None:
    case = tiny(
        sites={"A": Site("A", "here"), "B": Site("B", "here")},
        pairs={("A", "N3"): pair("A", "N3", defect_factor=1.5)},
        committed=(Committed("B", "N3", (1.0,) * 4),),
    )
    full = (1.0,) * 4
    plan = idle_plan(outcome=outcome(0.0), shortage=(), capacity=held(full, full, "B"), **run((3.0,) * 4))
    assert audit(case, plan).findings == ()
    wrong = tuple(replace(row, defect_factor=1.5) for row in plan.wafers)
    assert rules(case, replace(plan, wafers=wrong)) == {"capacity", "capacity_claim"}


@pytest.mark.parametrize(
    ("usable", "used"),
    [
        ((0.0, 1.0, 1.0, 2.0), (0.0, 1.0, 1.0, 1.0)),
        ((0.0, 1.0, 1.0, 0.0), (0.0, 1.0, 1.0, 0.0)),
        ((0.0, 1.0, 1.0, 1.0), (0.0, 1.0, 1.0, 0.5)),
    ],
)
def test_a_wrong_capacity_sheet_is_found(usable: tuple[float, ...], used: tuple[float, ...]) -> None:
    assert rules(tiny(), clean_plan(capacity=held(usable, used))) == {"capacity_claim"}


def test_a_missing_capacity_row_is_found() -> None:
    assert rules(tiny(), clean_plan(capacity=clean_plan().capacity[:-1])) == {"capacity_claim"}


def _cycle(early: float, late: float = 3.0) -> tuple[Case, Plan]:
    """1 kwspm is committed and a wafer takes one period: what leaves in 0 was started in -1, free."""
    case = tiny(committed=(Committed("A", "N3", (1.0, 1.0, 1.0, 1.0)),), pairs={})
    case = changed(changed(case, "nodes", "N3", cycle_periods=1), "nodes", "N3", wafer_cost_usd=1000.0)
    wafers = [(-1, early), (0, 3.0), (1, 3.0), (2, late)]
    started = tuple(Wafers("base", "here", "N3", 1.0, "die", "chip", t, kwafers) for t, kwafers in wafers if kwafers)
    # 9 thousand wafers at 1,000 usd cost 0.009 usd_bn; those of period -1 are free.
    plan = idle_plan(
        outcome=outcome(0.009, wafers=0.009),
        shortage=(),
        capacity=held((1.0,) * 4, (1.0, 1.0, 1.0, 0.0)),
        **run((early, 3.0, 3.0, late), wafers=started),
    )
    return case, plan


def test_wafers_started_before_the_horizon_are_free() -> None:
    case, plan = _cycle(early=3.0)
    assert audit(case, plan).findings == ()


def test_wafers_before_the_horizon_are_limited_by_first_period_capacity() -> None:
    case, plan = _cycle(early=3.0)
    case = replace(case, committed=(Committed("A", "N3", (0.5, 1.0, 1.0, 1.0)),))
    assert "before_horizon" in rules(case, plan)


def test_phases_under_way_start_wafers_before_the_horizon_once_they_are_online() -> None:
    case, plan = _cycle(early=3.0)
    row = UnderWay("A", "N3", 2, -1, (0.0,) * 4)
    pairs = {("A", "N3"): pair("A", "N3")}
    case = changed(replace(case, committed=(), under_way=(row,), pairs=pairs), "nodes", "N3", phase_kwspm=0.5)
    assert audit(case, plan).findings == ()
    verdict = audit(changed(case, "nodes", "N3", phase_kwspm=0.45), plan)
    early = {(f.found, f.allowed) for f in verdict.findings if f.rule == "before_horizon"}
    assert early == {(3.0, 2 * 0.45 * 3)}
    assert "before_horizon" in rules(replace(case, under_way=(replace(row, first_output=0),)), plan)


def test_only_the_utilised_share_starts_wafers_before_the_horizon() -> None:
    case, plan = _cycle(early=3.0)
    case = changed(replace(case, committed=(Committed("A", "N3", (1.25,) * 4),)), "nodes", "N3", utilisation=0.8)
    assert audit(case, plan).findings == ()
    verdict = audit(changed(case, "nodes", "N3", utilisation=0.75), plan)
    early = {(f.found, f.allowed) for f in verdict.findings if f.rule == "before_horizon"}
    assert early == {(3.0, 1.25 * 0.75 * 3)}


def test_a_finding_names_the_yield_class() -> None:
    other = tuple(replace(row, defect_factor=1.2) for row in clean_plan().wafers)
    told = [str(finding) for finding in audit(tiny(), clean_plan(wafers=other)).findings]
    assert any("here N3 (defect factor 1.2), 2027Q2" in line for line in told)


def test_wafers_earlier_than_the_cycle_are_found() -> None:
    case, plan = _cycle(early=3.0)
    row = replace(plan.wafers[0], period=-2)
    assert rules(case, replace(plan, wafers=(*plan.wafers, row))) == {"periods"}


def test_wafers_before_the_horizon_are_the_same_in_all_scenarios() -> None:
    case, plan = _cycle(early=3.0)
    base = case.scenarios[0]
    case = replace(case, scenarios=(replace(base, probability=0.5), Scenario("twin", 0.5, base.demand_kunits)))
    doubled = {
        table: getattr(plan, table) + tuple(replace(row, scenario="twin") for row in getattr(plan, table))
        for table in ("wafers", "packages", "shipments")
    }
    plan = replace(plan, **doubled)
    assert audit(case, plan).findings == ()
    odd = tuple(replace(row, kwafers=3.5) if row.period < 0 and row.scenario == "twin" else row for row in plan.wafers)
    case = replace(case, committed=(Committed("A", "N3", (2.0, 1.0, 1.0, 1.0)),))
    plan = replace(plan, capacity=held((2.0, 1.0, 1.0, 1.0), (1.0, 1.0, 1.0, 0.0)), wafers=odd)
    assert rules(case, plan) == {"before_horizon"}


def test_capacity_of_another_node_at_the_site_makes_no_phase_an_expansion() -> None:
    # The first phase of N3 has the lead of a first one, a quarter, though N5 stands at the site.
    nodes = {name: replace(tiny().nodes["N3"], name=name) for name in ("N3", "N5")}
    pairs = {("A", "N3"): pair("A", "N3", expansion_lead_periods=2)}
    case = tiny(nodes=nodes, pairs=pairs, committed=(Committed("A", "N5", (1.0,) * 4),))
    both = (*clean_plan().capacity, *held((1.0,) * 4, (0.0,) * 4, node="N5"))
    assert rules(case, clean_plan(openings=(), capacity=both)) == set()


@pytest.mark.parametrize(
    ("event", "broken"),
    [
        (Event("base", 3, 0.5, site="A"), {3}),
        (Event("base", 1, 0.5, 2, site="A"), {1, 2}),
        (Event("base", 3, 0.0, region="here", node="N3"), {3}),
        (Event("base", 3, 0.0, region="there"), set()),
        (Event("base", 0, 0.0, 0, site="A"), set()),
    ],
)
def test_an_event_leaves_less_capacity(event: Event, broken: set[int]) -> None:
    case = tiny(regions={name: Region(name) for name in ("here", "there")}, events=(event,))
    found = audit(case, clean_plan()).findings
    assert {finding.period for finding in found if finding.rule == "capacity"} == broken
