"""Memory stacks from Korea to China: a lane that is closed, and the same lane open at its freight."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027Q1", 12)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("A ban that binds", allowed=False),
        "open_lane.xlsx": _book("The same lane open", allowed=True),
    }


def _book(case_name: str, allowed: bool) -> Book:
    """Return the case with the lane for memory stacks from Korea to China open or closed."""
    return teaching_book(
        case_name,
        CALENDAR,
        {
            "regions": table("region", ("China",), ("Korea",)),
            "sites": table("site region", ("Shanghai", "China"), ("Pyeongtaek", "Korea")),
            "nodes": table(
                "node kind phase_kwspm phase_capex_usd_bn", ("N7", "logic", 10, 2.4), ("HBM", "memory", 5, 1.2)
            ),
            "site_nodes": table("site node lead_periods ramp spend", ("Shanghai", "HBM", 4, "at once", "at the start")),
            "capacity": [
                {"site": "Shanghai", "node": "N7", "values": steps((12, 4.0))},
                {"site": "Shanghai", "node": "HBM", "values": steps((12, 5.0))},
                {"site": "Pyeongtaek", "node": "HBM", "values": steps((12, 5.0))},
            ],
            "products": table("product shortage_penalty_usd", ("Accelerator", 13000)),
            "materials": table(
                "product part node units good_units_per_wafer",
                ("Accelerator", "compute die", "N7", 2, 20),
                ("Accelerator", "HBM stack", "HBM", 8, 32),
            ),
            "markets": table("market", ("China",)),
            "demand": [{"product": "Accelerator", "market": "China", "values": steps((12, 120))}],
            "lanes": table(
                "from_region to_region node cost_usd_per_unit allowed", ("Korea", "China", "HBM", 50, allowed)
            ),
            "funds": table("fund", ("National fund",)),
            "budget": [{"fund": "National fund", "values": steps((1, 5.0), (11, 0.0))}],
        },
    )
