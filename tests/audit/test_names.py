"""Names, periods and counts that the case does not know."""

from dataclasses import replace
from typing import Any

import pytest

from planner.audit import audit
from planner.audit.names import where_of
from planner.plan.records import Converted, Credit, Draw, Opening, Packages, PartFlow, Start, Wafers
from tests.audit.plans import clean_plan, rules
from tests.cases import tiny


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("openings", Opening("Z", 0)),
        ("starts", Start("A", "N9", 0, 1)),
        ("draws", Draw("nobody", "A", "N3", 0, 0.0)),
        ("credits", Credit("nothing", "A", "N3", 0, 0.0)),
        ("converted", Converted("A", "N9", "N3", 0, 1)),
        ("wafers", Wafers("base", "there", "N3", 1.0, "die", "chip", 1, 0.0)),
        ("wafers", Wafers("other", "here", "N3", 1.0, "die", "chip", 1, 0.0)),
        ("packages", Packages("base", "here", "toy", 1, 0.0)),
    ],
)
def test_a_name_that_the_case_does_not_know_is_found(table: str, row: object) -> None:
    more: dict[str, Any] = {table: (*getattr(clean_plan(), table), row)}
    assert rules(tiny(), clean_plan(**more)) == {"names"}


def test_every_unknown_name_is_reported_at_once() -> None:
    plan = clean_plan(openings=(Opening("A", 0), Opening("Y", 0), Opening("Z", 0)))
    assert len(audit(tiny(), plan).findings) == 2


def test_a_period_outside_the_horizon_is_found() -> None:
    plan = clean_plan()
    assert rules(tiny(), replace(plan, packages=(*plan.packages, Packages("base", "here", "chip", 4, 1.0)))) == {
        "periods"
    }


def test_half_a_phase_is_found() -> None:
    plan = clean_plan(starts=(Start("A", "N3", 0, 1), Start("A", "N3", 3, 0.5)))  # type: ignore[arg-type]
    assert "whole_phases" in rules(tiny(), plan)


@pytest.mark.parametrize("kunits", [-1.0, float("nan"), float("inf")])
def test_an_amount_that_is_no_amount_is_found(kunits: float) -> None:
    plan = clean_plan()
    row = PartFlow("base", "here", "here", "N3", "chip", "die", 1, kunits)
    assert rules(tiny(), replace(plan, flows=(row,))) == {"amounts"}


def test_a_pair_that_is_not_listed_cannot_be_built() -> None:
    case = tiny()
    case = replace(case, nodes={**case.nodes, "N2": replace(case.nodes["N3"], name="N2")})
    plan = clean_plan(starts=(Start("A", "N3", 0, 1), Start("A", "N2", 0, 1)))
    assert rules(case, plan) == {"listed_pairs"}


def test_a_conversion_that_is_not_listed_cannot_be_made() -> None:
    plan = clean_plan(converted=(Converted("A", "N3", "N3", 1, 1),))
    assert rules(tiny(), plan) == {"listed_conversions"}


def test_wafers_of_a_node_that_does_not_make_the_part_are_found() -> None:
    case, plan = tiny(), clean_plan()
    row = Wafers("base", "here", "N3", 1.0, "stack", "chip", 1, 0.0)
    assert rules(case, replace(plan, wafers=(*plan.wafers, row))) == {"listed_sources"}


def test_a_second_row_about_the_same_thing_is_found() -> None:
    plan = clean_plan()
    for table in ("openings", "starts", "draws", "wafers", "packages", "shipments", "shortage", "capacity"):
        rows = getattr(plan, table)
        twice: dict[str, Any] = {table: (rows[-1], *rows)}
        assert "row_twice" in rules(tiny(), clean_plan(**twice)), table
    halves = (Draw("purse", "A", "N3", 0, 0.5),) * 2
    assert rules(tiny(), replace(plan, draws=halves)) == {"row_twice"}


def test_a_row_is_named_by_all_its_names() -> None:
    assert where_of(Converted("A", "N5", "N3", 0, 1)) == "A N5 N3"
