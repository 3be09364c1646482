"""Every site of a map can be seen and pointed at: the centre of its circle lies in no other circle."""

from itertools import permutations
from math import hypot, pi, sqrt
from random import Random

import pandas as pd
import pytest

from planner.charts import apart as module
from planner.charts import site_years
from planner.charts.apart import FREE, apart
from planner.charts.labels import Spot
from tests.inputs.measures import case_of


def _covered(spots: list[Spot], points: list[tuple[float, float]]) -> list[tuple[str, str]]:
    """Return the pairs of which one covers the centre of the other."""
    pairs = permutations(zip(spots, points, strict=True), 2)
    return [
        (one.text, other.text)
        for (one, (x, y)), (other, (u, v)) in pairs
        if hypot(x - u, y - v) < one.radius + FREE - 0.01
    ]


def test_places_with_space_around_them_stay_where_they_are() -> None:
    spots = [Spot("A", 100, 100, 10), Spot("B", 120, 100, 10)]
    assert apart(spots, 300, 200) == [(100, 100), (120, 100)]


@pytest.mark.parametrize("seed", range(20))
def test_close_places_are_parted_inside_the_picture(seed: int) -> None:
    draw = Random(seed)
    spots = [
        Spot(str(at), 150 + draw.choice((0, 5, 20)), 60 + draw.choice((0, 5, 20)), draw.uniform(5, 20))
        for at in range(8)
    ]
    points = apart(spots, 300, 200)
    assert _covered(spots, points) == []
    for spot, (x, y) in zip(spots, points, strict=True):
        assert spot.radius <= x <= 300 - spot.radius
        assert spot.radius <= y <= 200 - spot.radius


def test_many_places_are_compared_a_limited_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    draw, distance, compared = Random(1), module._distance, 0

    def counted(one: tuple[float, float], other: tuple[float, float]) -> float:
        nonlocal compared
        compared += 1
        return distance(one, other)

    monkeypatch.setattr(module, "_distance", counted)
    spots = [Spot(str(at), draw.uniform(0, 900), draw.uniform(0, 400), 10) for at in range(400)]
    assert len(set(apart(spots, 900, 400))) == 400
    assert 400 * 399 / 2 < compared < 5_000_000, "each pair in some rounds, and again where it is parted"


def test_places_that_cannot_all_have_space_stay_where_they_are() -> None:
    draw = Random(1)
    spots = [Spot(str(at), draw.uniform(0, 300), draw.uniform(0, 200), 20) for at in range(200)]
    assert apart(spots, 300, 200) == [(spot.x, spot.y) for spot in spots]


@pytest.mark.parametrize("seed", range(5))
def test_no_site_of_the_world_is_covered_in_any_period(seed: int) -> None:
    """Sites of the world case with phases drawn at random: some under construction, some online, some not at all."""
    draw = Random(seed)
    rows = [
        (site.name, site.latitude, site.longitude, t, str(t), draw.randrange(8), draw.randrange(4), "yes")
        for site in case_of("world.xlsx").sites.values()
        for t in range(4)
    ]
    columns = ["site", "latitude", "longitude", "period", "label", "online", "building", "committed"]
    drawn = site_years.declare(pd.DataFrame(rows, columns=columns), 3, "")["datasets"]["sites"]
    assert len({row["site"] for row in drawn}) >= 20
    for t in range(4):
        shown = [row for row in drawn if row["period"] == t]
        spots = [
            Spot(row["site"], row["x"], row["y"], sqrt(max(40, 90 * (row["online"] + row["building"])) / pi))
            for row in shown
        ]
        assert _covered(spots, [(spot.x, spot.y) for spot in spots]) == []
