"""Strength changes no optimum: not the redundant rows, not what is merged because no rule tells it apart."""

from dataclasses import replace
from types import ModuleType

import pytest

from planner.case.records import Case, Kind, Limit, Measure
from planner.case.shape import Shape
from planner.model import counters, tool_counts
from planner.model.build import STRENGTH, build
from planner.plan.records import Status
from planner.solve.compile import compile_matrix
from planner.solve.portfolio import solve_matrix
from tests.model.changes import told_apart
from tests.model.solving import EXACT, least, near
from tests.model.worlds import world

FAMILIES = {
    "none": (),
    "counters": (counters,),
    "tool_counts": (counters, tool_counts),
}
"""Each strengthening family by itself; tool counts speak of counters."""


def strengthened(case: Case, *families: ModuleType) -> float:
    """Return the optimum of the model with these redundant rows and no others."""
    found = solve_matrix(compile_matrix(build(Shape(case), families)), EXACT)
    assert found.status is Status.OPTIMAL
    return found.objective


def test_every_strengthening_family_is_tried_by_itself() -> None:
    assert {families[-1] for families in FAMILIES.values() if families} == set(STRENGTH)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("family", FAMILIES)
def test_the_redundant_rows_cut_off_no_plan(family: str, seed: int) -> None:
    case = world(seed)
    assert strengthened(case, *FAMILIES[family]) == near(least(case))


def test_the_counts_of_tools_are_rows_of_a_world_whose_tools_bind() -> None:
    rows = compile_matrix(build(Shape(world(0)))).rows
    assert any(name == "tool_count" for name, _ in rows)


@pytest.mark.parametrize("seed", [2, 6])
def test_merging_what_no_lane_tells_apart_is_exact(seed: int) -> None:
    case = replace(world(seed), lanes=())
    apart = told_apart(case)
    assert (len(Shape(case).zones), len(Shape(case).groups)) == (1, 1)
    assert (len(Shape(apart).zones), len(Shape(apart).groups)) == (3, 3)
    assert least(case) == near(least(apart))


@pytest.mark.parametrize("seed", [2, 6])
def test_merging_is_exact_beside_lanes_that_matter(seed: int) -> None:
    assert least(world(seed)) == near(least(told_apart(world(seed))))


def test_funds_that_no_string_tells_apart_may_share_a_purse() -> None:
    case = world(1)
    bank = case.funds["bank"]
    halves = tuple(usd_bn / 2 for usd_bn in bank.budget_usd_bn)
    funds = {
        **case.funds,
        "bank": replace(bank, budget_usd_bn=halves),
        "twin": replace(bank, name="twin", budget_usd_bn=halves),
    }
    assert least(replace(case, funds=funds)) == near(least(case))


@pytest.mark.parametrize("seed", [2, 6])
@pytest.mark.parametrize("node", ["N3", ""])
def test_a_limit_on_the_wafers_of_a_region_tells_no_regions_apart(seed: int, node: str) -> None:
    limit = Limit("balance", Measure.OUTPUT_SHARE, region="far", node=node, kind=Kind.LOGIC, maximum=0.4, minimum=0.2)
    case = replace(world(seed), lanes=(), limits=(limit,))
    assert len(Shape(case).zones) == 1
    assert least(case) == near(least(told_apart(case)))
