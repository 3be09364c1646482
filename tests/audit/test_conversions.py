"""Conversions: their number, first period, downtime, and the capacity that they leave."""

from dataclasses import replace

from planner.audit import audit
from planner.case.records import Case, Committed, Conversion, Lock
from planner.plan.records import Converted, Draw, Opening, Plan, Start
from tests.audit.plans import changed, held, idle_plan, missed, outcome, rules, run
from tests.cases import pair, tiny

RULE = Conversion("A", "N5", "N3", 0.5, capex_usd_bn_per_lump=0.1, downtime_periods=1, output_ratio=0.8, max_lumps=2)


def _case(**changes: object) -> Case:
    """1 kwspm of N5 is committed at A; lumps of 0.5 become 0.4 of N3 after a quarter, for 0.1 usd_bn each."""
    case = tiny(committed=(Committed("A", "N5", (1.0,) * 4),), pairs={})
    case = replace(case, nodes={**case.nodes, "N5": replace(case.nodes["N3"], name="N5")})
    return replace(case, conversions=(replace(RULE, **changes),))  # type: ignore[arg-type]


def _plan(lumps: int = 2, period: int = 1) -> Plan:
    """All lumps in one period; what they give is used, 0.4 kwspm x 3 months x lumps."""
    gained = tuple(0.4 * lumps if t > period else 0.0 for t in range(4))
    kunits = tuple(3 * kwspm for kwspm in gained)
    short = tuple(3.0 - made for made in kunits)
    return idle_plan(
        outcome=outcome(0.1 * lumps + sum(short), conversions=0.1 * lumps, shortage_penalty=sum(short)),
        converted=(Converted("A", "N5", "N3", period, lumps),),
        draws=(Draw("purse", "A", "N3", period, 0.1 * lumps),),
        shortage=missed(short),
        capacity=(
            *held(gained, gained),
            *held(tuple(1.0 if t < period else max(0.0, 1.0 - 0.5 * lumps) for t in range(4)), (0.0,) * 4, node="N5"),
        ),
        **run(kunits),
    )


def test_lumps_leave_one_node_and_reach_the_other_after_the_downtime() -> None:
    assert audit(_case(), _plan()).findings == ()
    assert audit(_case(), _plan(lumps=1, period=2)).findings == ()


def test_output_during_the_downtime_is_found() -> None:
    assert "capacity" in rules(_case(downtime_periods=2), _plan())


def test_a_lock_counts_the_lumps_of_its_own_conversion() -> None:
    case = _case()
    case = replace(case, conversions=(*case.conversions, replace(RULE, from_node="N3", to_node="N5")))
    assert "locks" not in rules(replace(case, locks=(Lock("A", "N3", min_phases=2, from_node="N5"),)), _plan())
    assert "locks" in rules(replace(case, locks=(Lock("A", "N5", min_phases=2, from_node="N3"),)), _plan())


def test_too_many_lumps_are_found() -> None:
    assert rules(_case(max_lumps=1), _plan()) == {"conversion_lumps"}


def test_a_lump_that_a_delay_keeps_away_is_found() -> None:
    # Instead of committed capacity a phase of 1 kwspm, started in 0 and online in 1, when both its lumps are converted.
    case = replace(_case(), committed=(), pairs={("A", "N5"): pair("A", "N5")})
    plan = replace(
        _plan(),
        outcome=outcome(1.2 + 7.2, capex=1.0, conversions=0.2, shortage_penalty=7.2),
        openings=(Opening("A", 0),),
        starts=(Start("A", "N5", 0, 1),),
        draws=(Draw("purse", "A", "N3", 1, 0.2), Draw("purse", "A", "N5", 0, 1.0)),
        capacity=held((0.0, 0.0, 0.8, 0.8), (0.0, 0.0, 0.8, 0.8)),
    )
    assert rules(case, plan) == set()
    late = replace(case.scenarios[0], delay_periods=1)
    assert rules(replace(case, scenarios=(late,)), plan) == {"conversion_left", "capacity"}


def test_a_conversion_before_its_first_period_is_found() -> None:
    assert rules(_case(earliest=2), _plan()) == {"conversion_earliest"}


def test_a_conversion_to_a_node_that_is_not_available_is_found() -> None:
    # Converted in 1, first output in 2.
    assert rules(changed(_case(), "nodes", "N3", available_from=2), _plan()) == set()
    assert rules(changed(_case(), "nodes", "N3", available_from=3), _plan()) == {"node_available"}


def test_what_is_not_there_cannot_be_converted() -> None:
    assert "conversion_left" in rules(_case(max_lumps=3), _plan(lumps=3))


def test_what_retires_later_cannot_have_been_converted() -> None:
    case = replace(_case(), committed=(Committed("A", "N5", (1.0, 1.0, 1.0, 0.5)),))
    verdict = audit(case, _plan())
    left = [finding for finding in verdict.findings if finding.rule == "conversion_left"]
    assert [(finding.period, finding.found) for finding in left] == [(3, -0.5)]


def test_a_lock_counts_lumps_inside_its_window() -> None:
    for lock, broken in (
        (Lock("A", "N3", from_node="N5", min_phases=2, max_phases=2), set()),
        (Lock("A", "N3", from_node="N5", max_phases=1), {"locks"}),
        (Lock("A", "N3", from_node="N5", from_period=2, min_phases=1), {"locks"}),
        (Lock("A", "N3", max_phases=0), set()),
    ):
        assert rules(replace(_case(), locks=(lock,)), _plan()) == broken


def test_a_conversion_must_be_paid() -> None:
    assert rules(_case(), replace(_plan(), draws=())) == {"draws"}
