"""Construction rules, each broken alone."""

from dataclasses import replace

from planner.audit import audit
from planner.case.records import Case, Committed, Owner, SitePower
from planner.plan.records import Draw, Opening, Plan, Start
from tests.audit.plans import changed, clean_plan, held, idle_plan, missed, outcome, rules, run
from tests.cases import pair, tiny


def test_a_start_needs_its_site_open() -> None:
    assert rules(tiny(), clean_plan(openings=())) == {"opening"}


def test_a_site_opened_after_the_start_is_too_late() -> None:
    assert rules(tiny(), clean_plan(openings=(Opening("A", 1),))) == {"opening"}


def test_a_site_opens_once() -> None:
    assert rules(tiny(), clean_plan(openings=(Opening("A", 0), Opening("A", 2)))) == {"opening"}


def test_a_site_with_committed_capacity_is_open_already() -> None:
    case = tiny(committed=(Committed("A", "N3", (0.0, 0.0, 0.0, 0.5)),))
    plan = clean_plan(openings=(), capacity=held((0.0, 1.0, 1.0, 1.5), (0.0, 1.0, 1.0, 1.0)))
    assert rules(case, plan) == set()
    assert rules(case, replace(plan, openings=(Opening("A", 0),))) == {"opening"}


def test_a_row_of_no_capacity_opens_nothing() -> None:
    case = tiny(committed=(Committed("A", "N3", (0.0,) * 4),))
    assert rules(case, clean_plan()) == set()
    assert rules(case, clean_plan(openings=())) == {"opening"}


def test_a_start_before_the_site_is_available_is_found() -> None:
    assert rules(changed(tiny(), "sites", "A", available_from=1), clean_plan()) == {"site_available"}


def test_output_before_the_node_is_available_is_found() -> None:
    # Started in 0 with a lead of 1: the first output is in 1.
    assert rules(changed(tiny(), "nodes", "N3", available_from=1), clean_plan()) == set()
    assert rules(changed(tiny(), "nodes", "N3", available_from=2), clean_plan()) == {"node_available"}


def test_phases_need_floor() -> None:
    roomy = changed(tiny(), "nodes", "N3", floor_units_per_phase=2.0)
    assert rules(changed(roomy, "sites", "A", floor_units=2.0), clean_plan()) == set()
    assert rules(changed(roomy, "sites", "A", floor_units=1.5), clean_plan()) == {"floor"}
    # Rounding is forgiven, a hundred thousandth is not.
    assert rules(changed(roomy, "sites", "A", floor_units=2.0 - 1e-7), clean_plan()) == set()
    assert rules(changed(roomy, "sites", "A", floor_units=2.0 - 1e-5), clean_plan()) == {"floor"}


def test_phases_need_power() -> None:
    case = changed(tiny(), "nodes", "N3", power_mw_per_phase=100.0)
    assert rules(changed(case, "sites", "A", power_limit_mw=99.0), clean_plan()) == {"power"}


def test_floor_and_power_are_taken_from_the_start_of_construction_on() -> None:
    # A second and a third phase start in the last period: 3 phases of 2 floor units and 100 MW each.
    case = changed(tiny(), "nodes", "N3", floor_units_per_phase=2.0, power_mw_per_phase=100.0)
    plan = clean_plan(
        outcome=outcome(6.0, capex=3.0, shortage_penalty=3.0),
        starts=(Start("A", "N3", 0, 1), Start("A", "N3", 3, 2)),
        draws=(Draw("purse", "A", "N3", 0, 1.0), Draw("purse", "A", "N3", 3, 2.0)),
    )
    assert rules(changed(case, "sites", "A", floor_units=6.0, power_limit_mw=300.0), plan) == set()
    verdict = audit(changed(case, "sites", "A", floor_units=5.0, power_limit_mw=250.0), plan)
    assert {(finding.rule, finding.period, finding.found) for finding in verdict.findings} == {
        ("floor", 3, 6.0),
        ("power", 3, 300.0),
    }


