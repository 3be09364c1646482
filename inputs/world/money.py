"""Funds, budgets and incentives of the world case."""

from inputs.rows import Row, by_period, table
from inputs.world.horizon import CALENDAR
from inputs.world.markets import CHINA, EAST_ASIA, EUROPE, GULF, USA

HYPERSCALERS, GULF_FUNDS = "Hyperscaler consortium", "Gulf sovereign funds"
ALLIED, EUROPEAN, CHINA_FUND = "Allied programmes", "European programmes", "China national fund"
_OPEN_WORLD = "Allied;Gulf;Neutral"

FUNDS = table(
    "fund regions blocs kinds carry_over max_share_pct cost_of_money_pct home_markets required_return_pct source note",
    (HYPERSCALERS, "", _OPEN_WORLD, "", "", "", 2.0, USA, 8,
     "5 to 8 % of the capex of the four largest (720-745 bn in 2026, guidance Jul 2026), assumed; cost of money over"
     " inflation: assumption; confidence L",
     "builds anywhere but in China"),
    (GULF_FUNDS, "", _OPEN_WORLD, "", "", "", 1.0, GULF, 6,
     "WSJ Feb 2024 on a raise of 5-7 trillion, of which a small part is taken; patient money: assumption; confidence L",
     "builds anywhere but in China"),
    (ALLIED, "", "Allied", "", "", "", 2.0, f"{USA};{EUROPE};{EAST_ASIA}", 7,
     "CHIPS Act 39 bn of grants, Rapidus and Kumamoto aid, K-Chips funds as a measure; capex of TSMC 52-56 and of"
     " Korea's memory makers 40 bn in 2026 (calls, TrendForce), a share of it; confidence L",
     "national programmes and makers, pooled here: give each a row to keep its money home"),
    (EUROPEAN, "Germany;Ireland", "", "logic;memory", "no", 50.0, "", EUROPE, 5,
     "EU Chips Act 43 bn EUR, a share of it a year; aid to ESMC: half of the cost (EC Aug 2024); confidence L",
     "half of a site's bill at most, wafer fabs only; a quarter's money lapses with it"),
    (CHINA_FUND, "China", "", "", "", "", 1.0, CHINA, 5,
     "Big Fund III, about 47.5 bn (rbtfl Jun 2026); return: assumption; confidence M", ""),
)  # fmt: skip

BUDGET_USD_BN = {
    #              2026Q4  27  28  29  30  31  32  33  34  35  36
    HYPERSCALERS: (10, 45, 60, 65, 65, 60, 55, 50, 40, 30, 20),
    GULF_FUNDS:   (2, 12, 18, 20, 20, 20, 16, 14, 12, 10, 6),
    ALLIED:       (7, 32, 37, 35, 33, 30, 27, 25, 22, 18, 9),
    EUROPEAN:     (1, 3, 3, 3, 3, 3, 2, 2, 2, 2, 1),
    CHINA_FUND:   (2, 7, 7, 6, 6, 5, 5, 4, 4, 3, 1),
}  # fmt: skip
"""What becomes available in each year, USD bn; 1,000 bn together. 2026 has one quarter, 2036 three."""

_YEARS = tuple(range(2026, 2037))


def budget(scale: float = 1.0) -> list[Row]:
    """Return the rows of the budget sheet, every sum times a scale."""
    return [
        {"fund": fund, "values": _by_quarter(yearly, scale), "source": "assumption of this case; confidence L"}
        for fund, yearly in BUDGET_USD_BN.items()
    ]


def _by_quarter(yearly: tuple[int, ...], scale: float) -> tuple[float, ...]:
    quarters = [CALENDAR.year(t) for t in CALENDAR.horizon]

    def usd_bn(start: float, _: float) -> float:
        year = int(start)
        return scale * yearly[_YEARS.index(year)] / quarters.count(year)

    return by_period(CALENDAR, usd_bn, 6)


_48D = "48D credit 35 %, construction must begin before 2027 (PwC; HR 3204); confidence H"
_CHIPS = "CHIPS grants of 5-8 % of capex; cap: what is left of the award; confidence M"
_PHOENIX = f"TSMC Arizona 6.6 bn (Asia Business Daily, Apr 2024); {_CHIPS}"

INCENTIVES = table(
    "incentive region site kind rate_pct covers start_from start_until cap_usd_bn source",
    ("US 48D credit", "USA", "", "", 35, "all", "", "2026Q4", "", _48D),
    ("CHIPS grant Phoenix", "", "Phoenix AZ", "", 8, "all", "", "2029Q4", 6.6, _PHOENIX),
    ("CHIPS grant Texas", "", "Taylor TX", "", 8, "all", "", "2029Q4", 4.7, f"Samsung; {_CHIPS}"),
    ("CHIPS grant Ohio", "", "Ohio", "", 8, "all", "", "2029Q4", 1.5, f"Intel, Ohio's part; {_CHIPS}"),
    ("CHIPS grant Micron", "", "Boise ID", "", 8, "all", "", "2029Q4", 6.1, f"Micron; {_CHIPS}"),
    ("CHIPS grant Oregon", "", "Hillsboro OR", "", 5, "all", "", "2029Q4", 1.8, f"Intel, Oregon's part; {_CHIPS}"),
    ("EU Chips Act Dresden", "", "Dresden", "", 50, "all", "", "2030Q4", 5.4,
     "ESMC: 5 of 10 bn EUR (EC Aug 2024), the same again assumed; confidence M"),
    ("EU Chips Act Leixlip", "", "Leixlip", "", 20, "all", "", "2030Q4", 3.0, "assumption; confidence L"),
    ("Japan aid Kumamoto", "", "Kumamoto", "", 35, "all", "", "2030Q4", 10.0,
     "732 bn yen on 17 bn (28 %), up to 40-50 % (METI, Bloomberg 2024); cap assumed; confidence M"),
    ("Japan aid Chitose", "", "Chitose", "", 60, "all", "", "2030Q4", 12.0,
     "Rapidus: 1,720 bn yen of 5 tn (IC-PCB); confidence M"),
    ("Korea K-Chips credit", "Korea", "", "", 20, "all", "", "2031Q4", "",
     "20 % for large firms, to 2031 (Asiae Feb 2025); confidence H"),
    ("Taiwan equipment credit", "Taiwan", "", "", 5, "equipment", "", "2029Q4", "",
     "5 % on advanced equipment (TrendForce 2022-23); confidence H"),
    ("Singapore grants", "Singapore", "", "", 20, "all", "", "", 4.0, "assumption; confidence L"),
    ("India ISM", "India", "", "", 70, "all", "", "2032Q4", 9.0,
     "50 % centre (Assam Tribune Mar 2025) and about 20 % state; cap: mission's size; confidence M"),
    ("UAE co-investment", "UAE", "", "", 50, "all", "", "", 20.0, "assumption; confidence L"),
    ("Saudi co-investment", "KSA", "", "", 50, "all", "", "", 10.0, "assumption; confidence L"),
    ("Israel grant", "Israel", "", "", 13, "all", "", "", 3.2, "Intel Kiryat Gat 3.2 bn; confidence M"),
    ("China local grants", "China", "", "", 35, "all", "", "", 40.0,
     "assumption after Big Fund and local funds; confidence L"),
    ("China tax credit", "China", "", "", 10, "equipment", "", "", "", "assumption; confidence L"),
)  # fmt: skip
