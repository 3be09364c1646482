"""Deliveries of EUV scanners that the case may install."""

from inputs.industry.curves import WORLD_A_YEAR
from inputs.rows import Row, by_period
from inputs.world.horizon import CALENDAR

AVAILABLE_PCT = 50.0
"""65 % go to logic, of which AI takes 65 % (N3: 86 %, N2: 40 %); of the 35 % for DRAM, HBM takes 22 %."""

_SOURCE = (
    "ASML: 60 or more in 2026, capacity about 80 in 2027, Investor Day 2022: 90; SemiAnalysis: about 100 in 2030;"
    " extrapolated after; confidence M to 2028, then L"
)
_NOTE = f"{AVAILABLE_PCT:g} % of the world's deliveries: 65 % to logic x 65 % for AI, 35 % to DRAM x 22 % for HBM"


def tools() -> list[Row]:
    """Return the rows of the tools sheet."""

    def delivered(start: float, end: float) -> float:
        return WORLD_A_YEAR[int(start)] * (end - start) * AVAILABLE_PCT / 100

    return [{"tool": "EUV scanner", "values": by_period(CALENDAR, delivered, 3), "source": _SOURCE, "note": _NOTE}]
