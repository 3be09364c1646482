"""Demand: accelerators by scenario, cut by generation, customer and market; phones, computers and memory."""

from collections.abc import Callable, Iterator
from functools import partial

from inputs.rows import Row, between, by_period, table
from inputs.world.curves import (
    ANCHORED,
    BASE,
    CHINA_CLOSED,
    CHINA_OPEN,
    CONFLICT,
    HIGH,
    LOW,
    mid_years,
    million_a_year,
)
from inputs.world.horizon import CALENDAR
from inputs.world.markets import CHINA, EAST_ASIA, ELSEWHERE, EUROPE, OTHER, SHARES_PCT, USA, share_at
from inputs.world.products import (
    AFTER,
    ASCEND,
    B300,
    FEYNMAN,
    GPUS,
    H200,
    MEMORY,
    MI400,
    OTHERS,
    OTHERS_A14,
    OWN_CHIPS,
    PHONES,
    PHONES_A14,
    PRODUCTS,
    RUBIN,
    TPU7,
    TPU8,
    TRAINIUM,
    ULTRA,
)

SCENARIOS = table(
    "scenario probability_pct source note",
    (BASE, 100, "choice of this case: one future at a time; confidence H",
     "for another one, give it the 100 %: --set 'scenarios[base].probability_pct = 0'"
     " --set 'scenarios[high].probability_pct = 100'"),
    (LOW, 0, "McKinsey Apr 2025, constrained: 78 GW from 2025 to 2030; confidence L", "a slump from 2027 on"),
    (HIGH, 0, "McKinsey Apr 2025, high: 205 GW from 2025 to 2030; confidence L", "power in the markets limits it"),
    (CHINA_CLOSED, 0, "licences are refused (guidance of NVIDIA for 2026 holds none); confidence L",
     "demand outside China is that of the base"),
    (CHINA_OPEN, 0, "H200-class up to half of the US volume (BIS Jan 2026) is bought; confidence L",
     "demand outside China is that of the base"),
)  # fmt: skip

LIVES_PCT = {
    #          2026  27  28  29  30  31  32  33  34  35  36
    B300:     (50, 18,  5,  0,  0,  0,  0,  0,  0,  0,  0),
    RUBIN:    ( 4, 27, 31, 19,  8,  0,  0,  0,  0,  0,  0),
    ULTRA:    ( 0,  3, 14, 22, 18,  8,  2,  0,  0,  0,  0),
    FEYNMAN:  ( 0,  0,  1,  8, 20, 25, 20, 10,  3,  0,  0),
    AFTER:    ( 0,  0,  0,  0,  2, 14, 26, 38, 45, 48, 48),
    MI400:    ( 2,  6,  7,  8,  8,  9,  9,  9,  9,  9,  9),
    TPU7:     (22, 20,  9,  3,  0,  0,  0,  0,  0,  0,  0),
    TPU8:     ( 0,  9, 16, 21, 23, 23, 22, 22, 22, 22, 22),
    TRAINIUM: (22, 17, 17, 19, 21, 21, 21, 21, 21, 21, 21),
}  # fmt: skip
"""Shares of the demand outside China by year: products enter, peak and leave."""

LICENSED_PCT = {
    BASE:         ( 5, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10),
    CHINA_CLOSED: ( 0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0),
    CHINA_OPEN:   (30, 45, 40, 30, 25, 25, 25, 25, 25, 25, 25),
}  # fmt: skip
"""Of China's demand, what is asked of H200-class under licence; the rest asks for SMIC and Huawei."""

HYPERSCALERS, LABS, OWN = "hyperscalers", "neoclouds and labs", "own chips"
TIERS = {HYPERSCALERS: (0.65, 1.05), LABS: (0.35, 1.0)}
"""GPUs in the USA by tier: share, and penalty against the product's."""
OWN_SHARES = {USA: 0.78, EUROPE: 0.10, EAST_ASIA: 0.06, OTHER: 0.06}
"""Where the hyperscalers run chips of their own."""

