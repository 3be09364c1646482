"""Pictures of charts, where the extra `charts` is installed."""

import json
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

_SCALE = 1.4  # pixels of the picture for each of the chart: 130 to the inch on paper


def available() -> bool:
    """Say whether charts can be drawn here."""
    return find_spec("vl_convert") is not None


def png(chart: Mapping[str, Any]) -> bytes:
    """Return a chart as a picture."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(json.dumps(chart), scale=_SCALE))


def svg(chart: Mapping[str, Any]) -> str:
    """Return a chart as a drawing."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(json.dumps(chart)))
