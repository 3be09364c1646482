"""Views of value: who the plan is best for, on a case in which seller, society and coverage choose three plans.

A phase makes 2 thousand packages a quarter, of which 3 thousand are wanted. A thousand packages are
sold for 2 usd_bn, of which 0.8 pay for what the case does not build, so that they are worth 1.2. Site A costs 6 usd_bn,
half of it a grant; site B costs 5. The first phase sells 6 thousand packages in three quarters, the second 3 thousand.
"""

from dataclasses import replace
from typing import Any

import pytest

from planner.audit import audit
from planner.case.records import Case, EndValue, Incentive, Lane, Objective, ProfitOf
from planner.pipeline import solve
from planner.plan.records import Plan, Status
from planner.report.contract.tables import plan_tables
from planner.report.words.phrases import objective_words
from planner.report.words.returns import line_words
from planner.study.answers.measure import measured
from tests.cases import pair, tiny
from tests.model.parts import chip, node_n3, with_site
from tests.model.solving import EXACT, near, starts
from tests.model.worlds import world

PENALTY_USD = 1e5


def aimed(case: Case, objective: Objective, profit_of: ProfitOf = ProfitOf.SELLER, **changes: Any) -> Case:
    return replace(case, settings=replace(case.settings, objective=objective, profit_of=profit_of, **changes))


def two_sites(grant: float = 0.5, **changes: Any) -> Case:
    """Site A with a grant and site B, where building costs less in all."""
    case = node_n3(tiny(), phase_kwspm=2 / 3, phase_capex_usd_bn=5.0)
    case = chip(case, price_usd=2e6, other_cost_usd=8e5, shortage_penalty_usd=PENALTY_USD)
    case = with_site(case, "B", "there", max_phases=1)
    case = replace(case, pairs={**case.pairs, ("A", "N3"): pair("A", "N3", capex_factor=1.2, max_phases=1)})
    return replace(case, incentives=(Incentive("grant", grant, site="A", **changes),))


def optimum(case: Case) -> Plan:
    """Return the optimal plan, audited without a finding."""
    solved = solve(case, EXACT)
    assert solved.status is Status.OPTIMAL
    assert solved.audit is not None
    assert [str(finding) for finding in solved.audit.findings] == []
    return solved.plan


def test_the_seller_builds_where_the_grant_is() -> None:
    plan = optimum(aimed(two_sites(), Objective.PROFIT))
    assert starts(plan) == {("A", "N3", 0): 1}
    # 6 of 12 thousand packages sold, 6 short at 0.1; a phase at B would sell 3 more for 3.6 + 0.3 and cost 5.
    assert plan.outcome.objective == near(6 - 3 - 6 * 1.2 + 6 * 0.1)


def test_society_builds_where_it_costs_least() -> None:
    plan = optimum(aimed(two_sites(), Objective.PROFIT, ProfitOf.SOCIETY))
    assert starts(plan) == {("B", "N3", 0): 1}
    assert plan.outcome.objective == near(5 - 6 * 1.2)


def test_coverage_first_builds_both() -> None:
    plan = optimum(aimed(two_sites(), Objective.COVERAGE_FIRST))
    assert starts(plan) == {("A", "N3", 0): 1, ("B", "N3", 0): 1}
    # Nothing is ready in the first quarter, when 3 thousand packages are short.
    assert plan.outcome.first_stage is not None
    assert plan.outcome.first_stage.objective == near(3 * 0.1)
    assert plan.outcome.objective == near(6 - 3 + 5)


@pytest.mark.parametrize("grant", [0.0, 0.9])
def test_grants_and_tariffs_are_nothing_to_society(grant: float) -> None:
    case = two_sites(grant)
    case = replace(case, lanes=(Lane(from_region="there", to_market="world", tariff=0.5),))
    plan = optimum(aimed(case, Objective.PROFIT, ProfitOf.SOCIETY))
    assert starts(plan) == {("B", "N3", 0): 1}
    assert plan.outcome.objective == near(5 - 6 * 1.2)
    assert plan.outcome.cost_usd_bn["tariff"] == near(6 * 2 * 0.5)  # shown all the same


@pytest.mark.parametrize("cap_usd_bn", [float("inf"), 1.0], ids=["no cap", "capped"])
def test_a_grant_does_not_make_a_fab_worth_less_to_society(cap_usd_bn: float) -> None:
    case = two_sites(cap_usd_bn=cap_usd_bn)
    pairs = {key: of for key, of in case.pairs.items() if key[0] == "A"}
    case = replace(case, pairs=pairs, sites={"A": case.sites["A"]})
    case = aimed(case, Objective.PROFIT, ProfitOf.SOCIETY, end_value=EndValue.STRAIGHT_LINE, equipment_life_years=1.5)
    plan = optimum(case)
    # Half of a life of 1.5 years is left after three quarters.
    assert plan.outcome.cost_usd_bn["end_value"] == near(-6 / 2)
    assert plan.outcome.objective == near(6 - 6 / 2 - 6 * 1.2)


def test_a_claim_that_counts_a_grant_is_found() -> None:
    case = aimed(two_sites(), Objective.PROFIT, ProfitOf.SOCIETY)
    plan = optimum(case)
    outcome = replace(plan.outcome, objective=plan.outcome.objective - 0.1, bound=plan.outcome.bound - 0.1)
    assert {finding.rule for finding in audit(case, replace(plan, outcome=outcome)).findings} == {"objective"}
    cost = {**plan.outcome.cost_usd_bn, "revenue": -6 * 2.0}
    outcome = replace(plan.outcome, cost_usd_bn=cost)
    assert {finding.rule for finding in audit(case, replace(plan, outcome=outcome)).findings} >= {"cost"}


@pytest.mark.parametrize("seed", [2, 7])
def test_drawn_worlds_pass_the_audit_and_society_gets_no_more_than_it_could(seed: int) -> None:
    case = world(seed)
    products = {name: replace(of, other_cost_usd=0.25 * of.price_usd) for name, of in case.products.items()}
    case = replace(case, products=products)
    seller = optimum(aimed(case, Objective.PROFIT))
    society = aimed(case, Objective.PROFIT, ProfitOf.SOCIETY)
    best = optimum(society).outcome.objective
    worth = audit(society, seller).objective
    assert best <= worth + 1e-6


def test_transfers_are_shown_as_such() -> None:
    case = replace(two_sites(), lanes=(Lane(from_region="there", to_market="world", tariff=0.5),))
    case = aimed(case, Objective.PROFIT, ProfitOf.SOCIETY)
    assert objective_words(case) == "most value to society"
    assert measured(case) == "value to society"
    assert line_words(case, "tariff") == "tariff (transfer, not counted)"
    assert line_words(case, "shortage_penalty") == "shortage penalty (not counted)"
    assert line_words(case, "capex") == "capex"
    summary = plan_tables(case, optimum(case))["summary"].set_index("key")["unit"]
    assert summary["cost.tariff"] == "usd_bn, a transfer: not counted"
    assert summary["cost.capex"] == "usd_bn"
