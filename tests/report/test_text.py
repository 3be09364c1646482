"""The summary on a terminal of 80 columns."""

from dataclasses import replace

from rich.console import Console

from planner.case.calendar import Calendar
from planner.plan.records import Outcome, Plan, Status
from planner.report.words.terminal import summary_lines
from tests.report.plans import three_sites, three_sites_plan
from tests.report.world import world, world_plan


def _printed(renderable: object) -> str:
    console = Console(width=80, color_system=None)
    with console.capture() as captured:
        console.print(renderable)
    return captured.get()


def test_the_summary_shows_status_figures_what_is_built_coverage_and_what_binds() -> None:
    told = _printed(summary_lines(three_sites(), three_sites_plan()))
    words = [" ".join(line.split()) for line in told.splitlines()]
    assert "coverage 77.9 % of 480 kunits demanded" in words
    assert "phases 5 at 3 sites" in words
    assert "Dresden N3 2 2027Q2 2028Q3 44.0" in words
    assert "2028 160.0 134.0 26.0 83.8 20.0 22.0" in words
    assert "Treasury: every dollar available so far is drawn: 2027Q2 to 2028Q2" in words


def test_the_summary_of_a_large_plan_keeps_to_80_columns() -> None:
    case = world()
    told = _printed(summary_lines(case, world_plan(case)))
    assert max(map(len, told.splitlines())) <= 80
    assert "…" not in told


def test_a_year_that_is_planned_in_part_says_so() -> None:
    case = replace(three_sites(), calendar=Calendar.starting("2027Q4", 12))
    told = _printed(summary_lines(case, three_sites_plan()))
    firsts = [line.strip() for line in told.splitlines()]
    assert any(line.startswith("2027 Q4 ") for line in firsts)
    assert any(line.startswith("2030 Q1–Q3 ") for line in firsts)


def test_without_a_plan_the_status_is_all_there_is() -> None:
    plan = Plan(Outcome(Status.INFEASIBLE, 0.0, 0.0, 0.0, {}))
    assert (
        _printed(summary_lines(three_sites(), plan)).strip()
        == "Infeasible: no plan satisfies all constraints of this case."
    )
