"""When phases make output: the first of a greenfield pair by its lead time, the others by the expansion's."""

from dataclasses import replace

from planner.plan.records import Start
from planner.report.figures.built import built, extras
from planner.report.figures.cohorts import Cohort, cohorts
from tests.report.plans import three_sites, three_sites_plan


def test_the_first_phase_takes_the_lead_time_and_later_ones_the_expansion_lead_time() -> None:
    found = [cohort for cohort in cohorts(three_sites(), three_sites_plan()) if cohort.site == "Dresden"]
    # lead 5, expansion lead 3, full output one quarter after the first
    assert found == [Cohort("Dresden", "N3", 1, 1, 6, 7, True), Cohort("Dresden", "N3", 1, 4, 7, 8, False)]


def test_a_start_of_two_phases_on_a_green_field_is_split_where_the_leads_differ() -> None:
    plan = replace(three_sites_plan(), starts=(Start("Dresden", "N3", 1, 2),))
    assert [(cohort.phases, cohort.first_output) for cohort in cohorts(three_sites(), plan)] == [(1, 6), (1, 4)]


def test_what_is_built_is_listed_most_expensive_first() -> None:
    lines = built(three_sites(), three_sites_plan())
    assert [(line.site, line.phases, line.first_start, line.first_output) for line in lines] == [
        ("Dresden", 2, 1, 6),
        ("Phoenix", 2, 0, 4),
        ("Penang", 1, 0, 2),
    ]


def test_openings_and_conversions_are_capex_too() -> None:
    found = extras(three_sites(), three_sites_plan())
    assert [(extra.what, extra.capex_usd_bn) for extra in found] == [
        ("Opening 1 site", 0.5),
        ("Converting 1 lump", 0.25),
    ]
