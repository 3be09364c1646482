"""Markets: their shares of demand, and the power that can be switched on in them."""

from inputs.rows import Row, between, by_period, table
from inputs.world.horizon import CALENDAR

USA, CHINA, EUROPE, GULF = "USA", "China", "EU and UK", "Gulf"
EAST_ASIA, OTHER, ELSEWHERE = "Japan, Korea, Taiwan", "India, SE Asia, other", "World, other chips"

SHARES_PCT = {
    USA: (68, 60, 55),
    CHINA: (8, 9, 10),
    EUROPE: (7, 9, 10),
    GULF: (5, 8, 9),
    EAST_ASIA: (7, 7, 7),
    OTHER: (5, 7, 9),
}
"""Per cent of the world's packages in 2026, 2030 and 2035."""
SHARE_YEARS = (2026, 2030, 2035)

MARKETS = table(
    "market bloc source note",
    (USA, "Allied", "share of demand 68, 60, 55 % in 2026, 2030, 2035 (Epoch AI clusters and owners); confidence M",
     ""),
    (CHINA, "China", "share of demand 8, 9, 10 % in 2026, 2030, 2035 (Epoch AI); confidence M", ""),
    (EUROPE, "Allied", "share of demand 7, 9, 10 % in 2026, 2030, 2035 (Epoch AI); confidence M", ""),
    (GULF, "Gulf", "share of demand 5, 8, 9 % in 2026, 2030, 2035 (licences of Nov 2025); confidence M", ""),
    (EAST_ASIA, "Allied", "share of demand 7 %; confidence L", ""),
    (OTHER, "Neutral", "share of demand 5, 7, 9 % in 2026, 2030, 2035; confidence L", ""),
    (ELSEWHERE, "", "choice of this case; confidence H",
     "phones, computers and memory, wherever they are sold: one market, without power"),
)  # fmt: skip

_ADDED_GW = {
    2026: 32, 2027: 36, 2028: 42, 2029: 48, 2030: 54, 2031: 59, 2032: 64, 2033: 69, 2034: 74, 2035: 79, 2036: 83,
}  # fmt: skip
"""Power for new accelerators that the world switches on in a year: 188 GW from 2026Q4 to 2030."""
_MW_SHARES_PCT = {
    USA: (64, 58, 53), CHINA: (8.5, 8, 7.5), EUROPE: (7, 9, 10), GULF: (7, 10, 12), EAST_ASIA: (7.5, 7.5, 7.5),
    OTHER: (6, 7.5, 10),
}  # fmt: skip
_POWER = (
    "energised all in, with what is freed by accelerators taken out: about 188 GW from 2026Q4 to 2030, between"
    " McKinsey's"
    " high case (205, Apr 2025) and its base (125); SemiAnalysis Mar 2026: near 200; split by market: estimate;"
    " confidence L"
)
_TURBINES = "gas turbines are sold out to 2030-31 and transformers take up to 4 years (review of Nov 2026)"


def deployment() -> list[Row]:
    """Return the rows of the deployment sheet: MW of accelerators to date since the start of the horizon."""
    rows: list[Row] = []
    for market, shares in _MW_SHARES_PCT.items():
        points = {year + 0.5: float(share) for year, share in zip(SHARE_YEARS, shares, strict=True)}
        added = by_period(
            CALENDAR,
            lambda start, end, of=points: 1000 * _ADDED_GW[int(start)] * (end - start) * between(of, start) / 100,  # type: ignore[misc]
            3,
        )
        values = tuple(round(sum(added[: t + 1])) for t in CALENDAR.horizon)
        rows.append({"market": market, "values": values, "source": _POWER, "note": _TURBINES})
    return rows


def share_at(market: str, at: float) -> float:
    """Return the share of the world's packages that a market wants."""
    points = {year + 0.5: float(share) for year, share in zip(SHARE_YEARS, SHARES_PCT[market], strict=True)}
    return between(points, at) / 100
