"""Deliveries of EUV scanners that the case may install."""

from inputs.rows import Row, by_period
from inputs.world.horizon import CALENDAR

WORLD_A_YEAR = {
    2026: 65.0, 2027: 85.0, 2028: 105.0, 2029: 110.0, 2030: 114.0, 2031: 118.0,
    2032: 122.0, 2033: 126.0, 2034: 130.0, 2035: 134.0, 2036: 138.0,
}  # fmt: skip
"""Low-NA tools that ASML ships."""

AVAILABLE_PCT = 90.0
"""The rest goes to research, to 7 nm with EUV, and stands as spares."""
PRODUCTIVITY_PCT = 5.0

_SOURCE = (
    "ASML: about 65 low-NA in 2026, 85 in 2027, 110 or more eyed for 2028 (press Jul 2026), here 105; SemiAnalysis:"
    " about 100 in 2030; 3 % a year after; throughput 5 % a year: from 220 to 330 wafers an hour by 2030 for new tools"
    " (Reuters 23 Feb 2026), upgrades of part of the field; confidence M to 2028, then L"
)
_NOTE = (
    f"{AVAILABLE_PCT:g} % of the world's deliveries: the rest for research, EUV at 7 nm and spares, estimate; whole"
    " nodes and DRAM take them, not AI alone; conflict: 62, 80 and 90 in the sums of early 2026"
)


def tools() -> list[Row]:
    """Return the rows of the tools sheet."""

    def delivered(start: float, end: float) -> float:
        return WORLD_A_YEAR[int(start)] * (end - start) * AVAILABLE_PCT / 100

    return [
        {
            "tool": "EUV scanner",
            "productivity_growth_pct": PRODUCTIVITY_PCT,
            "values": by_period(CALENDAR, delivered, 3),
            "source": _SOURCE,
            "note": _NOTE,
        }
    ]
