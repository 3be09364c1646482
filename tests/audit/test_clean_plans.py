"""Plans that break nothing: the audit is clean, has really looked, and finds the cost that the arithmetic gives."""

from dataclasses import replace

import pytest

from planner.audit import audit
from planner.case.records import Node, Objective, Scenario, Settings
from planner.plan.records import Outcome, Stage, Status
from tests.audit.plans import clean_plan, held, idle_plan, lines, missed, outcome, rules, run
from tests.cases import tiny


def test_one_phase_and_one_missed_quarter_cost_four() -> None:
    verdict = audit(tiny(), clean_plan())
    assert verdict.findings == ()
    assert verdict.clean
    assert verdict.objective == 4.0
    assert lines(verdict) == {"capex": 1.0, "shortage_penalty": 3.0}


def test_building_nothing_costs_the_penalty_alone() -> None:
    verdict = audit(tiny(), idle_plan())
    assert verdict.clean
    assert verdict.objective == 12.0


def test_a_clean_verdict_rests_on_many_comparisons() -> None:
    # 29 rows of decisions and claims, each compared for names, numbers and period, before any rule proper.
    assert audit(tiny(), clean_plan()).checks > 100
    assert audit(tiny(periods=8), idle_plan()).checks > audit(tiny(periods=4), idle_plan()).checks


def test_flows_are_discounted_from_the_middle_of_their_quarter() -> None:
    case = tiny(settings=Settings("tiny", discount_rate=0.21))
    # Both 1 usd_bn of capex and 3 of penalty fall in period 0, an eighth of a year from the start.
    factor = 1.21**-0.125
    verdict = audit(case, clean_plan(outcome=outcome(4 * factor, capex=factor, shortage_penalty=3 * factor)))
    assert verdict.clean
    assert verdict.objective == pytest.approx(4 * factor)


def test_coverage_first_counts_cost_without_the_penalty() -> None:
    case = tiny(settings=Settings("tiny", objective=Objective.COVERAGE_FIRST))
    costs = outcome(1.0, capex=1.0, shortage_penalty=3.0)
    assert audit(case, clean_plan(outcome=replace(costs, first_stage=Stage(3.0, 3.0, 0.0)))).clean
    for wrong in (Stage(2.0, 2.0, 0.0), Stage(3.0, 3.5, 0.0), None):
        assert rules(case, clean_plan(outcome=replace(costs, first_stage=wrong))) == {"first_stage"}
    assert rules(
        tiny(),
        clean_plan(outcome=replace(outcome(4.0, capex=1.0, shortage_penalty=3.0), first_stage=Stage(3.0, 3.0, 0.0))),
    ) == {"first_stage"}


def test_profit_sets_revenue_against_cost() -> None:
    case = tiny(settings=Settings("tiny", objective=Objective.PROFIT))
    case = replace(case, products={"chip": replace(case.products["chip"], price_usd=2e6)})
    # 9 thousand packages at 2 usd_bn a thousand.
    verdict = audit(case, clean_plan(outcome=outcome(4.0 - 18.0, capex=1.0, shortage_penalty=3.0, revenue=-18.0)))
    assert verdict.clean
    assert verdict.objective == -14.0


def test_scenarios_weigh_operations_by_their_probability() -> None:
    base = {("chip", "world"): (3.0,) * 4}
    low = {("chip", "world"): (1.0,) * 4}
    case = tiny(scenarios=(Scenario("base", 0.75, base), Scenario("low", 0.25, low)))
    one, other = run((0.0, 3.0, 3.0, 3.0)), run((0.0, 1.0, 1.0, 1.0), "low")
    both = {table: one[table] + other[table] for table in one}
    # Penalty: 0.75 x 3 + 0.25 x 1 = 2.5. The capacity sheet shows the expected use, 0.75 x 1 + 0.25 / 3 kwspm.
    use = 0.75 + 0.25 / 3
    plan = clean_plan(
        outcome=outcome(3.5, capex=1.0, shortage_penalty=2.5),
        shortage=missed((3.0,)) + missed((1.0,), "low"),
        capacity=held((0.0, 1.0, 1.0, 1.0), (0.0, use, use, use)),
        **both,
    )
    assert audit(case, plan).findings == ()


def test_a_wrong_objective_is_found() -> None:
    wrong = Outcome(Status.OPTIMAL, 3.0, 3.0, 0.0, {"capex": 1.0, "shortage_penalty": 3.0})
    assert rules(tiny(), clean_plan(outcome=wrong)) == {"objective"}


def test_a_wrong_cost_line_is_found_by_name() -> None:
    verdict = audit(tiny(), clean_plan(outcome=outcome(4.0, capex=0.5, shortage_penalty=3.0, oddment=0.5)))
    assert {(finding.rule, finding.where) for finding in verdict.findings} == {("cost", "capex"), ("cost", "oddment")}


def test_a_bound_above_the_objective_is_found() -> None:
    wrong = Outcome(Status.OPTIMAL, 4.0, 4.5, 0.0, {"capex": 1.0, "shortage_penalty": 3.0})
    assert rules(tiny(), clean_plan(outcome=wrong)) == {"bound"}


def test_solver_noise_is_no_finding() -> None:
    noisy = run((0.0, 3.0 + 2e-6, 3.0, 3.0 - 1e-6))
    assert audit(tiny(), clean_plan(**noisy)).clean


def test_a_finding_reads_as_one_line() -> None:
    case = tiny(nodes={"N3": Node("N3", tiny().nodes["N3"].kind, 1.0, 1.0, available_from=2)})
    (finding,) = audit(case, clean_plan()).findings
    assert str(finding) == "node_available: A N3, 2027Q1: first output period is 1, at least 2 is needed"
