"""What is not for sale: licences with dates, scanners, and the conditions that the investors set."""

from inputs.industry.nodes import N2, N3
from inputs.national.demand import GULF_MARKET
from inputs.national.goods import GPU_N2
from inputs.national.horizon import CALENDAR
from inputs.national.places import ABROAD, GULF, TAIWAN, USA
from inputs.rows import Row, by_period, table

_FRAMEWORK = (
    "UAE framework of 500 k a year to 2027 with a chance of 2030 (Reuters May 2025), Humain up to 600 k in 3 years,"
    " 35 k GB300 each licensed Nov 2025 (Commerce): about 180 k a quarter; 300 k in 2029 and 2030, then none needed:"
    " assumption; confidence M"
)
_NEWEST = "the newest generation: no licence before 2029H2, assumption; confidence L"
_PARTS = (
    "dies and stacks to a packaging plant in the Gulf: no licence known, closed until 2028: assumption; confidence L"
)
_PARTS_CLOSED_UNTIL = "2028Q4"


def lanes() -> list[Row]:
    """Return the rows of the lanes sheet; a row without from_region applies to every region."""
    packages = table(
        "to_market product from_period until_period allowed max_kunits source",
        (GULF_MARKET, "", "", "2028Q4", "", 180, _FRAMEWORK),
        (GULF_MARKET, "", "2029Q1", "2030Q4", "", 300, _FRAMEWORK),
        (GULF_MARKET, GPU_N2, "", "2029Q2", False, "", _NEWEST),
    )
    parts: list[Row] = [
        {"from_region": region, "to_region": gulf, "until_period": _PARTS_CLOSED_UNTIL, "allowed": False,
         "source": _PARTS}
        for region in ABROAD for gulf in GULF
    ]  # fmt: skip
    return [*packages, *parts]


SLOTS_A_YEAR = {2027: 3.0, 2028: 6.0, **dict.fromkeys(range(2029, 2036), 8.0)}
"""Scanners that the programme can get: 4 % of what ASML ships in 2027, 7 % in 2028, then 6 to 8 %."""


def tools() -> list[Row]:
    """Return the rows of the tools sheet."""

    def delivered(start: float, end: float) -> float:
        return SLOTS_A_YEAR.get(int(start), 0.0) * (end - start)

    source = "ASML ships about 90 in 2028 and 100 a year in 2030; 4 to 8 % for this programme: assumption; confidence L"
    return [{"tool": "EUV scanner", "values": by_period(CALENDAR, delivered, 3), "source": source}]


_CONDITION = "condition of the investors, assumption; confidence L"
_TOOLS = "US licence for tools in the Gulf: none known, date assumed; confidence L"

LIMITS = table(
    "limit measure region bloc node kind min max from_period until_period source note",
    ("N3 tools licensed", "phases_started", "", "Gulf", N3, "", "", 0, "", "2027Q3", _TOOLS, "no start before it"),
    ("N2 tools licensed", "phases_started", "", "Gulf", N2, "", "", 0, "", "2028Q4", _TOOLS, "no start before it"),
    ("Gulf phases from 2033", "online_phases", "", "Gulf", "", "", 4, "", "2033Q1", "", _CONDITION, ""),
    ("Gulf logic from 2034", "online_phases", "", "Gulf", "", "logic", 1, "", "2034Q1", "", _CONDITION,
     "a fab, not only packaging"),
    ("Home share of capex", "capex_share", "", "Gulf", "", "", 40, "", "", "", _CONDITION, "over the horizon"),
    ("Taiwan at most a fifth", "capex_share", TAIWAN, "", "", "", "", 20, "", "", _CONDITION, "spread of risk"),
    ("US matching", "capex_share", USA, "", "", "", 10, "", "", "",
     "the licence of Oct 2025 is tied to Emirati investment in the USA (press), share assumed; confidence L", ""),
)  # fmt: skip
