"""The world case, second edition: whole nodes, shells, owners, tiers of customers and power, at the end of 2026."""

from inputs.rows import Book
from inputs.world.committed import capacity
from inputs.world.conversions import CONVERSIONS
from inputs.world.dates import dated
from inputs.world.demand import SCENARIOS, demand
from inputs.world.horizon import settings
from inputs.world.lanes import lanes
from inputs.world.markets import MARKETS, deployment
from inputs.world.materials import MATERIALS
from inputs.world.money import FUNDS, INCENTIVES, budget
from inputs.world.nodes import NODES, TOOL_USE
from inputs.world.owners import OWNERS
from inputs.world.pairs import site_nodes, used_ramps, used_spends
from inputs.world.places import REGIONS, SHELLS, SITES, site_power
from inputs.world.policy import LIMITS
from inputs.world.products import PRODUCTS
from inputs.world.scanners import tools


def book(case_name: str = "World AI-chip capacity, 1,000 bn", money_scale: float = 1.0) -> Book:
    """Return the rows of the world workbook by sheet, with all budgets times a scale."""
    sheets = {
        "settings": settings(case_name),
        "regions": REGIONS,
        "sites": SITES,
        "shells": SHELLS,
        "nodes": NODES,
        "site_nodes": site_nodes(),
        "owners": OWNERS,
        "ramps": used_ramps(),
        "spends": used_spends(),
        "capacity": capacity(),
        "site_power": site_power(),
        "conversions": CONVERSIONS,
        "products": PRODUCTS,
        "materials": MATERIALS,
        "markets": MARKETS,
        "deployment": deployment(),
        "demand": demand(),
        "lanes": lanes(),
        "funds": FUNDS,
        "budget": budget(money_scale),
        "incentives": INCENTIVES,
        "tools": tools(),
        "tool_use": TOOL_USE,
        "limits": LIMITS,
        "scenarios": SCENARIOS,
    }
    return dated(sheets)
