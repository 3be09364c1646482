"""Yield: good dies of a wafer by area, harvesting and defects that a node learns to avoid."""

import math
from dataclasses import replace

import pytest

from planner.case.curves import DefectLearning, YieldModel
from planner.case.records import Case, Committed, Source
from tests.cases import pair, tiny
from tests.model.parts import made_of, node_n3, part, with_site
from tests.model.solving import best_plan, least, near

MANY = {("chip", "world"): (10_000.0,) * 4}
# 300 mm wafers and dies of 800 mm2: pi 150^2 / 800 - pi 300 / sqrt(1600).
GROSS = math.pi * 150**2 / 800 - math.pi * 300 / 40
AREA_CM2 = 8.0


def running(learning: DefectLearning, available_from: int = 0, harvest: float = 0.0, cycle: int = 0) -> Case:
    """Return a case of 1 kwspm that stands and sells all it makes; what it cannot make is missed."""
    case = tiny(demand=MANY, pairs={}, committed=(Committed("A", "N3", (1.0,) * 4),))
    case = made_of(case, part("die", Source("N3", 1.0, die_area_mm2=800.0, harvest=harvest)))
    return node_n3(case, learning=learning, available_from=available_from, cycle_periods=cycle)


def made_kunits(case: Case) -> list[float]:
    """Return the packages finished by period, in thousands, and hold the optimum to the demand they leave."""
    plan = best_plan(case)
    made = [sum(row.kunits for row in plan.packages if row.period == t) for t in range(4)]
    assert plan.outcome.objective == near(4 * 10_000 - sum(made))
    return made


@pytest.mark.parametrize(
    ("model", "share"),
    [
        (YieldModel.POISSON, math.exp(-0.8)),
        (YieldModel.MURPHY, ((1 - math.exp(-0.8)) / 0.8) ** 2),
        (YieldModel.SEEDS, 1 / 1.8),
        (YieldModel.NEGATIVE_BINOMIAL, (1 + 0.8 / 3) ** -3),
    ],
)
def test_good_dies_follow_the_yield_model(model: YieldModel, share: float) -> None:
    # 8 cm2 at 0.1 defects per cm2: 0.8 defects a die.
    learning = DefectLearning(model, start_per_cm2=0.1, mature_per_cm2=0.1)
    assert made_kunits(running(learning)) == pytest.approx([3 * GROSS * share] * 4)


def test_without_defects_every_whole_die_is_good() -> None:
    assert made_kunits(running(DefectLearning())) == pytest.approx([3 * GROSS] * 4)


def test_harvesting_shrinks_the_area_that_a_defect_kills() -> None:
    learning = DefectLearning(YieldModel.POISSON, 0.1, 0.1)
    # Half of the die may be harvested: 4 cm2 x 0.1, but still one die of 800 mm2.
    assert made_kunits(running(learning, harvest=0.5)) == pytest.approx([3 * GROSS * math.exp(-0.4)] * 4)


def test_a_node_learns_by_calendar_age() -> None:
    learning = DefectLearning(YieldModel.POISSON, start_per_cm2=0.4, mature_per_cm2=0.1, learning_periods=2.0)
    # Available two quarters before the horizon: ages 2, 3, 4, 5.
    density = [0.1 + 0.3 * math.exp(-age / 2) for age in (2, 3, 4, 5)]
    expected = [3 * GROSS * math.exp(-AREA_CM2 * d) for d in density]
    assert made_kunits(running(learning, available_from=-2)) == pytest.approx(expected)


def test_a_wafer_yields_by_the_age_at_which_it_leaves() -> None:
    learning = DefectLearning(YieldModel.POISSON, start_per_cm2=0.4, mature_per_cm2=0.1, learning_periods=2.0)
    density = [0.1 + 0.3 * math.exp(-age / 2) for age in (0, 1, 2, 3)]
    expected = [3 * GROSS * math.exp(-AREA_CM2 * d) for d in density]
    assert made_kunits(running(learning, cycle=1)) == pytest.approx(expected)


def test_a_site_with_more_defects_makes_fewer_good_dies_of_the_same_wafers() -> None:
    learning = DefectLearning(YieldModel.POISSON, 0.1, 0.1)
    case = with_site(running(learning), region="here", defect_factor=2.0, max_phases=0)
    case = replace(case, committed=(*case.committed, Committed("B", "N3", (1.0,) * 4)))
    # Site A: 0.8 defects a die; site B, in the same region but a yield class of its own: 1.6.
    assert made_kunits(case) == pytest.approx([3 * GROSS * (math.exp(-0.8) + math.exp(-1.6))] * 4)
    assert {row.defect_factor for row in best_plan(case).wafers} == {1.0, 2.0}


def test_a_defect_factor_counts_for_new_phases_too() -> None:
    case = running(DefectLearning(YieldModel.POISSON, 0.1, 0.1))
    case = replace(case, committed=(), pairs={("A", "N3"): pair("A", "N3", defect_factor=2.0, max_phases=1)})
    # 1 of capex and three quarters of 3 kwafers at 1.6 defects a die.
    assert least(case) == near(1 + 40_000 - 3 * 3 * GROSS * math.exp(-1.6))


def test_a_figure_given_per_wafer_is_net_of_yield() -> None:
    case = node_n3(tiny(), learning=DefectLearning(YieldModel.POISSON, 5.0, 5.0))
    assert least(case) == near(1 + 3)
