"""Why there is no plan, or why demand stays short: by hand on tiny cases, where every suggestion can be worked out."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import planner
from planner.case.records import (
    Case,
    Deployment,
    Fund,
    Kind,
    Lane,
    Limit,
    Lock,
    Measure,
    Node,
    Region,
    Scenario,
    Site,
    SitePower,
    Tier,
)
from planner.solver.options import SolveOptions
from planner.study.answers.answer import Answer
from planner.study.explain.explain import explain
from planner.study.solves.session import StudyOptions
from tests.cases import pair, product, tiny
from tests.model.tiered import with_class, with_tiers

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600), executor="local:1")


def suggested(answer: Answer) -> list[str]:
    """The edits of each suggestion, the first one first."""
    table = next(table for table in answer.tables if table.name == "suggestions")
    return [str(row[table.columns.index("edits")]) for row in table.rows]


def purse(*usd_bn: float) -> dict[str, Fund]:
    return {"purse": Fund("purse", usd_bn)}


def two_wanted(**changes: Any) -> Case:
    """Demand of 6 from the second period on, when two phases can serve it; nothing is wanted before."""
    values: dict[str, Any] = {"pairs": {("A", "N3"): pair("A", "N3", max_phases=9)}, **changes}
    return tiny(demand={("chip", "world"): (0.0, 6.0, 6.0, 6.0)}, **values)


def test_a_lock_on_more_than_the_money_pays() -> None:
    """Two phases cost 2, the fund has 0.5: 1.5 more, or none of the two, since one costs more than 0.5 too.

    The lock holds to the last period, so the money is needed by then only.
    """
    case = two_wanted(funds=purse(0.5, 0, 0, 0), locks=(Lock("A", "N3", min_phases=2),))
    answer = explain(case, EXACT)
    assert suggested(answer) == ["locks[site=A, node=N3].min_phases: 2 -> 0", "budget[purse].2027Q4: 0 -> 1.5"]
    assert "some rule has to be relaxed" in answer.sentences[0]


def test_requirements_that_contradict_each_other_are_explained_too() -> None:
    """Two phases need two units of floor; there is one: an error for whoever reads the workbook."""
    case = two_wanted(sites={"A": Site("A", "here", floor_units=1)}, locks=(Lock("A", "N3", min_phases=2),))
    assert [problem.code for problem in planner.check(case)] == ["E743"]
    assert set(suggested(explain(case, EXACT))) == {
        "sites[A].floor_units: 1 -> 2",
        "locks[site=A, node=N3].min_phases: 2 -> 1",
    }


def test_what_one_rule_alone_keeps_short() -> None:
    """Money for one phase leaves 3 of 6 short in three periods; a second phase costs 1 more, at the start."""
    answer = explain(two_wanted(funds=purse(1, 0, 0, 0)), EXACT)
    assert suggested(answer) == ["budget[purse].2027Q1: 1 -> 2"]
    assert answer.facts["short_kunits"] == pytest.approx(9)
    assert answer.facts["periods"] == ("2027Q2", "2027Q3", "2027Q4")
    (cause,) = next(table for table in answer.tables if table.name == "causes").rows
    assert list(cause[:6]) == ["chip", "world", 2027, pytest.approx(9), pytest.approx(50), "money"]
    (charted,) = answer.charts()
    assert [(row["series"], row["kunits"]) for row in charted.chart["datasets"]["short"]] == [
        ("the plan", pytest.approx(9)),
        ("without limits of money", 0),
        ("without any rule, whatever it costs", 0),
    ]


def test_what_several_rules_keep_short_together() -> None:
    """Neither a second unit of floor nor a second usd_bn helps without the other."""
    case = two_wanted(funds=purse(1, 0, 0, 0), sites={"A": Site("A", "here", floor_units=1)})
    answer = explain(case, EXACT)
    assert "several rules" in str(answer)
    assert suggested(answer) == ["sites[A].floor_units: 1 -> 2; budget[purse].2027Q1: 1 -> 2"]


def test_what_no_rule_keeps_short() -> None:
    """A phase takes a period to build, so that the first period stays short whoever is relaxed."""
    answer = explain(tiny(), EXACT)
    assert suggested(answer) == []
    assert any("lead times" in sentence for sentence in answer.sentences)
    (cause,) = next(table for table in answer.tables if table.name == "causes").rows
    assert cause[5] == "time"


def test_what_is_dearer_to_serve_than_to_leave() -> None:
    """A phase costs 20 and serves 9 in all, whose penalties are 9."""
    case = two_wanted()
    nodes = {"N3": replace(case.nodes["N3"], phase_capex_usd_bn=20.0)}
    answer = explain(replace(case, nodes=nodes), EXACT)
    assert any("cost more than the penalties" in sentence for sentence in answer.sentences)
    assert suggested(answer) == []


def test_a_closed_lane() -> None:
    case = two_wanted(lanes=(Lane(to_market="world", allowed=False),))
    answer = explain(case, EXACT)
    assert suggested(answer) == ["lanes[to_market=world].allowed: no -> yes"]
    assert any("the ministry of trade of world" in sentence for sentence in answer.sentences)


def test_crews_dates_and_scenarios() -> None:
    """One start a year in both regions' only site; the second phase comes with a second crew, in either future."""
    demand = {("chip", "world"): (0.0, 6.0, 6.0, 6.0)}
    case = two_wanted(
        regions={"here": Region("here", max_phase_starts_per_year=1)},
        scenarios=(Scenario("low", 0.5, demand), Scenario("high", 0.5, {("chip", "world"): (0.0, 6.0, 6.0, 9.0)})),
    )
    answer = explain(case, EXACT)
    assert suggested(answer)[0] == "regions[here].max_phase_starts_per_year: 1 -> 3"
    later = two_wanted(sites={"A": Site("A", "here", available_from=2)})
    assert suggested(explain(later, EXACT)) == ["sites[A].available_from: 2027Q3 -> 2027Q1"]


