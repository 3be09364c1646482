"""The world case: 19 sites, 7 nodes, 40 quarters, 11 products, 7 markets."""

from inputs.industry.nodes import N3, N5, NODES, TOOL_USE
from inputs.industry.phasing import RAMPS, spends
from inputs.industry.regions import REGIONS
from inputs.rows import Book, table
from inputs.world.committed import capacity
from inputs.world.demand import MARKETS, demand
from inputs.world.horizon import settings
from inputs.world.lanes import lanes
from inputs.world.money import FUNDS, INCENTIVES, budget
from inputs.world.pairs import site_nodes
from inputs.world.places import SITES
from inputs.world.policy import LIMITS
from inputs.world.products import MATERIALS, PRODUCTS
from inputs.world.scanners import tools

CONVERSIONS = table(
    "site from_node to_node lump_kwspm capex_usd_bn_per_lump downtime_periods output_ratio_pct max_lumps earliest"
    " source note",
    (
        "Tainan/Taichung",
        N5,
        N3,
        8,
        1.4,
        2,
        85,
        2,
        "2028Q1",
        "TSMC converts N5 lines to N3 (press); cost and ratio: assumption, two fifths of new equipment; confidence L",
        "once B200/B300 has left",
    ),
)


def book(case_name: str = "World AI-chip capacity, 1,000 bn", money_scale: float = 1.0) -> Book:
    """Return the rows of the world workbook by sheet, with all budgets times a scale."""
    return {
        "settings": settings(case_name),
        "regions": REGIONS,
        "sites": SITES,
        "nodes": NODES,
        "site_nodes": site_nodes(),
        "ramps": RAMPS,
        "spends": spends(),
        "capacity": capacity(),
        "conversions": CONVERSIONS,
        "products": PRODUCTS,
        "materials": MATERIALS,
        "markets": MARKETS,
        "demand": demand(),
        "lanes": lanes(),
        "funds": FUNDS,
        "budget": budget(money_scale),
        "incentives": INCENTIVES,
        "tools": tools(),
        "tool_use": TOOL_USE,
        "limits": LIMITS,
    }
