"""One foundry: which expansions, conversions and new sites earn their capital, and how far from the board's plan?

A composite company of about a quarter of the leader's size: no one's private data. Unit figures are public, and those
of the world case; fabs, orders, purses and the board's plan are assumptions that a planner replaces.
"""

from inputs.foundry.goods import MATERIALS, PRODUCTS
from inputs.foundry.horizon import CALENDAR as CALENDAR
from inputs.foundry.horizon import settings
from inputs.foundry.money import FUNDS, INCENTIVES, LAST_PLAN, budget, tools
from inputs.foundry.nodes import nodes, tool_use
from inputs.foundry.orders import CONVERSIONS, MARKETS, demand, fabs
from inputs.foundry.places import SITES, regions, site_nodes, used_ramps, used_spends
from inputs.rows import Book


def book() -> Book:
    """Return the rows of the foundry's workbook by sheet."""
    return {
        "settings": settings(),
        "regions": regions(),
        "sites": SITES,
        "nodes": nodes(),
        "site_nodes": site_nodes(),
        "ramps": used_ramps(),
        "spends": used_spends(),
        "capacity": fabs(),
        "conversions": CONVERSIONS,
        "products": PRODUCTS,
        "materials": MATERIALS,
        "markets": MARKETS,
        "demand": demand(),
        "funds": FUNDS,
        "budget": budget(),
        "incentives": INCENTIVES,
        "tools": tools(),
        "tool_use": tool_use(),
        "last_plan": LAST_PLAN,
    }
