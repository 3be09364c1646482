"""The order forecast, and the fabs that run or are committed."""

from inputs.foundry.goods import ASIC, GPU_A16, GPU_N3, GPU_N5, NETWORK, PHONE
from inputs.foundry.horizon import CALENDAR
from inputs.foundry.nodes import N7
from inputs.foundry.places import CHIAYI, HSINCHU, PHOENIX, TAINAN
from inputs.industry.nodes import A16, COWOS, N2, N3, N5
from inputs.rows import Row, between, by_period, table

CUSTOMERS = "Customers"
MARKETS = table("market source", (CUSTOMERS, "one market: export rules are left out; confidence L"))

ORDERS_MILLION = {
    GPU_N5:  {2026: 2.6, 2027: 1.6, 2028: 0.7, 2029: 0.0},
    GPU_N3:  {2026: 0.4, 2027: 1.9, 2028: 3.9, 2029: 4.6, 2030: 3.4, 2031: 1.6, 2032: 0.7, 2034: 0.3},
    GPU_A16: {2027: 0.0, 2028: 0.3, 2029: 1.1, 2030: 2.7, 2031: 4.6, 2032: 6.2, 2033: 7.0, 2034: 7.7},
    ASIC:    {2026: 2.2, 2027: 3.0, 2028: 4.0, 2029: 5.2, 2030: 6.2, 2032: 7.6, 2034: 8.6},
    PHONE:   {2026: 2.8, 2028: 3.6, 2030: 4.3, 2034: 4.8},
    NETWORK: {2026: 2.4, 2028: 2.5, 2030: 2.4, 2034: 2.0},
}  # fmt: skip
_SEASON = {1: 0.80, 2: 0.85, 3: 1.25, 4: 1.10}
"""Phones are launched in autumn: what a quarter sells against the year's mean."""

_AI = "a third of what the world case asks of the class, assumption; world: JPM, NVIDIA, AMD TAM; confidence L"
_OTHER = "composite: a quarter of 1.2 bn phones a year on leading nodes, and their seasons; assumption; confidence L"


def demand() -> list[Row]:
    """Return the rows of the demand sheet."""
    return [
        {"product": product, "market": CUSTOMERS, "values": _kunits(product, points), "source": source}
        for product, points in ORDERS_MILLION.items()
        for source in (_OTHER if product in (PHONE, NETWORK) else _AI,)
    ]


def _kunits(product: str, points: dict[int, float]) -> tuple[float, ...]:
    """Return thousand sets by quarter: yearly rates stand at mid-year, with straight lines between."""
    at_mid_year = {year + 0.5: million for year, million in points.items()}

    def kunits(start: float, end: float) -> float:
        season = _SEASON[round(start % 1 * 4) + 1] if product == PHONE else 1.0
        return between(at_mid_year, (start + end) / 2) * season * (end - start) * 1000

    return by_period(CALENDAR, kunits, 1)


_FABS = {
    (HSINCHU, N7): ({2027.0: 50.0, 2029.0: 50.0, 2033.0: 20.0}, "retired from 2029 as its tools are sold"),
    (TAINAN, N5): ({2027.0: 40.0}, "may be converted once the N5 class has left"),
    (PHOENIX, N5): ({2027.0: 15.0}, ""),
    (TAINAN, N3): ({2027.0: 38.0, 2028.0: 42.0}, "last tools move in during 2027"),
    (HSINCHU, N2): ({2027.0: 10.0, 2028.5: 18.0}, "second half of the fab ramps until 2028"),
    (HSINCHU, A16): ({2027.5: 0.0, 2028.5: 6.0}, "pilot line"),
    (TAINAN, COWOS): ({2027.0: 10.0, 2032.0: 10.0, 2034.0: 4.0}, "the oldest lines leave from 2032"),
    (CHIAYI, COWOS): ({2027.0: 22.0, 2028.0: 30.0}, "second plant ramps in 2027"),
}
"""kwspm by date, with what happens to the fab."""


def fabs() -> list[Row]:
    """Return the rows of the capacity sheet."""
    source = "composite company of about a quarter of the leader's size (press, SEMI); assumption; confidence L"
    return [
        {"site": site, "node": node, "values": _kwspm(points), "source": source, "note": note}
        for (site, node), (points, note) in _FABS.items()
    ]


def _kwspm(points: dict[float, float]) -> tuple[float, ...]:
    return by_period(CALENDAR, lambda _, end: between(points, end), 2)


_SAME_SITE = "converts at the same site, as TSMC does with N5 and N3 (CFO, call on Q4 2023)"
_COST = "cost: two to three fifths of new equipment, downtime and ratio: assumption"

CONVERSIONS = table(
    "site from_node to_node lump_kwspm capex_usd_bn_per_lump downtime_periods output_ratio_pct max_lumps earliest"
    " source note",
    (TAINAN, N5, N3, 8, 1.4, 2, 85, 4, "2027Q4", f"{_SAME_SITE}; {_COST}; confidence L", ""),
    (TAINAN, N3, N2, 8, 2.0, 3, 80, 4, "2030Q1", f"{_SAME_SITE}; {_COST}; confidence L", "as the N3 class fades"),
    (HSINCHU, N7, N5, 10, 1.1, 2, 80, 2, "2027Q2", f"{_SAME_SITE}; {_COST}; confidence L", "more EUV layers"),
)  # fmt: skip
