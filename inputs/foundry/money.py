"""Purses, incentives and contracted scanners of the foundry, and the plan that its board approved."""

from inputs.foundry.horizon import CALENDAR
from inputs.foundry.places import CHIAYI, JAPAN, KAOHSIUNG, PHOENIX_SHELL, TAINAN, TAIWAN, USA
from inputs.industry.nodes import A16, COWOS, N3
from inputs.rows import Row, by_period, table

CASH, BONDS, PREPAID = "Own cash flow", "Bonds", "Customers' prepayments"

_STORY = "terms: assumption of this case; confidence L"

FUNDS = table(
    "fund nodes carry_over cost_of_money_pct source note",
    (CASH, "", False, 0.0, _STORY, "what a quarter's capex does not take goes to shareholders"),
    (BONDS, "", "", 4.5, _STORY, "rated A, real yield and fees"),
    (PREPAID, A16, "", 0.0, "TSMC held 3.8 bn USD of prepayments in Sep 2021 (6-K); terms: assumption; confidence M",
     "for A16 modules alone: reserved by the customers who pay"),
)  # fmt: skip

BUDGET_USD_BN = {
    #        2026Q4  27   28   29   30   31   32   33   34
    CASH:    (1.4, 5.4, 5.4, 5.0, 4.6, 3.8, 3.0, 2.4, 1.5),
    BONDS:   (0.5, 2.0, 2.0, 1.0, 1.0, 0.5, 0.0, 0.0, 0.0),
    PREPAID: (0.0, 1.5, 2.5, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0),
}  # fmt: skip
"""What becomes available in each year, USD bn. 2026 has one quarter, 2034 three."""

_YEARS = tuple(range(2026, 2035))


def budget() -> list[Row]:
    """Return the rows of the budget sheet."""
    source = (
        "composite: capex of a quarter of sales at first and a tenth later, under the third that the leader reports (a"
        " mature company that grows by expansions); split: assumption; confidence L"
    )
    return [{"fund": fund, "values": _by_quarter(yearly), "source": source} for fund, yearly in BUDGET_USD_BN.items()]


def _by_quarter(yearly: tuple[float, ...]) -> tuple[float, ...]:
    quarters = [CALENDAR.year(t) for t in CALENDAR.horizon]

    def amount(start: float, _: float) -> float:
        year = int(start)
        return yearly[_YEARS.index(year)] / quarters.count(year)

    return by_period(CALENDAR, amount, 6)


INCENTIVES = table(
    "incentive region rate_pct covers start_until cap_usd_bn source",
    ("US 48D credit", USA, 35, "all", "2026Q4", "",
     "48D credit 35 %, construction must begin before 2027 (PwC; HR 3204); confidence H"),
    ("CHIPS grant", USA, 8, "all", "2029Q4", 1.5, "grants of 5-8 % of capex; cap: assumption; confidence M"),
    ("Japan aid", JAPAN, 35, "all", "2030Q4", 3.0,
     "732 bn yen on 17 bn (28 %), up to 40-50 % (METI, Bloomberg 2024); cap: assumption; confidence M"),
    ("Taiwan equipment credit", TAIWAN, 5, "equipment", "2029Q4", "",
     "5 % on advanced equipment (TrendForce 2022-23); confidence H"),
)  # fmt: skip

SCANNERS_A_YEAR = {
    2026: 8.0, 2027: 11.0, 2028: 10.0, 2029: 8.0, 2030: 8.0, 2031: 6.0, 2032: 6.0, 2033: 4.0, 2034: 4.0,
}  # fmt: skip


def tools() -> list[Row]:
    """Return the rows of the tools sheet."""

    def delivered(start: float, end: float) -> float:
        return SCANNERS_A_YEAR[int(start)] * (end - start)

    source = (
        "orders run 12-18 months ahead (EconoTimes Oct 2025); about a tenth of ASML's output: assumption; confidence L"
    )
    note = "under contract to 2029, options after"
    return [{"tool": "EUV scanner", "values": by_period(CALENDAR, delivered, 3), "source": source, "note": note}]


_BOARD = "approved in mid-2026 on orders lower by 15 % and a module in the US promised for 2027: made up for this case"

LAST_PLAN = table(
    "site node period phases source",
    *((site, node, period, phases, f"{_BOARD}; confidence L")
      for site, node, period, phases in (
          (KAOHSIUNG, A16, "2028Q2", 1),
          (KAOHSIUNG, A16, "2029Q3", 1),
          (PHOENIX_SHELL, N3, "2027Q2", 1),
          (TAINAN, COWOS, "2026Q4", 2),
          (CHIAYI, COWOS, "2028Q1", 1),
          (CHIAYI, COWOS, "2029Q1", 1),
          (CHIAYI, COWOS, "2029Q4", 1),
          (CHIAYI, COWOS, "2030Q4", 1),
          (CHIAYI, COWOS, "2031Q3", 1),
      )),
)  # fmt: skip
