"""Markets and demand: the world's blended accelerators, cut by product life and by market."""

from inputs.industry.curves import WORLD_MILLION
from inputs.rows import Row, between, by_period, table
from inputs.world.horizon import CALENDAR
from inputs.world.products import AFTER, ASCEND, B300, FEYNMAN, H200, MI400, RUBIN, TPU7, TPU8, TRAINIUM, ULTRA

CHINA, GULF = "China", "Gulf"
MARKETS = table(
    "market bloc source",
    ("USA", "Allied", "share of demand 68, 60, 55 % in 2026, 2030, 2035 (Epoch AI clusters and owners); confidence M"),
    (CHINA, "China", "share of demand 8, 9, 10 % in 2026, 2030, 2035 (Epoch AI); confidence M"),
    ("EU and UK", "Allied", "share of demand 7, 9, 10 % in 2026, 2030, 2035 (Epoch AI); confidence M"),
    (GULF, "Gulf", "share of demand 5, 8, 9 % in 2026, 2030, 2035 (licences of Nov 2025); confidence M"),
    ("Japan", "Allied", "share of demand 4 %; confidence L"),
    ("Korea and Taiwan", "Allied", "share of demand 3 %; confidence L"),
    ("India, SE Asia, other", "Neutral", "share of demand 5, 7, 9 % in 2026, 2030, 2035; confidence L"),
)

_YEARS = (2026, 2030, 2035)
MARKET_SHARES_PCT = {
    "USA": (68, 60, 55),
    CHINA: (8, 9, 10),
    "EU and UK": (7, 9, 10),
    GULF: (5, 8, 9),
    "Japan": (4, 4, 4),
    "Korea and Taiwan": (3, 3, 3),
    "India, SE Asia, other": (5, 7, 9),
}

_LIFE_YEARS = tuple(range(2026, 2037))
LIVES_PCT = {
    #          2026  27  28  29  30  31  32  33  34  35  36
    B300:     (50, 20,  5,  0,  0,  0,  0,  0,  0,  0,  0),
    RUBIN:    ( 4, 28, 32, 20,  8,  0,  0,  0,  0,  0,  0),
    ULTRA:    ( 0,  3, 14, 22, 18,  8,  2,  0,  0,  0,  0),
    FEYNMAN:  ( 0,  0,  1,  8, 20, 25, 20, 10,  3,  0,  0),
    AFTER:    ( 0,  0,  0,  0,  2, 14, 26, 38, 45, 48, 48),
    MI400:    ( 2,  6,  7,  8,  8,  9,  9,  9,  9,  9,  9),
    TPU7:     (22, 18,  9,  3,  0,  0,  0,  0,  0,  0,  0),
    TPU8:     ( 0,  7, 14, 19, 22, 22, 21, 21, 21, 21, 21),
    TRAINIUM: (22, 18, 18, 20, 22, 22, 22, 22, 22, 22, 22),
}  # fmt: skip
"""Shares of the demand outside China by year: products enter, peak and leave."""

CHINA_LIVES_PCT = {
    H200:     (45, 45, 40, 30, 25, 25, 25, 25, 25, 25, 25),
    ASCEND:   (55, 55, 60, 70, 75, 75, 75, 75, 75, 75, 75),
}  # fmt: skip
"""Shares of the demand in China: H200-class under licence (BIS Jan 2026), the rest SMIC and Huawei."""

_SOURCE = (
    "world: JPM 2025-26, NVIDIA GTC 2026, AMD TAM, extrapolated from 2031; market shares: Epoch AI; product mix:"
    " road maps and assumption; confidence M until 2027, then L"
)
_CHINA_SOURCE = (
    "world: JPM 2025-26, extrapolated; market share: Epoch AI; H200-class case by case up to half of the US volume"
    " (BIS Jan 2026), mix assumed; confidence L"
)


def _mid_year(values: tuple[int, ...], years: tuple[int, ...]) -> dict[float, float]:
    return {year + 0.5: float(value) for year, value in zip(years, values, strict=True)}


_WORLD = {year + 0.5: million for year, million in WORLD_MILLION.items()}


def demand() -> list[Row]:
    """Return the rows of the demand sheet."""
    return [
        {
            "product": product,
            "market": market,
            "values": _kunits(life, MARKET_SHARES_PCT[market]),
            "source": _CHINA_SOURCE if market == CHINA else _SOURCE,
        }
        for market in MARKET_SHARES_PCT
        for product, life in (CHINA_LIVES_PCT if market == CHINA else LIVES_PCT).items()
    ]


def _kunits(life: tuple[int, ...], share: tuple[int, ...]) -> tuple[float, ...]:
    """Return thousand packages by quarter: yearly rates stand at mid-year, with straight lines between."""
    lives, shares = _mid_year(life, _LIFE_YEARS), _mid_year(share, _YEARS)

    def kunits(start: float, end: float) -> float:
        middle = (start + end) / 2
        million_a_year = between(_WORLD, middle) * between(lives, middle) / 100 * between(shares, middle) / 100
        return million_a_year * (end - start) * 1000

    return by_period(CALENDAR, kunits, 1)
