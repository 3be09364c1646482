"""What `planner read` prints for a person: money in bn USD, and no dust of a solver's tolerances."""

import pytest

from planner.cli.read import shown


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (3.7e-13, "0"),
        (-3.7e-13, "0"),
        (12.265400000000001, "12.2654"),
        (15120.0, "15,120"),
        (7, "7"),
        ("optimal", "optimal"),
    ],
)
def test_a_value_is_told_without_dust(value: str | int | float, told: str) -> None:
    assert shown(value) == told
