"""The outline of the land: sound rings with their source noted."""

import json
from pathlib import Path

import planner.charts

LAND = json.loads((Path(planner.charts.__file__).parent / "land.json").read_text(encoding="utf-8"))


def test_the_source_of_the_outline_is_noted() -> None:
    assert "Natural Earth" in LAND["source"]
    assert "public domain" in LAND["source"]


def test_rings_are_closed_and_lie_on_the_globe() -> None:
    rings = [ring for polygon in LAND["coordinates"] for ring in polygon]
    assert len(rings) > 100
    for ring in rings:
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert all(-180 <= longitude <= 180 and -90 <= latitude <= 90 for longitude, latitude in ring)
