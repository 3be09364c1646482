"""A plan of the national programme: is it one that a board would believe?"""

import pytest

from inputs.industry.nodes import HBM, N2
from inputs.national.goods import GPU_N2
from inputs.national.money import BUDGET_USD_BN, CLOUD, FOUNDRY, HOME, HOSTS, MEMORY, STAKES
from inputs.national.places import GULF, KOREA, TAIWAN, USA
from planner.case.records import Case, Kind
from planner.plan.records import Plan
from planner.report.words.binding import binds
from tests.inputs.measures import (
    capex_share,
    coverage,
    outputs_too_late,
    paid,
    phases,
    used_share,
)

NAME = "national_programme.xlsx"
pytestmark = pytest.mark.slow


def test_100_bn_buy_two_thirds_of_the_demand_and_nearly_all_of_it_in_the_end(case: Case, plan: Plan) -> None:
    assert coverage(case, plan, 2029) < 0.5  # what is decided in 2026 yields little before 2030
    assert coverage(case, plan, 2035) > 0.9
    wanted = sum(map(sum, case.scenarios[0].demand_kunits.values()))
    assert 0.6 <= sum(row.kunits for row in plan.shipments) / wanted <= 0.8


def test_most_of_the_money_is_called_and_credits_add_a_fifth(plan: Plan) -> None:
    assert 65 <= paid(plan) <= 100
    assert 10 <= sum(credit.usd_bn for credit in plan.credits) <= 25


def test_nothing_starts_whose_output_would_come_too_late(case: Case, plan: Plan) -> None:
    assert outputs_too_late(case, plan) == []


def test_what_is_built_is_used(case: Case, plan: Plan) -> None:
    year = range(case.calendar.ordinal("2034Q1"), case.calendar.ordinal("2034Q4") + 1)
    for site, node in phases(plan):
        # A package is finished where its packaging is: a region may need a module that it does not fill.
        busy = 0.75 if case.nodes[node].kind is not Kind.PACKAGING else 0.25
        assert used_share(plan, site, node, year) >= busy, (site, node)


def test_memory_takes_the_largest_part_as_eight_stacks_a_package_need_it(case: Case, plan: Plan) -> None:
    kwspm = dict.fromkeys(case.nodes, 0.0)
    for (_, node), count in phases(plan).items():
        kwspm[node] += count * case.nodes[node].phase_kwspm
    assert kwspm[HBM] > kwspm["N3"] + kwspm[N2]
    assert any(site for (site, node) in phases(plan) if node == HBM and case.sites[site].region in GULF)
    assert any(site for (site, node) in phases(plan) if node == HBM and case.sites[site].region == KOREA)


def test_every_fund_keeps_its_restriction(case: Case, plan: Plan) -> None:
    shares = {HOME: 0.7, STAKES: 0.4, FOUNDRY: 0.4, MEMORY: 0.5, CLOUD: 0.6, HOSTS: 0.5}
    for fund, most in shares.items():
        assert paid(plan, fund=fund) <= sum(BUDGET_USD_BN[fund]) + 1e-6
        for site in case.sites:
            assert paid(plan, site, fund) <= most * paid(plan, site) + 1e-6
    at_home = {site for site, place in case.sites.items() if place.region in GULF}
    assert {draw.site for draw in plan.draws if draw.fund in (HOME, HOSTS)} <= at_home
    assert not {draw.site for draw in plan.draws if draw.fund == STAKES} & at_home
    assert {case.nodes[d.node].kind for d in plan.draws if d.fund == FOUNDRY and d.node} == {Kind.LOGIC}


def test_the_investors_conditions_are_met(case: Case, plan: Plan) -> None:
    assert capex_share(case, plan, set(GULF)) >= 0.4 - 1e-6
    assert capex_share(case, plan, {TAIWAN}) <= 0.2 + 1e-6
    assert capex_share(case, plan, {USA}) >= 0.1 - 1e-6
    logic_at_home = [node for site, node in phases(plan) if case.nodes[node].kind is Kind.LOGIC
                     and case.sites[site].region in GULF]  # fmt: skip
    assert logic_at_home


def test_the_newest_generation_reaches_the_gulf_with_its_licence(case: Case, plan: Plan) -> None:
    shipped = [row.period for row in plan.shipments if row.product == GPU_N2 and row.market == "Gulf"]
    assert min(shipped) >= case.calendar.ordinal("2029Q3")


def test_money_with_strings_and_licences_bind(case: Case, plan: Plan) -> None:
    rules = {line.rule for line in binds(case, plan)}
    assert {"fund_balance", "fund_share", "lane_limit"} <= rules
    assert plan.bans
    assert max(ban.usd_bn for ban in plan.bans) > 1.0
