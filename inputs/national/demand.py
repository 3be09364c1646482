"""Demand of the programme: the Gulf's own demand and an export share, less what contracts already supply."""

from inputs.industry.curves import WORLD_MILLION
from inputs.industry.nodes import COWOS, HBM, N2, N3
from inputs.national.goods import GPU_N2, GPU_N3, REGIONAL
from inputs.national.horizon import CALENDAR
from inputs.national.places import SOUTH_TAIWAN, YONGIN
from inputs.rows import Row, between, by_period, table

GULF_MARKET, EXPORT = "Gulf", "Export"
SHARES_PCT = {
    GULF_MARKET: {2026: 5.0, 2030: 8.0, 2035: 9.0},
    EXPORT: {2028: 0.0, 2030: 1.2, 2035: 4.2},
}
"""Shares of the world's demand at mid-year."""

MARKETS = table(
    "market bloc source note",
    (GULF_MARKET, "Gulf", "share of demand 5, 8, 9 % in 2026, 2030, 2035 (licences of Nov 2025); confidence M",
     "UAE and KSA, the clouds of US operators there included"),
    (EXPORT, "Neutral",
     "0 in 2028, 1.2 % of the world's demand in 2030, 4.2 % in 2035: aim of the programme; confidence L",
     "India, South-East Asia, Africa and what partners take"),
)  # fmt: skip

_YEARS = tuple(range(2026, 2037))
LIVES_PCT = {
    #           2026  27  28  29  30  31  32  33  34  35  36
    GPU_N3:     (56, 54, 52, 44, 30, 18, 12,  9,  8,  8,  8),
    GPU_N2:     (10, 14, 18, 28, 42, 54, 58, 60, 60, 60, 60),
    REGIONAL:   (34, 32, 30, 28, 28, 28, 30, 31, 32, 32, 32),
}  # fmt: skip
"""Shares of demand by year: the world case's mix outside China, gathered into three classes."""

_SOURCE = "world: JPM 2025-26, NVIDIA GTC 2026, AMD TAM, extrapolated from 2031; mix: road maps and assumption"


def demand() -> list[Row]:
    """Return the rows of the demand sheet."""
    return [
        {"product": product, "market": market, "values": _kunits(life, share), "source": f"{_SOURCE}; confidence L"}
        for market, share in SHARES_PCT.items()
        for product, life in LIVES_PCT.items()
    ]


def _kunits(life: tuple[int, ...], share: dict[int, float]) -> tuple[float, ...]:
    """Return thousand packages by quarter: yearly rates stand at mid-year, with straight lines between."""
    world = {year + 0.5: million for year, million in WORLD_MILLION.items()}
    lives = {year + 0.5: float(pct) for year, pct in zip(_YEARS, life, strict=True)}
    shares = {year + 0.5: pct for year, pct in share.items()}

    def kunits(start: float, end: float) -> float:
        middle = (start + end) / 2
        million_a_year = between(world, middle) * between(lives, middle) / 100 * between(shares, middle) / 100
        return million_a_year * (end - start) * 1000

    return by_period(CALENDAR, kunits, 1)


_CONTRACTS = {
    (SOUTH_TAIWAN, N3): {2026.75: 6.0, 2029.0: 8.0},
    (SOUTH_TAIWAN, N2): {2026.75: 0.8, 2030.0: 3.0},
    (SOUTH_TAIWAN, COWOS): {2026.75: 5.5, 2029.0: 8.0},
    (YONGIN, HBM): {2026.75: 17.0, 2029.0: 24.0},
}
"""kwspm by date. A licence for 700,000 packages a year takes about 7 kwspm of N3, 19 of HBM and 5.5 of packaging."""

_CONTRACT = (
    "what the licensed volume takes: UAE framework of 500 k a year (Reuters May 2025), Humain up to 600 k in 3 years;"
    " growth to 2029: assumption; confidence L"
)


def contracts() -> list[Row]:
    """Return the rows of the capacity sheet: makers' capacity that contracts tie to the Gulf."""
    return [
        {
            "site": site,
            "node": node,
            "uses_tools": False,
            "values": by_period(CALENDAR, lambda _, end, points=points: between(points, end), 2),  # type: ignore[misc]
            "source": _CONTRACT,
            "note": "makers' own fabs and scanners",
        }
        for (site, node), points in _CONTRACTS.items()
    ]
