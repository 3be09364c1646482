"""What is said of a plan: never optimal what is not proven, never all what is not all."""

from dataclasses import replace
from math import inf
from typing import Any

import pytest

from planner.case.records import Case, Fund, Kind, Limit, Measure, Objective, Shell, Site
from planner.plan.records import Binding, Outcome, Plan, ShellStart, Shortage, Status
from planner.report.figures.headline import figures
from planner.report.words.binding import binds, headlines, when
from planner.report.words.formats import percent, percent_format
from planner.report.words.nothing import why_nothing
from planner.report.words.phrases import answer, gap_percent, status_sentence
from planner.report.words.remarks import remarks
from planner.report.words.terminal import summary_text
from tests.audit.plans import clean_plan
from tests.cases import pair, tiny
from tests.report.plans import three_sites, three_sites_plan


def _with(**changes: object) -> Plan:
    plan = three_sites_plan()
    return replace(plan, outcome=replace(plan.outcome, **changes))  # type: ignore[arg-type]


def test_the_answer_is_one_sentence_with_money_phases_sites_coverage_and_proof() -> None:
    told = answer(figures(three_sites(), three_sites_plan()))
    assert told == (
        "Invest 86.8 bn USD in 5 phases at 3 sites, 76.8 bn of it from a budget of 120.0 bn and 10.0 bn from "
        "incentives: this covers 77.9 % of demand; proven within 1.1 % of the best possible, not proven optimal."
    )


@pytest.mark.parametrize(("objective", "earned"), [(-50.04, "earns 50.0"), (3.0, "loses 3.0")])
def test_a_plan_for_profit_says_what_it_earns(objective: float, earned: str) -> None:
    case = three_sites()
    case = replace(case, settings=replace(case.settings, objective=Objective.PROFIT))
    plan = _with(objective=objective, bound=objective - 1.0)
    assert f": this covers 77.9 % of demand and {earned} bn USD, discounted; " in answer(figures(case, plan))


def test_profit_is_shown_with_its_own_sign_and_its_upper_bound() -> None:
    case = three_sites()
    case = replace(case, settings=replace(case.settings, objective=Objective.PROFIT))
    told = remarks(case, _with(objective=-50.0, bound=-51.0))
    assert told[0] == "Objective, most profit: 50.0 bn USD, discounted. No plan can have more than 51.0 bn."


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.OPTIMAL])
def test_only_an_optimal_plan_is_called_optimal(status: Status) -> None:
    found = figures(three_sites(), _with(status=status))
    for told in (answer(found), status_sentence(found)):
        assert "optimal" not in told.lower().replace("not proven optimal", "")


def test_a_closed_gap_is_reported_as_proven() -> None:
    found = figures(three_sites(), _with(status=Status.OPTIMAL, objective=100.0, bound=100.0, gap=0.0))
    assert status_sentence(found) == "Optimal: no plan is better (proven)."
    assert answer(found).endswith("; proven optimal.")


def test_a_plan_without_a_bound_says_that_nothing_is_proven() -> None:
    found = figures(three_sites(), _with(bound=-inf, gap=inf))
    assert answer(found).endswith("not proven optimal, with no bound proven.")
    assert "no bound" in status_sentence(found)


@pytest.mark.parametrize(
    ("gap", "told"), [(0.0, "0 %"), (0.00004, "0.004 %"), (0.0032, "0.32 %"), (0.0158, "1.6 %"), (inf, "unknown")]
)
def test_small_gaps_keep_a_digit(gap: float, told: str) -> None:
    assert gap_percent(figures(three_sites(), _with(gap=gap))) == told


@pytest.mark.parametrize(
    ("share", "told"), [(100.0, "100 %"), (99.96, "99.96 %"), (99.9996, "99.9996 %"), (77.94, "77.9 %"), (0.0, "0.0 %")]
)
def test_a_share_short_of_everything_never_reads_100(share: float, told: str) -> None:
    assert percent(share) == told
    assert percent_format(share) == "0" + (
        f".{'0' * decimals}" if (decimals := len(told[:-2].partition(".")[2])) else ""
    )


def test_building_nothing_is_said_so() -> None:
    plan = replace(three_sites_plan(), starts=(), converted=())
    assert answer(figures(three_sites(), plan)).startswith("Build nothing: what is committed covers 77.9 % of demand")


def _nothing(case: Case, shortage_kunits: float = 3.0) -> str:
    shortage = (Shortage("base", "chip", "world", 0, shortage_kunits),) if shortage_kunits else ()
    outcome = Outcome(Status.OPTIMAL, 0.003, 0.003, 0.0, {"shortage_penalty": 0.003})
    plan = Plan(outcome, shortage=shortage)
    return why_nothing(case, plan, figures(case, plan))


def test_a_plan_that_builds_nothing_says_that_nothing_is_in_reach_and_where() -> None:
    case = tiny(funds={"purse": Fund("purse", (0.5, 0.0, 0.0, 0.0))})
    assert _nothing(case) == (
        "Nothing new can be built: one phase of N3 at A costs 1 bn USD, and purse may pay 0.5 in all (sheet budget, "
        "the row purse)."
    )


def test_a_plan_that_builds_nothing_says_that_nothing_is_needed() -> None:
    assert _nothing(tiny(), 0.0) == "All demand is met by what is committed, so nothing new is needed."


def test_a_plan_that_builds_nothing_says_that_it_does_not_pay() -> None:
    assert _nothing(tiny()).startswith("Building does not pay: the shortage costs 0.003 bn USD, discounted, and ")


