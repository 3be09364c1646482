"""Yield models against the figures of the literature, and curves by age."""

import pytest

from planner.case.curves import DefectLearning, YieldModel, by_age, gross_dies_per_wafer, steps

# Yield of a die of 8 cm2 by defects per cm2, two digits.
KNOWN = {
    YieldModel.POISSON: {0.20: 0.20, 0.15: 0.30, 0.10: 0.45, 0.07: 0.57, 0.05: 0.67},
    YieldModel.MURPHY: {0.20: 0.25, 0.15: 0.34, 0.10: 0.47, 0.07: 0.59, 0.05: 0.68},
    YieldModel.NEGATIVE_BINOMIAL: {0.20: 0.28, 0.15: 0.36, 0.10: 0.49, 0.07: 0.60, 0.05: 0.69},
    YieldModel.SEEDS: {0.20: 0.38, 0.15: 0.45, 0.10: 0.56, 0.07: 0.64, 0.05: 0.71},
}


@pytest.mark.parametrize("model", YieldModel)
def test_yields_are_those_of_the_literature(model: YieldModel) -> None:
    for density, share in KNOWN[model].items():
        assert DefectLearning(model).die_yield(800.0, density) == pytest.approx(share, abs=0.006)


def test_clusters_of_one_are_seeds() -> None:
    clustered = DefectLearning(YieldModel.NEGATIVE_BINOMIAL, cluster_alpha=1.0)
    assert clustered.die_yield(800.0, 0.1) == pytest.approx(DefectLearning(YieldModel.SEEDS).die_yield(800.0, 0.1))


@pytest.mark.parametrize(("area", "dies"), [(814.0, 63.5), (400.0, 143.4)])
def test_dies_of_a_wafer_lose_the_edge(area: float, dies: float) -> None:
    assert gross_dies_per_wafer(area) == pytest.approx(dies, abs=0.5)


def test_a_step_curve_holds_its_last_value() -> None:
    assert [by_age((0.2, 0.5, 1.0), age) for age in (-1, 0, 1, 2, 9)] == [0.0, 0.2, 0.5, 1.0, 1.0]


def test_steps_add_up_to_the_curve() -> None:
    curve = (0.2, 0.2, 0.9, 0.7)
    assert [age for age, _ in steps(curve)] == [0, 2, 3]
    assert [sum(rise for age, rise in steps(curve) if age <= now) for now in range(4)] == pytest.approx(curve)
