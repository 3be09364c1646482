"""Two tiers of customers and a launch: the dear tier waits for its packages, waits in part, or does not wait at all."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027Q1", 8)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("Customers who wait", backlog_pct=100),
        "half_wait.xlsx": _book("Half of them wait", backlog_pct=50),
        "nobody_waits.xlsx": _book("Nobody waits", backlog_pct=0),
    }


def _book(case_name: str, backlog_pct: float) -> Book:
    """Return the case in which so much of what the hyperscaler is not served waits for the next quarter."""
    wanted = {"product": "Accelerator", "market": "World"}
    return teaching_book(
        case_name,
        CALENDAR,
        {
            "regions": table("region", ("Taiwan",)),
            "sites": table("site region", ("Tainan", "Taiwan")),
            "nodes": table("node kind phase_kwspm phase_capex_usd_bn", ("N3", "logic", 1, 1)),
            "site_nodes": table("site node lead_periods ramp spend", ("Tainan", "N3", 2, "at once", "at the start")),
            "capacity": [{"site": "Tainan", "node": "N3", "values": steps((8, 1.0))}],
            "products": table("product shortage_penalty_usd", ("Accelerator", 10000)),
            "materials": table(
                "product part node units good_units_per_wafer", ("Accelerator", "compute die", "N3", 1, 20)
            ),
            "markets": table("market", ("World",)),
            "demand": [
                {
                    **wanted,
                    "tier": "hyperscaler",
                    "shortage_penalty_usd": 30000,
                    "backlog_pct": backlog_pct,
                    "values": steps((4, 30), (1, 90), (3, 10)),
                },
                {**wanted, "tier": "start-ups", "values": steps((8, 30))},
            ],
            "funds": table("fund", ("Foundry",)),
            "budget": [{"fund": "Foundry", "values": steps((2, 0.0), (1, 5.0), (5, 0.0))}],
        },
    )
