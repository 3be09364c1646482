"""When a phase is paid and how its output grows.

Of the shell, 10 % is due during permits and design (the first 40 % of the building time), 80 % during construction and
10 % while tools move in. Of the equipment, 15 % is due as deposits in the last four quarters of construction, 60 %
while tools are installed and 25 % in the year after first output. Expansions need no new permits.
"""

from inputs.rows import Row, table

SHELL, EQUIPMENT = 22.0, 78.0
_PERMIT = 0.4
_DECIMALS = 10
_RAMP_QUARTERS = 4
_SOURCE = "derived: shell 22 / equipment 78; building: Exyte Feb 2025; tool install: SEMI; confidence M"

PROFILES: dict[str, tuple[int, int, bool]] = {
    "new site 10 q": (6, 4, False),
    "new site 11 q": (7, 4, False),
    "new site 13 q": (8, 5, False),
    "new site 17 q": (12, 5, False),
    "new site 21 q": (12, 9, False),
    "expansion 9 q": (5, 4, True),
    "expansion 10 q": (5, 5, True),
    "expansion 13 q": (8, 5, True),
    "expansion 17 q": (8, 9, True),
    "packaging 8 q": (5, 3, False),
    "packaging expansion 5 q": (2, 3, True),
}
"""Quarters of building, quarters of tool installation, and whether permits are there already."""


def shares(building: int, installing: int, expansion: bool) -> list[float]:
    """Return the share of capex due in each quarter from the decision, in per cent, 100 together."""
    permit = 0.0 if expansion else _PERMIT * building
    output = building + installing
    exact = [0.0] * (output + _RAMP_QUARTERS)
    _spread(exact, 0.10 * SHELL, 0.0, permit)
    _spread(exact, 0.80 * SHELL if permit else 0.90 * SHELL, permit, building)
    _spread(exact, 0.15 * EQUIPMENT, max(0.0, building - 4.0), building)
    _spread(exact, 0.10 * SHELL + 0.60 * EQUIPMENT, building, output)
    _spread(exact, 0.25 * EQUIPMENT, output, output + _RAMP_QUARTERS)
    return [round(share, _DECIMALS) for share in exact]


def _spread(exact: list[float], share: float, start: float, end: float) -> None:
    for quarter in range(len(exact)):
        overlap = min(end, quarter + 1.0) - max(start, float(quarter))
        if overlap > 0:
            exact[quarter] += share * overlap / (end - start)


def spends() -> list[Row]:
    """Return the rows of the spends sheet."""
    return [
        {"spend": name, "offset_periods": quarter, "share_pct": share, "source": _SOURCE}
        for name, profile in PROFILES.items()
        for quarter, share in enumerate(shares(*profile))
    ]


_RAMPS = "S-curve fit; C. C. Wei: 1-2 years from first output to full"

RAMPS = table(
    "ramp age_periods share_pct source",
    *((name, age, share, f"{_RAMPS}; confidence {confidence}")
      for name, curve, confidence in (
          ("Taiwan and Korea", (20, 45, 70, 90, 100), "M"),
          ("Japan, Singapore, China", (15, 35, 60, 80, 95, 100), "L"),
          ("US and Europe", (15, 30, 50, 70, 85, 100), "L"),
          ("entrant", (10, 20, 32, 45, 58, 70, 82, 92, 100), "L"),
          ("packaging", (40, 70, 90, 100), "L"),
      )
      for age, share in enumerate(curve)),
)  # fmt: skip
