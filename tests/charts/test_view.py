"""The part of the world that a map shows."""

from itertools import pairwise

import pytest

from planner.charts.theme import WIDTH
from planner.charts.world import View, panels_of, view_of

EAST_ASIA = ((25.0, 121.0), (35.7, 139.7), (37.5, 127.0), (1.3, 103.8))
WORLD = (*EAST_ASIA, (33.4, -112.0), (51.0, 13.7), (-33.9, 151.2))


@pytest.mark.parametrize("places", [EAST_ASIA, WORLD, EAST_ASIA[:1]])
def test_a_view_holds_its_places_and_is_neither_flat_nor_tall(places: tuple[tuple[float, float], ...]) -> None:
    view = view_of([latitude for latitude, _ in places], [longitude for _, longitude in places])
    for latitude, longitude in places:
        assert 0 < view.across(longitude) < WIDTH
        assert 0 < view.down(latitude) < view.height
    assert 0.35 * WIDTH < view.height < 0.58 * WIDTH


def test_places_that_are_close_take_the_room_of_the_map() -> None:
    view = view_of([latitude for latitude, _ in EAST_ASIA], [longitude for _, longitude in EAST_ASIA])
    apart = view.across(139.7) - view.across(103.8)
    assert apart > 0.3 * WIDTH
    assert apart > 3 * (View().across(139.7) - View().across(103.8))


def test_without_places_the_whole_world_is_shown() -> None:
    assert view_of([], []) == View()


def test_places_an_ocean_apart_have_panels_of_their_own_that_leave_the_ocean_out() -> None:
    panels = panels_of(WORLD)
    views = list(dict.fromkeys(panels.values()))
    assert len(views) == 3, "America, Europe, and East Asia with Australia"
    for latitude, longitude in WORLD:
        view = panels[longitude]
        assert view.left < view.across(longitude) < view.left + view.width <= WIDTH + 1e-9
        assert 0 < view.down(latitude) < view.height
    assert len({round(view.height) for view in views}) == 1
    assert all(one.left + one.width < other.left for one, other in pairwise(views))
    # Without Australia, East Asia is shown more than twice as large as on one map of all places.
    north = [place for place in WORLD if place[0] > 0]
    one_map = view_of(*zip(*north, strict=True))
    assert panels_of(north)[121.0].per_radian > 2 * one_map.per_radian
    assert panels_of([]) == {}
    assert panels_of(EAST_ASIA)[121.0] == view_of(*zip(*EAST_ASIA, strict=True))
