"""A foundry gives up an old line that still earns, because a new one needs its machines; society would keep it."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027", 3, 12)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("A line that still earns"),
        "thirsty.xlsx": _book("A new line that is thirsty when idle", idle_power_pct=70),
        "society.xlsx": _book("A line that society keeps", profit_of="society"),
    }


def _book(case_name: str, profit_of: str = "fabs", idle_power_pct: int = 40) -> Book:
    """Return the case with whose profit the plan is best for, and what a phase draws of its power when it is idle."""
    settings = table(
        "key value",
        ("case_name", case_name),
        ("first_period", CALENDAR.label(0)),
        ("periods", CALENDAR.periods),
        ("period_months", 12),
        ("objective", "profit"),
        ("profit_of", profit_of),
    )
    sheets: Book = {
        "settings": settings,
        "regions": table("region", ("Taiwan",)),
        "sites": table("site region power_limit_mw power_price_usd_kwh", ("Tainan", "Taiwan", 80, 0.1)),
        "nodes": table(
            "node kind phase_kwspm phase_capex_usd_bn wafer_cost_usd wafer_price_usd power_mw_per_phase idle_power_pct",
            ("N7", "logic", 10, 1, 10000, 20000, 0, 100),
            ("N3", "logic", 10, 2, 10000, 50000, 100, idle_power_pct),
        ),
        "site_nodes": table(
            "site node lead_periods ramp spend max_phases", ("Tainan", "N3", 1, "at once", "at the start", 1)
        ),
        "capacity": [
            {
                "site": "Tainan",
                "node": "N7",
                "fixed_cost_usd_bn_per_year": 0.9,
                "retire_from": "2028",
                "values": steps((3, 10)),
            }
        ],
        "tools": [{"tool": "EUV scanner", "values": steps((3, 0))}],
        "tool_use": table("tool node tools_per_kwspm", ("EUV scanner", "N7", 1), ("EUV scanner", "N3", 1)),
        "products": table("product price_usd shortage_penalty_usd", ("Phone", 3000, 0), ("Accelerator", 5000, 0)),
        "materials": table(
            "product part node units good_units_per_wafer",
            ("Phone", "die", "N7", 1, 10),
            ("Accelerator", "die", "N3", 1, 10),
        ),
        "markets": table("market", ("World",)),
        "demand": [
            {"product": "Phone", "market": "World", "values": steps((3, 1200))},
            {"product": "Accelerator", "market": "World", "values": steps((1, 0), (2, 600))},
        ],
        "funds": table("fund", ("Foundry",)),
        "budget": [{"fund": "Foundry", "values": steps((1, 2.0), (2, 0.0))}],
    }
    return teaching_book(case_name, CALENDAR, sheets)