_MIX = "product mix: road maps, JPM Jan 2026 (5.0 M TPUs in 2027), assumption"
_SOURCE = f"{ANCHORED}; market shares: Epoch AI; {_MIX}; confidence M until 2027, then L"
_TIERED = f"{_SOURCE}; tiers: top-5 US hyperscalers hold 71 % (Epoch AI 2026), contracts are worth 5 % more: estimate"
_CHINA = (
    "market share: Epoch AI; H200-class case by case (BIS Jan 2026), how much is licensed: by scenario, assumed;"
    " confidence L"
)
_OF_PHONES = (
    "about 330 M phones and tablets with the newest chips a year (Counterpoint, IDC 2025), 2 % more a year; the move to"
    " A14: as N3 and N2 were taken up: estimate; confidence L"
)
_OF_OTHERS = (
    "fills N5, N3, N2 and 18A beside phones and AI as in 2025-26 (Epoch AI: AI takes 12 % of 3-5 nm in 2025;"
    " SemiAnalysis:"
    " 60 % of N3 in 2026), 4 % more a year (SEMI Jun 2025: 7 nm and below grows 7-12 %, with AI); estimate;"
    " confidence L"
)
_OF_MEMORY = (
    "what ordinary DRAM lines make in 2026 (TrendForce), 4 to 5 % more wafers a year, in units of today's density, so"
    " that"
    " growth by density is left out: estimate; confidence L"
)
_STEADY = {
    #              2026.5 2029.0 2030.5 2032.5 2034.5 2036.5
    PHONES:       ( 82.0,  86.0,  65.0,  42.0,  24.0,  16.0),
    PHONES_A14:   (  0.0,   0.0,  24.0,  50.0,  71.0,  82.0),
    OTHERS:       (255.0, 285.0, 290.0, 275.0, 235.0, 195.0),
    OTHERS_A14:   (  0.0,   0.0,  16.0,  56.0, 124.0, 190.0),
    MEMORY:       ( 66.0,  75.0,  80.0,  87.0,  94.0, 101.0),
}  # fmt: skip
"""Thousand units a quarter."""
_STEADY_YEARS = (2026.5, 2029.0, 2030.5, 2032.5, 2034.5, 2036.5)
_STEADY_SOURCE = {
    PHONES: _OF_PHONES,
    PHONES_A14: _OF_PHONES,
    OTHERS: _OF_OTHERS,
    OTHERS_A14: _OF_OTHERS,
    MEMORY: _OF_MEMORY,
}


def demand() -> list[Row]:
    """Return the rows of the demand sheet; the base holds in every scenario without rows of its own."""
    rows = [row for scenario in (BASE, LOW, HIGH) for row in _open_world(scenario)]
    return rows + list(_china()) + [_steady(product) for product in _STEADY]


def _open_world(scenario: str) -> Iterator[Row]:
    at = {} if scenario == BASE else {"scenario": scenario}
    terms = {str(row["product"]): row for row in PRODUCTS}
    for market in SHARES_PCT:
        if market == CHINA:
            continue
        for product in GPUS:
            tiers = TIERS if market == USA else {"": (1.0, 1.0)}
            for tier, (share, penalty) in tiers.items():
                row: Row = {"product": product, "market": market, "note": CONFLICT, "source": _SOURCE, **at}
                if tier:
                    row |= {
                        "tier": tier,
                        "shortage_penalty_usd": round(penalty * float(str(terms[product]["shortage_penalty_usd"]))),
                        "source": _TIERED,
                    }
                yield row | {"values": _kunits(scenario, product, _of_gpus(market), share)}
        for product in OWN_CHIPS if market in OWN_SHARES else ():
            own = OWN_SHARES[market]
            values = _kunits(scenario, product, lambda _, of=own: of)  # type: ignore[misc]
            row = {"product": product, "market": market, "tier": OWN, "source": _SOURCE, "note": CONFLICT, **at}
            yield row | {"values": values}


def _of_gpus(market: str) -> Callable[[float], float]:
    """Return the share of all GPUs outside China that a market wants: what own chips leave of its share."""

    def share(at: float) -> float:
        own = sum(between(mid_years(LIVES_PCT[product]), at) for product in OWN_CHIPS) / 100
        of_all = share_at(market, at) / (1 - share_at(CHINA, at))
        return (of_all - own * OWN_SHARES.get(market, 0.0)) / (1 - own)

    return share


def _kunits(scenario: str, product: str, share: Callable[[float], float], of_tier: float = 1.0) -> tuple[float, ...]:
    """Return thousand packages by quarter."""
    life = mid_years(LIVES_PCT[product])

    def kunits(start: float, end: float) -> float:
        at = (start + end) / 2
        outside = million_a_year(scenario, at) * (1 - share_at(CHINA, at))
        return 1000 * (end - start) * outside * between(life, at) / 100 * share(at) * of_tier

    return by_period(CALENDAR, kunits, 1)


def _china() -> Iterator[Row]:
    for scenario in (BASE, LOW, HIGH, CHINA_CLOSED, CHINA_OPEN):
        for product in (H200, ASCEND):
            values = by_period(CALENDAR, partial(_kunits_of_china, scenario, product), 1)
            row: Row = {"product": product, "market": CHINA, "values": values, "source": _CHINA}
            yield row if scenario == BASE else row | {"scenario": scenario}


def _kunits_of_china(scenario: str, product: str, start: float, end: float) -> float:
    at = (start + end) / 2
    licensed = between(mid_years(LICENSED_PCT.get(scenario, LICENSED_PCT[BASE])), at) / 100
    wanted = 1000 * (end - start) * million_a_year(scenario, at) * share_at(CHINA, at)
    return wanted * (licensed if product == H200 else 1 - licensed)


def _steady(product: str) -> Row:
    points = dict(zip(_STEADY_YEARS, _STEADY[product], strict=True))
    values = by_period(CALENDAR, lambda start, end: between(points, (start + end) / 2), 2)
    return {"product": product, "market": ELSEWHERE, "values": values, "source": _STEADY_SOURCE[product]}
