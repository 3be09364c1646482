"""Funds, budgets and incentives of the programme: 100 bn USD together, each fund with its restrictions."""

from inputs.national.horizon import CALENDAR
from inputs.national.places import ABROAD, GULF, JAPAN, KOREA, KSA, UAE, USA
from inputs.rows import Row, by_period, table

HOME, STAKES, FOUNDRY, MEMORY, CLOUD, HOSTS = (
    "Sovereign fund, at home",
    "Sovereign fund, stakes abroad",
    "Foundry partner",
    "Memory partner",
    "Hyperscaler",
    "Host governments",
)

_STORY = "terms: assumption of this case; confidence L"

FUNDS = table(
    "fund regions kinds carry_over max_share_pct cost_of_money_pct source note",
    (HOME, ";".join(GULF), "", "", 70, 3.0, _STORY, "builds at home, and only with partners who carry three tenths"),
    (STAKES, ";".join(ABROAD), "", "", 40, 3.0, _STORY, "minority stakes in partners' fabs"),
    (FOUNDRY, "", "logic", "", 40, 5.0, _STORY, "only logic, and never the largest owner"),
    (MEMORY, "", "memory", "", 50, 5.0, _STORY, "brings the technology of HBM"),
    (CLOUD, "", "", False, 60, 6.0, _STORY, "a prepayment of the year's capex: what is not called lapses"),
    (HOSTS, ";".join(GULF), "", "", 50, 1.0, _STORY, "land, power and water with the plant, at home only"),
)  # fmt: skip

BUDGET_USD_BN = {
    #        2026Q4  27   28   29   30   31   32   33   34   35
    HOME:    (0.5, 2.0, 3.0, 4.0, 4.0, 4.0, 4.0, 4.0, 3.0, 1.5),
    STAKES:  (0.5, 2.0, 3.0, 3.5, 3.5, 3.0, 2.5, 2.0, 0.0, 0.0),
    FOUNDRY: (0.5, 1.5, 2.0, 2.5, 2.5, 2.0, 1.5, 1.5, 0.0, 0.0),
    MEMORY:  (0.5, 1.5, 1.5, 2.0, 2.0, 2.0, 1.5, 1.0, 0.0, 0.0),
    CLOUD:   (0.0, 1.0, 2.0, 3.0, 3.0, 3.0, 2.0, 0.0, 0.0, 0.0),
    HOSTS:   (0.0, 1.0, 1.5, 1.5, 2.0, 2.0, 1.0, 1.0, 0.0, 0.0),
}  # fmt: skip
"""What becomes available in each year, USD bn. 2026 has one quarter."""

_YEARS = tuple(range(2026, 2036))


def budget() -> list[Row]:
    """Return the rows of the budget sheet."""
    return [
        {"fund": fund, "values": _by_quarter(yearly), "source": "100 bn split by assumption; confidence L"}
        for fund, yearly in BUDGET_USD_BN.items()
    ]


def _by_quarter(yearly: tuple[float, ...]) -> tuple[float, ...]:
    quarters = [CALENDAR.year(t) for t in CALENDAR.horizon]

    def usd_bn(start: float, _: float) -> float:
        year = int(start)
        return yearly[_YEARS.index(year)] / quarters.count(year)

    return by_period(CALENDAR, usd_bn, 6)


INCENTIVES = table(
    "incentive region rate_pct covers start_from start_until cap_usd_bn source",
    ("UAE co-investment", UAE, 30, "all", "", "2030Q4", 8.0, "rate, window and cap: assumption; confidence L"),
    ("Saudi co-investment", KSA, 30, "all", "2028Q1", "2031Q4", 4.0, "rate, window and cap: assumption; confidence L"),
    ("US 48D credit", USA, 35, "all", "", "2026Q4", "",
     "48D credit 35 %, construction must begin before 2027 (PwC; HR 3204); confidence H"),
    ("Japan aid", JAPAN, 35, "all", "", "2030Q4", 3.0,
     "732 bn yen on 17 bn (28 %), up to 40-50 % (METI, Bloomberg 2024); cap: a stake's part, assumed; confidence M"),
    ("Korea K-Chips credit", KOREA, 20, "all", "", "2031Q4", "",
     "20 % for large firms, to 2031 (Asiae Feb 2025); confidence H"),
)  # fmt: skip
