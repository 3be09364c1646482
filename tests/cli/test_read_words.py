"""What `planner read` prints for a person: few digits, money in bn USD, and no dust of a solver's tolerances."""

import pytest

from planner.cli.commands.read import shown


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (3.7e-13, "usd_bn", "0 bn USD"),
        (-3.7e-13, "usd_bn", "0 bn USD"),
        (12.265400000000001, "usd_bn", "12.265 bn USD"),
        (15120.0, "kunits", "15,120 kunits"),
        (607.183392, "kunits", "607.2 kunits"),
        (95.984237, "%", "96.0 %"),
        (99.9962, "%", "99.996 %"),
        (100.0, "%", "100 %"),
        (0.000123456, "fraction", "0.000123 of the objective"),
        (7, "phases", "7 phases"),
        ("optimal", "", "optimal"),
    ],
)
def test_a_value_is_shown_without_rounding_noise(value: str | int | float, unit: str, told: str) -> None:
    assert shown(value, unit) == told
