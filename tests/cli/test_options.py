"""Times and gaps as people write them."""

import math
from pathlib import Path

import pytest

from planner.solver.quantities import gap_of, minutes_of, seconds_of
from tests.cli.commands import STARTER, planner


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("90", 90), ("0.5", 0.5), (90.0, 90), ("90s", 90), ("10m", 600), ("10 min", 600), ("1h30m", 5_400),
        ("1h 30m", 5_400), ("1.5h", 5_400), ("2H", 7_200), ("1h5s", 3_605), ("2 minutes", 120), ("inf", math.inf),
    ],
)  # fmt: skip
def test_a_time_is_seconds_or_has_units(written: str | float, seconds: float) -> None:
    assert seconds_of(written) == seconds


@pytest.mark.parametrize("written", ["", "ten", "0", "-5", "0m", "nan", "10 x", "m10", "1.2.3s", "10m5h", "1:30"])
def test_any_other_time_is_refused_with_the_forms_that_are_accepted(written: str) -> None:
    with pytest.raises(ValueError, match=r"is not a time above 0: write seconds, or units as in 90s, 10m or 1h30m"):
        seconds_of(written)


@pytest.mark.parametrize(("written", "minutes"), [("60", 60), ("90s", 1.5), ("10m", 10), ("2h", 120)])
def test_a_plain_number_of_the_server_is_minutes(written: str, minutes: float) -> None:
    assert minutes_of(written) == minutes


@pytest.mark.parametrize(
    ("written", "share"), [("0.01", 0.01), (1e-4, 1e-4), ("1%", 0.01), ("0.5 %", 0.005), ("0", 0), ("0%", 0)]
)
def test_a_gap_is_a_share_or_per_cent(written: str | float, share: float) -> None:
    assert gap_of(written) == pytest.approx(share)


@pytest.mark.parametrize("written", ["1", "100%", "-1%", "%", "one", "nan", "inf", "1%%", "5 m"])
def test_any_other_gap_is_refused_with_the_forms_that_are_accepted(written: str) -> None:
    with pytest.raises(ValueError, match=r"is not a gap: write a share from 0 to below 1, such as 0.01, or per cent"):
        gap_of(written)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("solve", STARTER, "--gap", "1"), "1 is not a gap: write a share"),
        (("solve", STARTER, "--time-limit", "soon"), "soon is not a time above 0: write seconds"),
        (("serve", "--max-minutes", "soon"), "soon is not a time above 0: write minutes"),
    ],
)
def test_the_command_line_says_what_it_accepts(arguments: tuple[object, ...], words: str, tmp_path: Path) -> None:
    ended = planner(*arguments, folder=tmp_path)
    assert ended.code == 2
    assert words in " ".join(ended.err.replace("│", " ").split())


def test_a_solve_takes_a_gap_in_per_cent_and_a_time_with_its_unit(tmp_path: Path) -> None:
    ended = planner("solve", STARTER, "--gap", "60%", "--time-limit", "1m", "--json", folder=tmp_path)
    assert ended.code == 0, ended.err
    assert ended.answer["gap"] <= 0.6
