"""Eight scanners in two years, against phases that need four or five each; and as many scanners as are wanted."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027Q1", 12)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("A shortage of scanners", deliveries=steps((8, 1.0), (4, 0.0))),
        "scanners_enough.xlsx": _book("Scanners enough", deliveries=steps((1, 13.0), (11, 0.0))),
    }


def _book(case_name: str, deliveries: tuple[float, ...]) -> Book:
    """Return the case with a number of scanners delivered in each quarter."""
    return teaching_book(
        case_name,
        CALENDAR,
        {
            "regions": table("region", ("Taiwan",)),
            "sites": table("site region", ("Kaohsiung", "Taiwan")),
            "nodes": table(
                "node kind phase_kwspm phase_capex_usd_bn", ("N3", "logic", 10, 4.0), ("N2", "logic", 10, 5.6)
            ),
            "site_nodes": table(
                "site node lead_periods ramp spend",
                ("Kaohsiung", "N3", 4, "at once", "at the start"),
                ("Kaohsiung", "N2", 4, "at once", "at the start"),
            ),
            "products": table("product shortage_penalty_usd", ("Server", 5000), ("Trainer", 6000)),
            "materials": table(
                "product part node units good_units_per_wafer",
                ("Server", "compute die", "N3", 1, 20),
                ("Trainer", "compute die", "N2", 1, 20),
            ),
            "markets": table("market", ("World",)),
            "demand": [
                {"product": "Server", "market": "World", "values": steps((4, 0), (8, 1200))},
                {"product": "Trainer", "market": "World", "values": steps((4, 0), (8, 600))},
            ],
            "funds": table("fund", ("Investors",)),
            "budget": [{"fund": "Investors", "values": steps((1, 100.0), (11, 0.0))}],
            "tools": [{"tool": "EUV scanner", "values": deliveries}],
            "tool_use": table(
                "tool node tools_per_kwspm periods_before_output",
                ("EUV scanner", "N3", 0.4, 1),
                ("EUV scanner", "N2", 0.5, 1),
            ),
        },
    )
