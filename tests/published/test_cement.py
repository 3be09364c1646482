"""The cement case of the World Bank: its variants through the product's own workbook, and by a MIP of its own."""

from pathlib import Path

import pytest

from planner.workbook.reader import read_case
from tests.model.solving import best_plan
from tests.published.cement import VARIANTS, Variant, direct, in_original_money, workbook
from tests.workbook.books import save

MILLS = 10.0
"""Thousand tons a year of a phase of mills."""


OPTIMA = (802.9085, 783.5629, 1218.0698, 1216.3654, 1043.9499, 1043.9499, 1620.2778, 1591.5928)
"""Of the variants in their order, with mills that are continuous, in millions of 1978."""


@pytest.mark.parametrize("variant", [VARIANTS[0], *(pytest.param(one, marks=pytest.mark.slow) for one in VARIANTS[1:])])
def test_the_workbook_has_the_optimum_of_the_facts(variant: Variant, tmp_path: Path) -> None:
    plan = best_plan(read_case(save(tmp_path / "cement.xlsx", workbook(variant, MILLS))))
    assert in_original_money(plan.outcome.objective) == pytest.approx(direct(variant, MILLS), rel=1e-6)


def test_clinker_may_be_imported_too(tmp_path: Path) -> None:
    variant = Variant(900.0, 0.06, clinker_imports=True, mafrak=True)
    plan = best_plan(read_case(save(tmp_path / "cement.xlsx", workbook(variant, MILLS))))
    assert in_original_money(plan.outcome.objective) == pytest.approx(direct(variant, MILLS), rel=1e-6)
    assert {(row.part, row.region) for row in plan.purchased} > {("clinker", "mafrak")}


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 6])
def test_whole_phases_of_mills_cost_little_more_than_continuous_ones(number: int) -> None:
    assert direct(VARIANTS[number], None) == pytest.approx(OPTIMA[number], abs=1e-4)
    assert direct(VARIANTS[number], MILLS) == pytest.approx(OPTIMA[number], rel=1e-4)
