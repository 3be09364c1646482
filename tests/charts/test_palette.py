"""Colours side by side can be distinguished by everybody, in light and in dark mode."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import planner
from planner.charts.palette import CONSTRUCTION, FULL, OTHERS, RAMP, SERIES, SHORT, TOOL_IN

_SCRIPT = (Path(planner.__file__).parent / "web" / "static" / "charts.js").read_text(encoding="utf-8")
DARK = {one[1:]: other[1:] for one, other in re.findall(r'"(#\w{6})": "(#\w{6})"', _SCRIPT)}
# How linear red, green and blue reach eyes without one kind of cone (Machado, Oliveira and Fernandes, 2009).
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no long": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no middle": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no short": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
_TO_XYZ = np.array(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)))
_WHITE = np.array((0.9505, 1.0, 1.089))
_APART = 12.0
"""Distance in CIE L*a*b*; two is what eyes can just see side by side."""


def _linear(colour: str) -> npt.NDArray[np.float64]:
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _seen(colour: str, eyes: str) -> npt.NDArray[np.float64]:
    xyz = _TO_XYZ @ np.clip(np.array(EYES[eyes]) @ _linear(colour), 0, 1) / _WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array((116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])))


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "colours", [(*SERIES, OTHERS, SHORT), (CONSTRUCTION, TOOL_IN, RAMP, FULL)], ids=["series", "stages"]
)
def test_colours_side_by_side_are_distinguished(colours: tuple[str, ...], theme: str, eyes: str) -> None:
    shown = [DARK[colour] for colour in colours] if theme == "dark" else list(colours)
    for one, other in combinations(shown, 2):
        assert np.linalg.norm(_seen(one, eyes) - _seen(other, eyes)) > _APART, (one, other)
