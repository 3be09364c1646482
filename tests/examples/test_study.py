"""The study in miniature: the starter case at a few budgets, and what runs say against each other."""

import csv
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from examples.seven_trillion.changes import Change
from examples.seven_trillion.compare import enough, largest, saving, savings
from examples.seven_trillion.measures import Measure
from examples.seven_trillion.page import page
from examples.seven_trillion.results import COLUMNS, CSV, Results, Run, read_results
from examples.seven_trillion.study import BUDGETS_USD_BN, HERE, StudyError, best_known, improved, main, study
from examples.seven_trillion.tables import budget_table, change_table
from planner.case.records import Case, Fund, Lock
from planner.plan.records import BanPrice, Status
from planner.workbook.reader import read_case
from tests.audit.plans import clean_plan, idle_plan
from tests.benchmarks.frozen import FROZEN
from tests.benchmarks.subjects import case_hash
from tests.cases import pair, tiny
from tests.cli.commands import STARTER
from tests.model.solving import EXACT


def run(name: str, budget_usd_bn: float, objective: float, bound: float, change: str = "", coverage: float = 50) -> Run:
    told = {"objective": objective, "bound": bound, "coverage": coverage}
    measures = tuple(Measure(key, "", "", value, "") for key, value in told.items())
    return Run(name, change, budget_usd_bn, "feasible", name, measures)


def results(*runs: Run) -> Results:
    return Results({}, {}, runs)


def test_a_saving_lies_between_what_the_gaps_leave_open() -> None:
    # The plain best lies between 90 and 100, the changed one between 70 and 80.
    found = saving(run("x", 9, 80, 70, "x", coverage=55), run("plain", 9, 100, 90))
    assert (found.least_usd_bn, found.usd_bn, found.most_usd_bn) == (10, 20, 30)
    assert found.coverage_points == 5
    assert found.is_significant


def test_a_change_that_only_takes_rules_away_saves_nothing_at_worst() -> None:
    plain = run("plain", 9, 100, 80)
    assert saving(run("x", 9, 99, 90, "bans"), plain).least_usd_bn == 0
    assert saving(run("x", 9, 99, 90, "lead times"), plain).least_usd_bn == 80 - 99


@pytest.mark.parametrize(("objective", "bound", "significant"), [(89, 80, True), (95, 85, False), (120, 101, True)])
def test_a_difference_smaller_than_the_gaps_is_not_significant(
    objective: float, bound: float, significant: bool
) -> None:
    assert saving(run("x", 9, objective, bound), run("plain", 9, 100, 90)).is_significant is significant


def test_enough_is_the_least_budget_as_good_as_the_largest_within_its_gap() -> None:
    # The plan of the largest may be 2 above the best: 101.5 does not differ significantly, 103 does.
    poor, middle, rich = run("1", 1, 103, 50), run("2", 2, 101.5, 99), run("3", 3, 100, 98)
    assert enough(results(rich, middle, poor)) == middle
    assert enough(results(rich, poor)) == rich


def test_savings_are_listed_largest_first_without_runs_that_have_no_plan() -> None:
    plain, one, two = run("9", 9, 100, 90), run("one", 9, 95, 90, "one"), run("two", 9, 80, 70, "two")
    none = Run("none", "none", 9, "no_plan", "none", ())
    assert [found.run.name for found in savings(results(plain, one, none, two))] == ["two", "one"]


def money(usd_bn: float) -> Case:
    """Demand for two phases of 1 usd_bn, each of which serves 3 kunits in three quarters of four."""
    return tiny(demand={("chip", "world"): (6.0,) * 4}, funds={"purse": Fund("purse", (usd_bn, 0.0, 0.0, 0.0))})


def test_a_plan_that_fits_into_a_smaller_budget_is_its_plan_too() -> None:
    told: list[str] = []
    found = study(money(1.0), (5.0, 2.0, 1.0), (), EXACT, told.append)
    # Two phases: 2 + 6 missed at first. One: 1 + 6 + 3 x 3.
    assert [run.value("objective") for run in found.budgets] == pytest.approx([16.0, 8.0, 8.0])
    assert [run.plan_of for run in found.budgets] == ["1", "5", "5"]
    assert [line.split(":")[0] for line in told] == ["5", "2", "1"]
    assert [run.value("unspent") for run in found.budgets] == pytest.approx([0.0, 0.0, 3.0])