def test_phases_online_keep_within_what_is_connected_by_then() -> None:
    case = changed(tiny(), "nodes", "N3", power_mw_per_phase=100.0)
    # The phase started in period 0 is online from period 1 on.
    assert rules(replace(case, site_power=(SitePower("A", (0.0, 100.0, 100.0, 100.0)),)), clean_plan()) == set()
    verdict = audit(replace(case, site_power=(SitePower("A", (0.0, 99.0, 100.0, 100.0)),)), clean_plan())
    assert [(finding.rule, finding.period, finding.found) for finding in verdict.findings] == [("connection", 1, 100.0)]


def test_a_pair_has_a_greatest_number_of_phases() -> None:
    case = tiny(pairs={("A", "N3"): pair("A", "N3", max_phases=0)})
    assert rules(case, clean_plan()) == {"max_phases"}


def _two_phases(second: int, kunits: tuple[float, ...], phases: tuple[float, ...]) -> Plan:
    """One phase in period 0 and one in `second`, with demand of 6 kunits in every period; the lead is 2 or 1."""
    short = tuple(6.0 - served for served in kunits)
    starts = (Start("A", "N3", 0, 1), Start("A", "N3", second, 1)) if second else (Start("A", "N3", 0, 2),)
    return idle_plan(
        outcome=outcome(2.0 + sum(short), capex=2.0, shortage_penalty=sum(short)),
        openings=(Opening("A", 0),),
        starts=starts,
        draws=tuple(Draw("purse", "A", "N3", start.period, 1.0 * start.phases) for start in starts),
        shortage=missed(short),
        capacity=held(phases, tuple(served / 3 for served in kunits)),
        **run(kunits),
    )


def _slow_first(**changes: object) -> Case:
    case = tiny(
        demand={("chip", "world"): (6.0,) * 4}, pairs={("A", "N3"): pair("A", "N3", 2, expansion_lead_periods=1)}
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def test_an_expansion_comes_with_its_own_lead() -> None:
    # The first phase starts in 0 and gives output from 2; an expansion may start from 0 + (2 - 1) = 1, output from 2.
    plan = _two_phases(1, (0.0, 0.0, 6.0, 6.0), (0.0, 0.0, 2.0, 2.0))
    assert audit(_slow_first(), plan).findings == ()


def test_an_expansion_that_starts_too_early_is_found() -> None:
    plan = _two_phases(0, (0.0, 3.0, 6.0, 6.0), (0.0, 1.0, 2.0, 2.0))
    assert rules(_slow_first(), plan) == {"expansion"}


def test_where_capacity_is_committed_every_phase_is_an_expansion() -> None:
    # 0.5 kwspm stands there: both phases started in 0 give output from 1, and need no opening.
    case = _slow_first(committed=(Committed("A", "N3", (0.5,) * 4),))
    plan = _two_phases(0, (0.0, 6.0, 6.0, 6.0), (0.5, 2.5, 2.5, 2.5))
    assert audit(case, replace(plan, openings=())).findings == ()


def test_crews_limit_the_starts_within_any_year() -> None:
    # Starts in 0 and 3 lie within one year of four quarters, starts in 0 and 4 do not.
    for second, broken in ((3, {"crews"}), (4, set())):
        case = changed(tiny(periods=5), "regions", "here", max_phase_starts_per_year=1.0)
        plan = clean_plan(
            outcome=outcome(5.0, capex=2.0, shortage_penalty=3.0),
            starts=(Start("A", "N3", 0, 1), Start("A", "N3", second, 1)),
            draws=(Draw("purse", "A", "N3", 0, 1.0), Draw("purse", "A", "N3", second, 1.0)),
            capacity=held((0.0, 1.0, 1.0, 1.0, 2.0 if second == 3 else 1.0), (0.0, 1.0, 1.0, 1.0, 1.0)),
            **run((0.0, 3.0, 3.0, 3.0, 3.0)),
        )
        assert rules(case, plan) == broken


def test_an_owner_has_crews_of_its_own() -> None:
    plan = _two_phases(3, (0.0, 3.0, 3.0, 3.0), (0.0, 1.0, 1.0, 1.0))
    demand = {("chip", "world"): (6.0,) * 4}
    for owner, broken in (("maker", {"owner_crews"}), ("", set())):
        case = tiny(demand=demand, pairs={("A", "N3"): pair("A", "N3", owner=owner)})
        case = replace(case, owners={"maker": Owner("maker", max_phase_starts_per_year=1.0)})
        assert rules(case, plan) == broken
