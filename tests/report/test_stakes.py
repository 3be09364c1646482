"""What comes first: rules by the shortage at stake, decisions by urgency and regret; and what the gap leaves open."""

from dataclasses import replace

import pytest

from planner.plan.records import BanPrice, Binding, Plan, Status
from planner.registry.rows import LIMITS
from planner.report.figures.headline import figures
from planner.report.words.bans import ban_lines
from planner.report.words.binding import binds, rule_name
from planner.report.words.decisions import decisions, open_sentence
from planner.report.words.unspent import unspent_sentence
from tests.report.plans import three_sites, three_sites_plan


def _with_gap(usd_bn: float, **changes: object) -> Plan:
    plan = three_sites_plan()
    outcome = replace(plan.outcome, bound=plan.outcome.objective - usd_bn, status=Status.FEASIBLE)
    return replace(plan, outcome=outcome, **changes)  # type: ignore[arg-type]


def _ban(usd_bn: float, **names: str) -> BanPrice:
    blank = dict.fromkeys(("from_region", "to_region", "to_market", "node", "product"), "")
    return BanPrice(**{**blank, **names}, from_period=0, until_period=11, usd_bn=usd_bn, kunits=5.0)


def test_rules_are_ranked_by_the_shortage_in_their_periods_not_by_how_often_they_bind() -> None:
    # All shortage falls in the first seven quarters.
    late = [Binding("online_capacity", "USA N3", t, 0.0) for t in range(7, 12)]
    early = [Binding("online_capacity", "Asia COWOS", 0, 0.0)]
    lines = binds(three_sites(), replace(three_sites_plan(), binding=(*late, *early)))
    assert [line.where for line in lines] == ["Asia COWOS", "USA N3"]
    # 20 kunits x 20,000 usd, all of the used capacity of packaging; discounted by an eighth of a year at 5 %.
    assert lines[0].stake_usd_bn == pytest.approx(0.4 * 1.05**-0.125)
    assert lines[1].stake_usd_bn == 0.0


def test_rules_on_building_count_by_their_share_of_the_capex() -> None:
    # 42 of 86 usd_bn of phases are in Dresden and Penang: 44 in Dresden, 2 in Penang, 40 in Phoenix.
    binding = tuple(Binding("site_floor", site, 11, 0.0) for site in ("Penang", "Phoenix", "Dresden"))
    lines = binds(three_sites(), replace(three_sites_plan(), binding=binding))
    assert [line.where for line in lines] == ["Dresden", "Phoenix", "Penang"]
    assert lines[0].stake_usd_bn / lines[2].stake_usd_bn == pytest.approx(44.0 / 2.0)


def test_a_fund_whose_money_others_could_give_has_nothing_at_stake() -> None:
    case = three_sites()
    rich = {**case.funds, "Reserve": replace(case.funds["Treasury"], name="Reserve", budget_usd_bn=(900.0,) * 12)}
    plan = replace(three_sites_plan(), binding=(Binding("fund_balance", "Treasury", 4, 0.0),))
    assert binds(replace(case, funds=rich), plan)[0].stake_usd_bn == 0.0
    poor = {**case.funds, "Treasury": replace(case.funds["Treasury"], budget_usd_bn=(59.0,) + (0.0,) * 11)}
    assert binds(replace(case, funds=poor), plan)[0].stake_usd_bn > 0.0


def test_every_rule_has_a_name_in_words() -> None:
    assert not [rule for rule in LIMITS if rule_name(rule) == rule.replace("_", " ") and "_" in rule]


def test_decisions_of_the_first_year_come_first_and_within_it_the_greatest_regret() -> None:
    plan = three_sites_plan()
    late = tuple(replace(start, period=5) if start.site == "Phoenix" else start for start in plan.starts)
    told = [f"{line.site} {line.node}" for line, _ in decisions(three_sites(), replace(plan, starts=late), 5)]
    assert told[-1] == "Phoenix N3"
    assert set(told[:2]) == {"Dresden N3", "Penang COWOS"}
    first = decisions(three_sites(), plan, 1)[0][1]
    assert "; without it up to " in first


def test_a_decision_is_open_where_the_gap_is_more_than_a_phase_costs_and_spares() -> None:
    case = three_sites()
    assert open_sentence(case, _with_gap(1.0)) == ""
    told = open_sentence(case, _with_gap(60.0))
    assert told.startswith("Still open, since the gap of 60 bn USD is more than one phase costs and spares: ")
    assert "Dresden N3" in told
    assert [text.endswith("; still open") for _, text in decisions(case, _with_gap(60.0), 3)] == [True] * 3
    assert open_sentence(case, _with_gap(float("inf"))) == ""


def test_the_price_of_a_ban_is_left_out_where_the_gap_hides_it_and_bounded_where_it_does_not() -> None:
    bans = (_ban(10.0, from_region="Asia", to_market="west"),)
    (clear,) = ban_lines(_with_gap(0.0, bans=bans))
    assert clear.sentence.endswith("would save 10 bn USD and let 5 kunits pass")
    (bounded,) = ban_lines(_with_gap(4.0, bans=bans))
    (parts,) = ban_lines(_with_gap(0.0, bans=(_ban(10.0, from_region="Asia", to_region="West"),)))
    assert parts.sentence.endswith("let 5 kunits of parts pass")  # several to a package: more than is demanded
    assert bounded.sentence.endswith("would save 10 bn USD and let 5 kunits pass; of this 6 bn are sure, given the gap")
    (hidden,) = ban_lines(_with_gap(12.0, bans=bans))
    assert hidden.sentence == "Asia to west is closed: the gap of 12 bn USD hides what lifting it saves"
    (unproven,) = ban_lines(_with_gap(float("inf"), bans=bans))
    assert unproven.sentence.endswith("; with no bound proven, a better plan may not confirm it")


def test_a_ban_on_many_destinations_is_one_line_that_names_them() -> None:
    bans = tuple(_ban(3.0, from_region="Asia", to_region=region) for region in ("USA", "Europe"))
    (line,) = ban_lines(_with_gap(0.0, bans=bans))
    assert line.where == "Asia to USA, Europe"


def test_money_that_stays_unspent_while_demand_is_short_is_explained() -> None:
    case, plan = three_sites(), three_sites_plan()
    # No new phase of N3 delivers before the fifth quarter: 80 of 106 kunits are missed until then.
    full = tuple(Binding("online_capacity", "USA N3", t, 0.0) for t in range(7))
    plan = replace(plan, binding=(*full, Binding("site_floor", "Phoenix", 11, 0.0)))
    assert unspent_sentence(case, plan, figures(case, plan)) == (
        "Why 43.2 bn USD stay unspent while demand is short: 75.5 % of the shortage comes before any new phase can "
        "deliver; Phoenix: the floor is full (over the horizon)."
    )
    nothing_short = replace(plan, shortage=())
    assert unspent_sentence(case, nothing_short, figures(case, nothing_short)) == ""
