"""The colours of all reports, native charts and pictures alike."""

from collections.abc import Sequence

NAVY, TEAL, MINT, AMBER, ORANGE, RED = "1F3A5F", "2A8C82", "A8D5CF", "F2C14E", "E08E45", "C8553D"
INK, GREY, RULE, PAPER = "222B36", "6B7785", "D5DBE1", "F3F5F8"

SHIPPED, SHORT = TEAL, RED
"""Red is for what is missing and for nothing else."""
CONSTRUCTION, TOOL_IN, RAMP, FULL = AMBER, ORANGE, MINT, TEAL

SERIES = (NAVY, TEAL, "6FA8DC", AMBER, "8C6BB1", MINT, "C3D470", "B08968")
"""Colours of series side by side, distinct for colour-blind readers too; the rest is grey."""
OTHERS = "9AA3AD"


def series_colors(names: Sequence[str], with_others: bool) -> list[str]:
    """Return a colour for each name; the last is that of the others where there are any."""
    colors = [SERIES[place % len(SERIES)] for place in range(len(names))]
    return [*colors[:-1], OTHERS] if with_others and colors else colors
