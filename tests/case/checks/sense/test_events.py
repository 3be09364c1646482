"""Events in a case in memory: without a subject, with several, outside the horizon, or without anything to act on."""

from dataclasses import replace
from typing import Any

import pytest

from planner.case.records import Case, Event, Lane, Region, Site
from tests.case.checks.cases import Change, Reported, all_of, reported, with_records


def storm(factor: float = 0.0, first: int = 1, last: int = 3, **subject: Any) -> Event:
    return Event("base", first, factor, last, **subject)


def with_site(name: str, region: str) -> Change:
    """Add a site in a region of its own, where nothing may be built."""

    def change(case: Case) -> Case:
        sites = {**case.sites, name: Site(name, region)}
        return replace(case, sites=sites, regions={**case.regions, region: Region(region)})

    return change


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (storm(region="here"), set()),
        (storm(site="A", node="N3"), set()),
        (storm(from_region="here", to_market="world", product="chip"), set()),
        (storm(), {("E784", "events[0]", "region")}),
        (storm(region="here", site="A"), {("E784", "events[0]", "site")}),
        (storm(region="here", to_market="world"), {("E784", "events[0]", "to_market")}),
        (storm(from_region="here"), {("E716", "events[0]", "to_region")}),
        (storm(to_region="here", to_market="world"), {("E716", "events[0]", "to_region")}),
        (storm(region="there"), {("E601", "events[0]", "region")}),
        (Event("other", 0, 0.5, region="here"), {("E601", "events[0]", "scenario")}),
        (storm(region="here", product="chip"), {("W741", "events[0]", "product")}),
        (storm(0.5, to_market="world"), {("W741", "events[0]", "factor")}),
        (storm(from_region="here", to_market="world", product="class"), {("E601", "events[0]", "product")}),
        (storm(first=3, last=1, region="here"), {("E717", "events[0]", "until_period")}),
        (storm(first=7, last=9, region="here"), {("W742", "events[0]", "from_period")}),
    ],
)
def test_what_is_reported(event: Event, expected: Reported) -> None:
    assert reported(with_records("events", event)) == expected


def test_a_share_of_a_lane_acts_on_its_limit() -> None:
    lanes = with_records("lanes", Lane("here", to_market="world", max_kunits=2.0))
    event = with_records("events", storm(0.5, from_region="here", to_market="world"))
    assert reported(all_of(lanes, event)) == set()


def test_an_event_on_a_place_where_nothing_is() -> None:
    events = with_records("events", storm(site="B"), storm(region="there"), storm(region="here", node="N3"))
    found = {one for one in reported(all_of(with_site("B", "there"), events)) if one[0] == "W742"}
    assert found == {("W742", "events[0]", "site"), ("W742", "events[1]", "region")}
