"""Trade of the world case in late 2026: China apart, the Gulf under licence for a time, Section 232, the rest open.

Freight is left out: a few dollars a package against prices of tens of thousands.
"""

from inputs.rows import Row
from inputs.world.markets import CHINA, GULF, MARKETS, USA
from inputs.world.nodes import HBM, LOGIC
from inputs.world.places import REGIONS
from inputs.world.products import H200

_IN = "US rules on advanced chips and HBM to China (BIS Oct 2022 to Jan 2026): no dies or stacks; confidence M"
_OUT = "US rules and entity list (BIS): China's advanced parts are not taken up elsewhere; confidence M"
_FEE = (
    "H200-class to China case by case (BIS Jan 2026), by way of the USA, where Section 232 takes 25 % since 15 Jan"
    " 2026;"
    " confidence H"
)
_EXEMPT = "Section 232: 25 % on advanced chips since 15 Jan 2026, none for US data centres; confidence H"
_QUOTA = (
    "an agreement of Jan 2026 gives Taiwan's makers quotas by what they build in the USA; a second, wider stage has no"
    " date: write its rate here"
)
_LICENCES = (
    "licences: UAE framework 500 k a year, Humain up to 600 k over 3 years (Nov 2025): about 175 k a quarter; twice as"
    " many from 2029 to 2030, then none needed: assumption; confidence L"
)


def lanes() -> list[Row]:
    """Return the rows of the lanes sheet; a row without from_region applies to every other region."""
    others = [str(row["region"]) for row in REGIONS if row["region"] != CHINA]
    markets = [str(row["market"]) for row in MARKETS if row["market"] != CHINA]
    return [
        *({"to_region": CHINA, "node": node, "allowed": False, "source": _IN} for node in (*LOGIC, HBM)),
        *({"from_region": CHINA, "to_region": region, "allowed": False, "source": _OUT} for region in others),
        *({"from_region": CHINA, "to_market": market, "allowed": False, "source": _OUT} for market in markets),
        *(
            {"from_region": region, "to_market": CHINA, "product": H200, "tariff_pct": 25.0, "source": _FEE}
            for region in others
        ),
        {"to_market": USA, "tariff_pct": 0.0, "source": _EXEMPT, "note": _QUOTA},
        {"to_market": GULF, "until_period": "2028Q4", "max_kunits": 175, "source": _LICENCES},
        {"to_market": GULF, "from_period": "2029Q1", "until_period": "2030Q4", "max_kunits": 350, "source": _LICENCES},
    ]