def test_a_better_plan_of_less_money_is_carried_up_and_what_is_proven_of_more_is_carried_down() -> None:
    case = tiny()
    # With much money a plan of 12 was found and 3 proven, with less a plan of 4 and 2 proven.
    rich, poor = idle_plan(), clean_plan()
    rich = replace(rich, outcome=replace(rich.outcome, bound=3.0))
    poor = replace(poor, outcome=replace(poor.outcome, bound=2.0))
    found = improved({5.0: ("rich", case, rich), 2.0: ("poor", case, poor)}, gap_asked=0.1)
    for of, _, plan in found.values():
        assert of == "poor"
        assert (plan.outcome.objective, plan.outcome.bound, plan.outcome.gap) == (4.0, 3.0, 0.25)
        assert plan.outcome.status is Status.FEASIBLE


def test_a_changed_case_takes_the_best_plan_that_it_allows_and_its_own_bound() -> None:
    own = replace(idle_plan(), outcome=replace(idle_plan().outcome, bound=3.0))
    known = [("plain", clean_plan()), ("own", own)]
    of, plan = best_known(tiny(), known, gap_asked=0.1)
    assert (of, plan.outcome.objective, plan.outcome.bound) == ("plain", 4.0, 3.0)
    # What a plan says of bans is of another case, and no reason to refuse it.
    priced = replace(clean_plan(), bans=(BanPrice("here", "", "world", "", "", 0, 3, 1.0, 1.0),))
    assert best_known(tiny(), [("plain", priced), ("own", own)], gap_asked=0.1)[0] == "plain"
    # Where the pair may not be built, the plan that builds it is of no use.
    of, plan = best_known(tiny(pairs={("A", "N3"): pair("A", "N3", max_phases=0)}), known, gap_asked=0.1)
    assert (of, plan.outcome.objective, plan.outcome.bound) == ("own", 12.0, 3.0)


def locked(case: Case) -> Case:
    """Return the case with more phases locked in than any money pays for: no plan keeps that."""
    return replace(case, locks=(Lock("A", "N3", min_phases=99),))


def test_a_budget_that_is_too_small_for_the_rules_is_reported_and_left_out() -> None:
    asked = replace(money(1.0), locks=(Lock("A", "N3", min_phases=2),))
    found = study(asked, (2.0, 1.0), (), EXACT)
    assert [run.budget_usd_bn for run in found.budgets] == [2.0]
    assert [(run.name, run.status) for run in found.unplanned] == [("1", "infeasible")]
    assert "| 0.001 |  |  |" in budget_table(found)


def test_a_change_without_a_plan_is_reported_and_a_budget_without_one_is_an_error() -> None:
    found = study(money(1.0), (1.0,), (Change("lock", "all locked in", (locked,)),), EXACT)
    (run,) = found.unplanned
    assert (run.name, run.status) == ("all locked in", "infeasible")
    assert "| all locked in | no plan (infeasible) |" in change_table(found)
    with pytest.raises(StudyError, match="1: the study needs a plan"):
        study(locked(money(1.0)), (1.0,), (), EXACT)


@pytest.fixture(scope="module")
def miniature(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the results of the whole study for the starter case."""
    folder = tmp_path_factory.mktemp("study")
    main(source=STARTER, into=folder, time_limit=600.0, gap=1e-3, seed=0)
    return folder


def test_the_study_runs_from_a_workbook_to_a_page(miniature: Path) -> None:
    found = read_results(miniature)
    assert [run.budget_usd_bn for run in found.budgets] == sorted(BUDGETS_USD_BN)
    assert {run.change for run in found.changes} == {
        "scanners",
        "crews",
        "lead times",
        "room",
        "all four",
        "bans",
        "policies",
    }
    assert {run.status for run in found.runs} == {"optimal"}
    assert page(found).startswith("# What would seven trillion dollars buy?")


def test_more_money_and_fewer_rules_never_cost_more(miniature: Path) -> None:
    found = read_results(miniature)
    costs = [run.value("objective") for run in found.budgets]
    # Every run is proven within a thousandth, and may be off by so much.
    assert all(richer <= poorer + 1e-3 * abs(richer) for poorer, richer in pairwise(costs))
    gap = largest(found).value("objective") * 1e-3
    assert all(one.usd_bn >= -gap for one in savings(found))


def test_the_tidy_table_says_what_the_json_says(miniature: Path) -> None:
    with (miniature / CSV).open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == COLUMNS
    told = [
        [r.name, r.change, str(r.budget_usd_bn), r.status, r.plan_of, m.name, m.by, m.item, str(m.value), m.unit]
        for r in read_results(miniature).runs
        for m in r.measures
    ]
    assert rows == told
    assert all(row[-1] for row in rows), "every figure has a unit"


def test_the_study_solves_the_world_that_the_benchmarks_froze() -> None:
    assert case_hash(read_case(HERE / "world.xlsx")) == FROZEN["world"]