def test_a_plan_that_builds_nothing_names_the_limits_that_only_it_keeps() -> None:
    one = Limit("here too", Measure.CAPEX_SHARE, region="here", maximum=0.6)
    assert _nothing(tiny(limits=(one,))) == (
        "Nothing new can be built: limit here too caps here at 60 % of capex, and no other place can take the rest "
        "(sheet limits, row 2, column max)."
    )
    least = replace(one, name="more", minimum=0.7, maximum=inf)
    most = replace(one, maximum=0.5)
    assert _nothing(tiny(limits=(least, most))) == (
        "Nothing new can be built: limits here too and more contradict each other unless no capex is spent (sheet "
        "limits, row 3, column max)."
    )


@pytest.mark.parametrize(
    "changes", [{"from_period": 1}, {"until_period": 2}, {"node": "N3"}, {"kind": Kind.LOGIC}], ids=str
)
def test_limits_that_leave_periods_or_nodes_free_do_not_say_that_nothing_can_be_built(changes: dict[str, Any]) -> None:
    one = Limit("here too", Measure.CAPEX_SHARE, region="here", maximum=0.6, **changes)
    other = replace(one, name="more", minimum=0.7, maximum=inf)
    for limits in ((one,), (other, replace(one, maximum=0.5))):
        assert _nothing(tiny(limits=limits)).startswith("Building does not pay")


def test_what_costs_no_capex_can_be_built_below_limits_on_capex() -> None:
    limits = (Limit("here too", Measure.CAPEX_SHARE, region="here", maximum=0.6),)
    case = tiny(limits=limits)
    free = {"N3": replace(case.nodes["N3"], phase_capex_usd_bn=0.0)}
    assert _nothing(replace(case, nodes=free)).startswith("Building does not pay")


def test_pairs_out_of_reach_are_named_beside_those_that_do_not_pay() -> None:
    case = tiny(sites={"A": Site("A", "here"), "B": Site("B", "here", floor_units=0.5)})
    case = replace(case, pairs={**case.pairs, ("B", "N3"): pair("B", "N3")})
    assert _nothing(case).startswith(
        "1 of 2 pairs are out of reach: one phase of N3 at B needs 1 floor units, and the floor of B allows 0.5 (sheet "
        "sites, the row B, column floor_units). The others do not pay: "
    )


def test_a_plan_that_builds_needs_no_excuse() -> None:
    case, plan = three_sites(), three_sites_plan()
    assert why_nothing(case, plan, figures(case, plan)) == ""


def test_runs_of_binding_periods_are_joined() -> None:
    case = three_sites()
    plan = Plan(
        Outcome(Status.OPTIMAL, 0.0, 0.0, 0.0, {}),
        binding=tuple(Binding("fund_balance", "Treasury", period, 0.0) for period in (0, 1, 2, 5, 7, 8)),
    )
    (line,) = binds(case, plan)
    assert when(case, line) == "2027Q1 to 2027Q3, 2028Q2, 2028Q4 to 2029Q1"
    assert when(case, line, 1) == "2027Q1 to 2027Q3 and 3 more"


def test_a_rule_over_the_horizon_names_no_period() -> None:
    case = three_sites()
    plan = Plan(Outcome(Status.OPTIMAL, 0.0, 0.0, 0.0, {}), binding=(Binding("site_floor", "Dresden", 11, 0.0),))
    assert [line.sentence for line in headlines(case, plan, 5)] == ["Dresden: the floor is full: over the horizon"]


def test_headlines_name_each_rule_once() -> None:
    outcome = Outcome(Status.OPTIMAL, 0.0, 0.0, 0.0, {})
    places = {"USA N3": 3, "Europe N3": 2, "Asia COWOS": 1}
    binding = tuple(Binding("online_capacity", where, t, 0.0) for where, count in places.items() for t in range(count))
    told = headlines(three_sites(), Plan(outcome, binding=binding), 5)
    assert [line.sentence for line in told] == [
        "All usable capacity of USA N3 is in use: 2027Q1 to 2027Q3; likewise Europe N3 and Asia COWOS"
    ]


def test_a_headline_names_the_next_places_and_counts_the_rest() -> None:
    binding = tuple(Binding("site_floor", where, 11, 0.0) for where in ("Dresden", "Hsinchu", "Phoenix", "Tainan"))
    (told,) = headlines(three_sites(), Plan(Outcome(Status.OPTIMAL, 0.0, 0.0, 0.0, {}), binding=binding), 5)
    assert told.sentence == "Dresden: the floor is full: over the horizon; likewise Hsinchu, Phoenix and 1 more"


def test_a_case_without_demand_is_not_called_covered() -> None:
    idle = Plan(Outcome(Status.OPTIMAL, 0.0, 0.0, 0.0, {}))
    case = three_sites()
    no_demand = replace(case, scenarios=tuple(replace(one, demand_kunits={}) for one in case.scenarios))
    headline = figures(no_demand, idle)
    assert answer(headline).startswith("Build nothing: what is committed has no demand to cover; ")
    summary = " ".join(summary_text(no_demand, idle).split())
    assert "coverage – nothing is demanded" in summary
    assert "100" not in summary


def test_shells_are_part_of_the_answer() -> None:
    case = replace(tiny(), shells={"A": Shell("A", 2.0, 1, (1.0,), 2.0)})
    plan = clean_plan(shells_built=(ShellStart("A", 0, 1),))
    assert answer(figures(case, plan)).startswith("Invest 3.0 bn USD in 1 phase and 1 shell at 1 site, ")
    assert "Building 1 shell" in summary_text(case, plan)
    empty = answer(figures(case, replace(plan, starts=())))
    assert empty.startswith("Invest 2.0 bn USD in 1 empty shell, ")
