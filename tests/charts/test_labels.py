"""Names beside points: none over another, all inside the picture, the nearest free place first."""

from itertools import combinations

from planner.charts.labels import Spot, placed

CROWD = [Spot(f"site {i} 10.0", 300 + 5 * i, 200 + 3 * (i % 4), 6.0) for i in range(10)]


def test_names_of_a_crowd_do_not_overlap() -> None:
    boxes = placed(CROWD, 600, 400)
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_a_name_alone_stands_to_the_right_of_its_point() -> None:
    (box,) = placed([Spot("alone", 100, 100, 5.0)], 600, 400)
    assert box.left >= 105
    assert box.top < 100 < box.top + box.height


def test_a_name_at_the_right_edge_stands_to_the_left() -> None:
    (box,) = placed([Spot("at the edge", 590, 100, 5.0)], 600, 400)
    assert box.left + box.width <= 585


def test_where_no_place_is_free_there_is_still_a_box_for_every_name() -> None:
    assert len(placed([Spot("x" * 80, 10, 10, 5.0)] * 30, 100, 40)) == 30
