"""What is not for sale: licences with dates, scanners, and the conditions that the investors set."""

from inputs.national.demand import GULF_MARKET
from inputs.national.goods import GPU_N2
from inputs.national.horizon import CALENDAR
from inputs.national.places import ABROAD, GULF, TAIWAN
from inputs.rows import Row, by_period, table
from inputs.world.nodes import N2, N3

_LICENSED = {TAIWAN: 180.0}
"""Thousand packages a quarter by where they are finished; 180 together are 720,000 a year."""

_FRAMEWORK = (
    "UAE framework of 500 k a year to 2027 with a chance of 2030 (Reuters May 2025), Humain up to 600 k in 3 years,"
    " 35 k GB300 each licensed Nov 2025 (Commerce); split by origin, held to 2029: assumption; confidence M"
)
_NEWEST = "the newest generation follows two years after others have it: assumption; confidence L"
_PARTS = "dies and stacks to a packaging plant in the Gulf: no licence known; closed, limited, open: assumption"

_PARTS_CLOSED_UNTIL = "2028Q4"


def lanes() -> list[Row]:
    """Return the rows of the lanes sheet."""
    packages: list[Row] = [
        {
            "from_region": region,
            "to_market": GULF_MARKET,
            "until_period": "2029Q4",
            "max_kunits": kunits,
            "source": _FRAMEWORK,
        }
        for region, kunits in _LICENSED.items()
    ]
    newest: list[Row] = [
        {
            "from_region": region,
            "to_market": GULF_MARKET,
            "product": GPU_N2,
            "until_period": "2029Q2",
            "allowed": False,
            "source": _NEWEST,
        }
        for region in _LICENSED
    ]
    parts: list[Row] = [
        {"from_region": region, "to_region": gulf, "until_period": _PARTS_CLOSED_UNTIL, "allowed": False,
         "source": f"{_PARTS}; confidence L"}
        for region in ABROAD for gulf in GULF
    ]
    return [*packages, *newest, *parts]


SLOTS_A_YEAR = {2027: 3.0, 2028: 6.0, **dict.fromkeys(range(2029, 2037), 7.5)}
"""Scanners that the programme can get: 3 % of what ASML ships in 2028, 5 % in 2029, then 6 to 7 %."""


def tools() -> list[Row]:
    """Return the rows of the tools sheet."""

    def delivered(start: float, end: float) -> float:
        return SLOTS_A_YEAR.get(int(start), 0.0) * (end - start)

    source = "ASML ships about 90 in 2028 and 100 a year in 2030; 3 to 7 % for this programme: assumption; confidence L"
    return [{"tool": "EUV scanner", "values": by_period(CALENDAR, delivered, 3), "source": source}]


_CONDITION = "condition of the investors, assumption; confidence L"
_TOOLS = "US licence for tools in the Gulf: none known, date assumed; confidence L"

LIMITS = table(
    "limit measure region bloc node kind min max from_period until_period source note",
    ("N3 tools licensed", "phases_started", "", "Gulf", N3, "", "", 0, "", "2027Q3", _TOOLS, "no start before it"),
    ("N2 tools licensed", "phases_started", "", "Gulf", N2, "", "", 0, "", "2028Q4", _TOOLS, "no start before it"),
    ("Gulf phases from 2032", "online_phases", "", "Gulf", "", "", 4, "", "2032Q2", "", _CONDITION, ""),
    ("Gulf logic from 2033", "online_phases", "", "Gulf", "", "logic", 1, "", "2033Q4", "", _CONDITION,
     "a fab, not only packaging"),
    ("Home share of capex", "capex_share", "", "Gulf", "", "", 40, "", "", "", _CONDITION, "over the horizon"),
    ("Taiwan at most a fifth", "capex_share", TAIWAN, "", "", "", "", 20, "", "", _CONDITION, "spread of risk"),
    ("US matching", "capex_share", "USA", "", "", "", 10, "", "", "",
     "the licence of Oct 2025 is tied to Emirati investment in the USA (press), share assumed; confidence L", ""),
)  # fmt: skip
