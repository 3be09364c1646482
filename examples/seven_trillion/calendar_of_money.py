"""C. The calendar of money: a steady stream of so much a year, from now, or from one, two or three years on."""

from collections.abc import Mapping
from typing import Any

from examples.seven_trillion import variants
from examples.seven_trillion.ceiling import REFERENCE, RICH
from examples.seven_trillion.runs.solving import Solves
from planner.study.variant import Variant

STREAM = 100.0
"""The stream whose beginning is varied in steps of a year; the others begin today or two years later."""
POINTS = (
    *((usd_bn, first) for usd_bn in (25.0, 50.0, 150.0) for first in (0, 8)),
    *((STREAM, first) for first in (0, 4, 8, 12)),
)
"""Billions of USD a year, and the first quarter with money."""
WIDEST = 3
"""So many points of which most is open are solved twice."""


def named(usd_bn: float, first: int) -> str:
    """Return the name of a point."""
    return f"{usd_bn:g} bn a year from quarter {first}"


def stream(reference: Variant, usd_bn: float, first: int) -> Variant:
    """Return the variant of a point."""
    return variants.with_stream(reference, named(usd_bn, first), usd_bn, first)


def calendar(solves: Solves) -> Mapping[str, Any]:
    """Solve the points, the poorest first, and return what they are."""
    reference = solves.variants[REFERENCE]
    cases = {
        named(*point): stream(reference, *point) for point in sorted(POINTS, key=lambda point: (point[0], -point[1]))
    }
    others = {REFERENCE: reference, RICH: solves.variants[RICH]}
    for rich, more in (cases | others).items():
        for poor, less in (cases | others).items():
            if rich != poor and variants.pays_for_all_of(more.case, less.case):
                solves.relates(rich, poor)
    solves.run(cases, REFERENCE)
    return {"points": [[usd_bn, first, named(usd_bn, first)] for usd_bn, first in POINTS]}


def widest(solves: Solves) -> list[str]:
    """Return the points of which most is open."""
    names = [named(*point) for point in POINTS]
    return sorted(names, key=lambda name: -solves.interval(name).width)[:WIDEST]
