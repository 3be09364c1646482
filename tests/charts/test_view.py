"""The part of the world that a map shows."""

from itertools import combinations

import pytest

from planner.charts.panels import Place, panels_of
from planner.charts.theme import WIDTH
from planner.charts.world import View, view_of

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


def _frame(view: View) -> tuple[float, float, float, float]:
    return view.left, view.top, view.left + view.width, view.top + view.height


ALL = (
    *((22.6, 120.3), (24.8, 121.0), (31.2, 121.5), (32.9, 130.7), (34.4, 132.5), (37.0, 127.1), (42.8, 141.7)),
    *((33.4, -112.0), (30.6, -97.4), (40.1, -82.7), (43.6, -116.2), (45.5, -122.9)),
    *((51.0, 13.7), (53.4, -6.5), (31.6, 34.8), (24.7, 46.7), (24.5, 54.4), (22.3, 72.2), (1.3, 103.8)),
)
"""Places of sites all over the world, as in the example `world`."""


@pytest.mark.parametrize("places", [WORLD, ALL, ALL[:8], ((10.0, 20.0), (11.0, 20.0), (10.0, 100.0))])
def test_every_place_is_well_inside_its_panel_and_no_panel_overlaps_another(places: tuple[Place, ...]) -> None:
    panels = panels_of(places)
    for latitude, longitude in places:
        view = panels[latitude, longitude]
        left, top, right, bottom = _frame(view)
        assert left + 10 < view.across(longitude) < right - 10
        assert top + 10 < view.down(latitude) < bottom - 10
    views = list(dict.fromkeys(panels.values()))
    frames = [_frame(view) for view in views]
    assert len(frames) > 1
    assert min(left for left, *_ in frames) == 0
    assert max(right for _, _, right, _ in frames) == pytest.approx(WIDTH)
    for (left, top, right, bottom), (other_left, other_top, other_right, other_bottom) in combinations(frames, 2):
        assert right <= other_left or other_right <= left or bottom <= other_top or other_bottom <= top
    # Nothing is left between panels but the gaps.
    tall = max(bottom for *_, bottom in frames)
    assert sum(view.width * view.height for view in views) > 0.95 * WIDTH * tall


def test_where_many_places_are_close_they_are_shown_largest() -> None:
    panels = panels_of(ALL)
    korea, america = panels[37.0, 127.1], panels[33.4, -112.0]
    assert panels[22.6, 120.3] == panels[42.8, 141.7] == korea
    assert panels[1.3, 103.8] != korea, "a place far to the south would make all others small"
    assert korea.per_radian > 1.5 * america.per_radian
    assert korea.per_radian > 3.5 * View().per_radian
    assert 2 <= len(set(panels.values())) <= 6


def test_places_close_together_are_one_map_and_many_far_apart_are_at_most_six() -> None:
    assert panels_of([]) == {}
    close = ((25.0, 121.0), (35.7, 139.7), (37.5, 127.0))
    assert set(panels_of(close).values()) == {view_of(*zip(*close, strict=True))}
    scattered = [(latitude, float(longitude)) for latitude in (-30.0, 0.0, 45.0) for longitude in range(-150, 180, 60)]
    assert len(set(panels_of(scattered).values())) <= 6
