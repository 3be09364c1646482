"""Risk: what the worst futures count, and what shortage may cost in any of them."""

from dataclasses import replace
from typing import Any

from planner.audit import audit
from planner.case.records import Case, Scenario, Settings
from planner.plan.records import Plan
from tests.audit.plans import clean_plan, missed, outcome, rules, run
from tests.cases import tiny


def two_futures(**settings: Any) -> Case:
    """Demand of 3 a quarter, or with a chance of one in four of 4."""
    low, high = {("chip", "world"): (3.0,) * 4}, {("chip", "world"): (4.0,) * 4}
    futures = Scenario("low", 0.75, low), Scenario("high", 0.25, high)
    return tiny(scenarios=futures, settings=replace(Settings("tiny"), **settings))


def plan(**cost_usd_bn: float) -> Plan:
    """One phase serves 3 from quarter 1 on: 3 are missed in the low future and 4 + 3 in the high one."""
    both = [run((0.0, 3.0, 3.0, 3.0), name) for name in ("low", "high")]
    rows = {sheet: both[0][sheet] + both[1][sheet] for sheet in both[0]}
    short = missed((3.0, 0.0, 0.0, 0.0), "low") + missed((4.0, 1.0, 1.0, 1.0), "high")
    lines = {"capex": 1.0, "shortage_penalty": 0.75 * 3 + 0.25 * 7, **cost_usd_bn}
    return clean_plan(outcome=outcome(sum(lines.values()), **lines), shortage=short, **rows)


def test_without_a_weight_the_objective_is_the_expectation() -> None:
    assert rules(two_futures(), plan()) == set()
    assert rules(two_futures(), plan(risk=0.1)) == {"cost", "objective"}


def test_the_worst_futures_count_by_their_weight() -> None:
    # Expected 1 + 4 = 5; the worst quarter costs 7, the worst half (7 + 3) / 2 = 5, and the worst tenth 7 again.
    for tail, worst in ((0.25, 7.0), (0.5, 5.0), (0.1, 7.0), (1.0, 4.0)):
        case = two_futures(cvar_weight=0.4, cvar_tail=tail)
        assert rules(case, plan(risk=0.4 * (worst - 5))) == set()
        assert rules(case, plan(risk=0.4 * (worst - 5) + 0.01)) == {"cost", "objective"}


def test_a_lower_weight_than_the_case_gives_is_noticed() -> None:
    assert rules(two_futures(cvar_weight=0.5, cvar_tail=0.25), plan(risk=0.4 * 2)) == {"cost", "objective"}


def test_what_shortage_costs_in_a_future_is_capped() -> None:
    assert rules(two_futures(max_shortage_cost_usd_bn=7.0), plan()) == set()
    (finding,) = audit(two_futures(max_shortage_cost_usd_bn=6.9), plan()).findings
    assert (finding.rule, finding.where) == ("worst_shortage", "high")
