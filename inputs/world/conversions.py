"""What can be turned into something else: the lever that acts soonest."""

from inputs.rows import table
from inputs.world.nodes import A16, DRAM, HBM, N2, N3, N5
from inputs.world.places import CHEONGJU, HIROSHIMA, PYEONGTAEK, TAICHUNG

_N3 = "TSMC converts N5 lines to N3 (press); cost and ratio: assumption, two fifths of new equipment; confidence L"
_A16 = (
    "A16 is N2 with power from the back in the same fabs (TSMC Symposium 2024-25): bonding and thinning tools, about"
    " 0.15 bn/kwspm, and 5 more steps in 100: estimate; confidence L"
)
_HBM = (
    "ordinary DRAM lines turned into HBM in 2 to 4 quarters (review of Nov 2026); vias, bonding and test, 0.08 of the"
    " 0.18 bn/kwspm of HBM in P4: estimate; confidence L"
)
_PRICE = "costs what DDR5 would have earned besides"

CONVERSIONS = table(
    "site from_node to_node lump_kwspm capex_usd_bn_per_lump downtime_periods output_ratio_pct max_lumps earliest"
    " source note",
    (TAICHUNG, N5, N3, 8, 1.4, 2, 85, 4, "2027Q2", _N3, "once B200/B300 leaves"),
    ("Hsinchu", N2, A16, 10, 1.5, 2, 95, 5, "2027Q4", _A16, ""),
    ("Kaohsiung", N2, A16, 10, 1.5, 2, 95, 5, "2027Q4", _A16, ""),
    (PYEONGTAEK, DRAM, HBM, 25, 2.0, 3, 90, 6, "", _HBM, f"Samsung; {_PRICE}"),
    (CHEONGJU, DRAM, HBM, 25, 2.0, 3, 90, 4, "", _HBM, f"SK hynix; {_PRICE}"),
    (TAICHUNG, DRAM, HBM, 25, 2.0, 3, 90, 2, "", _HBM, f"Micron; {_PRICE}"),
    (HIROSHIMA, DRAM, HBM, 25, 2.0, 3, 90, 1, "", _HBM, f"Micron; {_PRICE}"),
)
