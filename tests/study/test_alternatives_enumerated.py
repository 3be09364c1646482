"""Ranges of plans of about the same cost against every schedule there is, each costed without the model."""

from collections.abc import Iterator

import pytest

import planner
from planner.case.records import Case, Objective
from planner.plan.records import Status
from planner.solver.options import SolveOptions
from planner.study.aims.aim import range_within
from planner.study.alternatives.alternatives import alternatives
from planner.study.solves.session import StudyOptions
from tests.model.brute.draw import draw, drawn_rules
from tests.model.brute.money import least_to_build
from tests.model.brute.operations import Operations
from tests.model.brute.optimum import INFINITE, online_usd_bn
from tests.model.brute.schedules import Schedule, schedules

EXACT = StudyOptions(SolveOptions(gap=1e-7, time_limit_seconds=600, threads=1), executor="local:1")
WITHIN = 0.9
CASES = 10


def drawn() -> Iterator[tuple[int, Case]]:
    """Yield cases with a plan and something to build, without a last plan, whose schedules are all of one objective."""
    for seed in range(400, 600):
        case = draw(seed, drawn_rules(seed, 0.1))
        if case.settings.objective is Objective.LEAST_COST and not case.settings.cvar_weight:
            yield seed, case


def costs(case: Case) -> list[tuple[float, Schedule]]:
    """Return every schedule that has a plan, with the least that it costs."""
    operations = Operations(case)
    listed = [(least_to_build(case, one), one) for one in schedules(case)]
    return [
        (usd_bn + online_usd_bn(case, one) + operations.least(one), one) for usd_bn, one in listed if usd_bn < INFINITE
    ]


def phases(case: Case, schedule: Schedule, kind: str, name: str) -> int:
    """Count the phases that a schedule starts at a site, in a region, or of a node; the shells at a site."""
    count = 0
    for one in schedule:
        region = case.sites[one.site].region
        places = {"site": one.site, "region": region, "node": one.node, "shells": f"shells at {one.site}"}
        count += places[kind] == name and (not one.node) == (kind == "shells")
    return count


@pytest.mark.slow
def test_ranges_are_those_of_all_schedules() -> None:
    """Ten cases: proven ends contain those of every schedule within the share, and the plans found reach them."""
    compared, groups, wide = 0, 0, 0
    for seed, case in drawn():
        if compared == CASES:
            break
        solved = planner.solve(case, EXACT.solve)
        if solved.status is not Status.OPTIMAL:
            continue
        answer = alternatives(case, EXACT, within=WITHIN)
        ranges = [row for table in answer.tables if table.name == "ranges" for row in table.rows]
        if not ranges:
            continue
        ceiling = range_within(solved.plan.outcome, WITHIN).ceilings[-1]
        near = [one for usd_bn, one in costs(case) if usd_bn <= ceiling + 1e-7]
        assert near, seed
        for kind, name, at_least, fewest, _, most, at_most in ranges:
            counts = [phases(case, one, str(kind), str(name)) for one in near]
            assert at_least == fewest == min(counts), (seed, kind, name)
            assert at_most == most == max(counts), (seed, kind, name)
            groups += 1
            wide += min(counts) < max(counts)
        for row in (row for table in answer.tables if table.name == "plans" for row in table.rows):
            assert float(str(row[1])) <= ceiling + 1e-6, (seed, row)
        compared += 1
    assert compared == CASES
    assert wide >= CASES, f"{wide} of {groups} ranges leave a choice"
