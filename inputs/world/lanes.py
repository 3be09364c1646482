"""Export rules of the world case: China apart, everywhere else open.

Freight is left out: a few dollars a package against prices of tens of thousands.
"""

from inputs.rows import Row
from inputs.world.demand import CHINA, MARKETS
from inputs.world.places import REGIONS
from inputs.world.products import H200

_IN = "US rules on advanced chips and HBM to China (BIS Oct 2022 to Jan 2026): no dies or stacks; confidence M"
_OUT = "US rules and entity list (BIS): China's advanced parts are not taken up elsewhere; confidence M"
_FEE = "H200-class to China case by case, with a fee of 25 % (BIS Jan 2026); confidence H"


def lanes() -> list[Row]:
    """Return the rows of the lanes sheet."""
    others = [str(row["region"]) for row in REGIONS if row["region"] != CHINA]
    markets = [str(row["market"]) for row in MARKETS if row["market"] != CHINA]
    return [
        *({"from_region": region, "to_region": CHINA, "allowed": False, "source": _IN} for region in others),
        *({"from_region": CHINA, "to_region": region, "allowed": False, "source": _OUT} for region in others),
        *({"from_region": CHINA, "to_market": market, "allowed": False, "source": _OUT} for market in markets),
        *(
            {"from_region": region, "to_market": CHINA, "product": H200, "tariff_pct": 25.0, "source": _FEE}
            for region in others
        ),
    ]
