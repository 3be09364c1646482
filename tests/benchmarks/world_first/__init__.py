"""The first edition of the world case, frozen: 19 sites, 7 nodes, 40 quarters, 11 products, 7 markets."""

from inputs.industry.nodes import N3, N5, NODES, TOOL_USE
from inputs.industry.phasing import RAMPS, spends
from inputs.industry.regions import REGIONS
from inputs.rows import Book, table
from tests.benchmarks.world_first.committed import capacity
from tests.benchmarks.world_first.demand import MARKETS, demand
from tests.benchmarks.world_first.horizon import CALENDAR, settings
from tests.benchmarks.world_first.lanes import lanes
from tests.benchmarks.world_first.money import FUNDS, INCENTIVES, budget
from tests.benchmarks.world_first.pairs import site_nodes
from tests.benchmarks.world_first.places import SITES
from tests.benchmarks.world_first.policy import LIMITS
from tests.benchmarks.world_first.products import MATERIALS, PRODUCTS
from tests.benchmarks.world_first.scanners import tools

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


EDITION = {
    "world": (book(), CALENDAR),
    "world_tight": (book("World AI-chip capacity, 250 bn", money_scale=0.25), CALENDAR),
}
"""Rows and calendar of its two workbooks by name."""