def test_all_demand_served() -> None:
    assert explain(two_wanted(), EXACT).sentences == ("There is a plan, and it serves all demand.",)


def test_a_workbook_with_other_errors_is_refused(tmp_path: Path) -> None:
    with pytest.raises(planner.InputFaults):
        explain(tmp_path / "none.xlsx", EXACT)


def tiers_short() -> Case:
    """Gold and the others want 3 each from the second quarter on; there is money for one phase of two."""
    wanted = (0.0, 3.0, 3.0, 3.0)
    buyers = {
        ("chip", "world", "gold"): Tier(wanted, shortage_penalty_usd=5e6),
        ("chip", "world", "rest"): Tier(wanted),
    }
    return with_tiers(two_wanted(funds=purse(1, 0, 0, 0)), buyers)


def test_the_tier_that_goes_without_is_named() -> None:
    """The others stay 9 short at 1 a thousand; a second phase for 1 more serves them."""
    answer = explain(tiers_short(), EXACT)
    assert suggested(answer) == ["budget[purse].2027Q1: 1 -> 2"]
    assert "Looked at: chip in world (rest), 3 periods from 2027Q2 to 2027Q4, 9.0 kunits short." in answer.sentences
    causes = next(table for table in answer.tables if table.name == "causes")
    assert causes.columns[:4] == ("product", "market", "tier", "year")
    assert [row[:4] for row in causes.rows] == [("chip", "world", "rest", 2027)]
    assert causes.rows[0][4] == pytest.approx(9)
    assert answer.facts["tier"] == "rest"


def test_what_a_class_lacks_is_counted_in_packages() -> None:
    """12 units are 6 chips a quarter, of which 3 are made; a second phase for 1 more makes the others."""
    case = with_class(two_wanted(funds=purse(1, 0, 0, 0)), "training", chip=2.0)
    case = with_tiers(case, {("training", "world", ""): Tier((0.0, 12.0, 12.0, 12.0))})
    answer = explain(case, EXACT)
    assert answer.sentences[0] == "The plan leaves 9.0 kunits short, 50.0 % of demand."
    assert suggested(answer) == ["budget[purse].2027Q1: 1 -> 2"]


def test_a_minimum_of_service_is_a_rule_that_somebody_can_lower() -> None:
    """One phase is all that the money pays: half of the demand. A second one for two quarters makes it 15 of 18."""
    case = two_wanted(funds=purse(1, 0, 0, 0), limits=(Limit("served", Measure.SERVICE, minimum=0.8),))
    answer = explain(case, EXACT)
    assert set(suggested(answer)) >= {"limits[served].min: 80 -> 50", "budget[purse].2027Q2: 0 -> 1"}


def test_power_in_the_market_is_why_demand_stays_short() -> None:
    """18 thousand packages of 2 kW draw 36 MW; there are 12, the first quarter's without any demand."""
    products = {"chip": product(power_kw=2.0)}
    answer = explain(two_wanted(products=products, deployment=(Deployment("world", (12.0,) * 4),)), EXACT)
    assert any("the power utility of world" in sentence for sentence in answer.sentences)
    assert suggested(answer) == [
        "; ".join(f"deployment[world].2027Q{quarter}: 12 -> 36" for quarter in (1, 2, 3, 4)),
    ]
    (cause,) = next(table for table in answer.tables if table.name == "causes").rows
    assert cause[5] == "power in the markets"


def test_power_that_the_grid_connects() -> None:
    """A second phase of 100 MW, online from the second period on."""
    nodes = {"N3": Node("N3", Kind.LOGIC, 1.0, 1.0, power_mw_per_phase=100.0)}
    answer = explain(two_wanted(nodes=nodes, site_power=(SitePower("A", (0, 100, 100, 100)),)), EXACT)
    assert suggested(answer) == [
        "site_power[A].2027Q1: 0 -> 100; "
        + "; ".join(f"site_power[A].2027Q{quarter}: 100 -> 200" for quarter in (2, 3, 4)),
    ]
    assert any("the grid operator of here" in sentence for sentence in answer.sentences)
