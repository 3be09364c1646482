"""Strength changes no optimum: not the redundant rows, not what is merged because no rule tells it apart."""

from dataclasses import replace
from types import ModuleType

import pytest
from pyomo.repn import generate_standard_repn

from planner.case.curves import DefectLearning
from planner.case.records import Case, Committed, Incentive, Kind, Limit, Measure, Part, Site, Source
from planner.model import counters, credit_counts, tool_counts
from planner.model.build import STRENGTH, build
from planner.plan.records import Status
from planner.registry.rows import ROWS_FOR_BOUND
from planner.shape.shape import Shape
from planner.solver.portfolio.portfolio import solve_matrix
from planner.solver.program.compile import compile_matrix
from tests.cases import pair, tiny
from tests.model.changes import told_apart
from tests.model.solving import EXACT, least, least_of_world, near
from tests.model.worlds import world

FAMILIES = {
    "none": (),
    "counters": (counters,),
    "tool_counts": (counters, tool_counts),
    "credit_counts": (credit_counts,),
}
"""Each strengthening family by itself; tool counts speak of counters."""


def strengthened(case: Case, *families: ModuleType) -> float:
    """Return the optimum of the model with these redundant rows and no others."""
    found = solve_matrix(compile_matrix(build(Shape(case), families)), EXACT)
    assert found.status is Status.OPTIMAL
    return found.objective


def test_every_strengthening_family_is_tried_by_itself() -> None:
    assert {families[-1] for families in FAMILIES.values() if families} == set(STRENGTH)


@pytest.mark.parametrize("seed", [0, 3, 4, 9, 12])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_redundant_rows_cut_off_no_plan(family: str, seed: int) -> None:
    assert strengthened(world(seed), *FAMILIES[family]) == near(least_of_world(seed))


def test_the_counts_of_tools_are_rows_of_a_world_whose_tools_bind() -> None:
    rows = compile_matrix(build(Shape(world(0)))).rows
    assert any(name == "tool_count" for name, _ in rows)


def test_credits_to_date_are_counted_against_phases_where_an_incentive_has_a_cap() -> None:
    # A grant of a quarter of 1 bn a phase, 0.3 bn at most: what is granted by t is at most 0.25 bn for each start by t.
    case = replace(tiny(), incentives=(Incentive("grant", 0.25, cap_usd_bn=0.3), Incentive("credit", 0.1)))
    m = build(Shape(case), (credit_counts,))
    assert {index[0] for index in m.credit_count} == {"grant"}
    row = generate_standard_repn(m.credit_count["grant", 1].body)
    terms = {v.name: c for v, c in zip(row.linear_vars, row.linear_coefs, strict=True)}
    assert terms == {"credit[grant,0,0]": 1.0, "credit[grant,0,1]": 1.0, "more[A,N3,1]": -0.25}
    assert m.credit_count["grant", 1].upper() == 0.0


def test_the_search_for_plans_goes_without_the_rows_that_only_raise_the_bound() -> None:
    case = replace(tiny(), incentives=(Incentive("grant", 0.25, cap_usd_bn=0.3),))
    matrix = compile_matrix(build(Shape(case)))
    fewer = matrix.without_rows(ROWS_FOR_BOUND)
    assert {name for name, _ in matrix.rows} - {name for name, _ in fewer.rows} == {"credit_count"}
    assert fewer.columns == matrix.columns
    assert solve_matrix(fewer, EXACT).objective == near(solve_matrix(matrix, EXACT).objective)


@pytest.mark.parametrize("seed", [3, 4])
def test_merging_what_no_lane_tells_apart_is_exact(seed: int) -> None:
    case = replace(world(seed), lanes=())
    apart = told_apart(case)
    assert (len(Shape(case).zones), len(Shape(case).groups)) == (1, 1)
    assert (len(Shape(apart).zones), len(Shape(apart).groups)) == (3, 3)
    assert least(case) == near(least(apart))


@pytest.mark.parametrize("seed", [3, 4])
def test_merging_is_exact_beside_lanes_that_matter(seed: int) -> None:
    assert least(told_apart(world(seed))) == near(least_of_world(seed))


def test_funds_that_no_rule_tells_apart_may_form_a_group() -> None:
    case = world(4)
    bank = case.funds["bank"]
    halves = tuple(usd_bn / 2 for usd_bn in bank.budget_usd_bn)
    funds = {
        **case.funds,
        "bank": replace(bank, budget_usd_bn=halves),
        "twin": replace(bank, name="twin", budget_usd_bn=halves),
    }
    assert least(replace(case, funds=funds)) == near(least_of_world(4))


@pytest.mark.parametrize("seed", [3, 4])
@pytest.mark.parametrize("node", ["N3", ""])
def test_a_limit_on_the_wafers_of_a_region_tells_no_regions_apart(seed: int, node: str) -> None:
    limit = Limit("balance", Measure.OUTPUT_SHARE, region="far", node=node, kind=Kind.LOGIC, maximum=0.4, minimum=0.2)
    case = replace(world(seed), lanes=(), limits=(limit,))
    assert len(Shape(case).zones) == 1
    assert least(case) == near(least(told_apart(case)))


def test_capacity_counts_against_demand_for_what_its_yield_class_is_worth() -> None:
    """Three times as many defects fall at B as at A, so that a wafer of B is worth less for demand.

    A row of demand counts every phase in full by the counter and takes back what one at B falls short of it; the kwspm
    committed at B count for what they are worth.
    """
    part = Part("die", (Source("N3", 1.0, die_area_mm2=100.0),))
    case = replace(
        tiny(demand={("chip", "world"): (3000.0,) * 4}),
        sites={"A": Site("A", "here"), "B": Site("B", "here")},
        pairs={("A", "N3"): pair("A", "N3"), ("B", "N3"): pair("B", "N3", defect_factor=3.0)},
        committed=(Committed("B", "N3", (1.0,) * 4),),
    )
    case = replace(
        case, nodes={"N3": replace(case.nodes["N3"], learning=DefectLearning(start_per_cm2=0.5, mature_per_cm2=0.5))}
    )
    case = replace(case, products={"chip": replace(case.products["chip"], parts=(part,))})
    shape = Shape(case)
    good = {key.defect_factor: units for key, units in shape.good_units.items() if key.period_out == 3}
    worth = good[3.0] / good[1.0]
    m = build(shape, (counters,))
    row = generate_standard_repn(m.need_by_class[0, "here", "N3", 3].body)
    terms = {v.name: c for v, c in zip(row.linear_vars, row.linear_coefs, strict=True)}
    of_phase = terms["grown[here,N3,3]"]
    assert 0.2 < worth < 0.8
    assert terms["more[B,N3,2]"] == pytest.approx(-of_phase * (1.0 - worth))
    assert not any(name.startswith("more[A") for name in terms)
    needed = 3000.0 / good[1.0]
    assert m.need[0, "here", "N3", 3].lower() == pytest.approx(needed - 3.0)
    assert m.need_by_class[0, "here", "N3", 3].lower() == pytest.approx(needed - 3.0 * worth)
