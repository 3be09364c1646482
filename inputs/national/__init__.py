"""A national programme: what can 100 bn USD buy, when, and under which conditions?

A sovereign investor of the Gulf with partners: 6 sites, 2 generations of logic, HBM and packaging, 37 quarters. Sums
and terms of the funds, dates of licences and conditions are assumptions that a planner replaces; unit figures are the
world case's.
"""

from inputs.national.demand import MARKETS, contracts, demand
from inputs.national.goods import MATERIALS, PRODUCTS
from inputs.national.horizon import CALENDAR as CALENDAR
from inputs.national.horizon import settings
from inputs.national.money import FUNDS, INCENTIVES, budget
from inputs.national.nodes import nodes, tool_use
from inputs.national.places import SITES, regions, site_nodes, used_ramps, used_spends
from inputs.national.rules import LIMITS, lanes, tools
from inputs.rows import Book


def book() -> Book:
    """Return the rows of the national programme's workbook by sheet."""
    return {
        "settings": settings(),
        "regions": regions(),
        "sites": SITES,
        "nodes": nodes(),
        "site_nodes": site_nodes(),
        "ramps": used_ramps(),
        "spends": used_spends(),
        "capacity": contracts(),
        "products": PRODUCTS,
        "materials": MATERIALS,
        "markets": MARKETS,
        "demand": demand(),
        "lanes": lanes(),
        "funds": FUNDS,
        "budget": budget(),
        "incentives": INCENTIVES,
        "tools": tools(),
        "tool_use": tool_use(),
        "limits": LIMITS,
    }
