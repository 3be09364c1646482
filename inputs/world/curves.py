"""Demand of the whole world for accelerators: packages by scenario and year, calibrated on value and power at once.

Anchors of value: AMD sees more than 500 bn USD of AI processors in 2028, and a trillion of data centres in 2030, of
which processors are about 0.7; NVIDIA has orders of a trillion to the end of 2027. Anchors of power, all in, added from
2025 to 2030: McKinsey (Apr 2025) 78 GW if constrained, 125 GW base, 205 GW high; SemiAnalysis (Mar 2026) sees what EUV
can carry end near 200. The base lies between McKinsey's base and high case: the capex of the four largest in 2026
(720-745 bn) is far above what that study assumed. From 2031 on, 5 to 7 % more a year is an extrapolation.
"""

from inputs.rows import between

BASE, LOW, HIGH = "base", "low", "high"
CHINA_CLOSED, CHINA_OPEN = "China closed", "China open"

WORLD_MILLION = {
    #       2026   27    28    29    30    31    32    33    34    35    36
    LOW:   (16.3, 13.0, 10.5,  9.5,  9.0,  9.6, 10.4, 11.4, 12.4, 13.4, 14.4),
    BASE:  (16.3, 18.2, 18.7, 19.1, 19.5, 20.8, 22.2, 23.6, 25.0, 26.4, 27.8),
    HIGH:  (16.3, 20.5, 23.0, 24.5, 26.0, 28.4, 31.0, 33.6, 36.2, 38.8, 41.4),
}  # fmt: skip
"""Million packages a year; that of 2026 is JPM's."""
FIRST_YEAR = 2026

ANCHORED = (
    "AMD TAM (500 bn in 2028, 1 tn with CPU and network in 2030), McKinsey Apr 2025 (78, 125, 205 GW from 2025 to 2030)"
)
CONFLICT = (
    "conflict: JPM (repo, Sep 2026) has 16.3 M packages in 2026 and NVIDIA's orders would give 22 M in 2027, blended at"
    " 18,000 USD; each package here is larger, dearer and draws more"
)


def mid_years(values: tuple[float, ...], first: int = FIRST_YEAR) -> dict[float, float]:
    """Return yearly rates at mid-year, for straight lines between."""
    return {first + number + 0.5: float(value) for number, value in enumerate(values)}


def million_a_year(scenario: str, at: float) -> float:
    """Return the rate of the world's demand at a time, the base's for a scenario that has none of its own."""
    return between(mid_years(WORLD_MILLION.get(scenario, WORLD_MILLION[BASE])), at)
