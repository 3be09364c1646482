"""A new product on N3: a new phase that comes late, or an old N5 line turned over while it still sells."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027Q1", 12)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("A conversion or a new phase", conversion=True),
        "new_only.xlsx": _book("A new phase only", conversion=False),
    }


def _book(case_name: str, conversion: bool) -> Book:
    """Return the case with or without the permission to convert."""
    sheets: Book = {
        "regions": table("region", ("Taiwan",)),
        "sites": table("site region", ("Tainan", "Taiwan")),
        "nodes": table("node kind phase_kwspm phase_capex_usd_bn", ("N5", "logic", 10, 3.2), ("N3", "logic", 10, 4.0)),
        "site_nodes": table(
            "site node lead_periods ramp spend max_phases", ("Tainan", "N3", 6, "at once", "at the start", 1)
        ),
        "capacity": [{"site": "Tainan", "node": "N5", "values": steps((12, 20.0))}],
        "products": table("product shortage_penalty_usd", ("Last generation", 1000), ("Next generation", 3000)),
        "materials": table(
            "product part node units good_units_per_wafer",
            ("Last generation", "compute die", "N5", 1, 20),
            ("Next generation", "compute die", "N3", 1, 20),
        ),
        "markets": table("market", ("World",)),
        "demand": [
            {"product": "Last generation", "market": "World", "values": steps((4, 1200), (8, 600))},
            {"product": "Next generation", "market": "World", "values": steps((4, 0), (8, 600))},
        ],
        "funds": table("fund", ("Founders",)),
        "budget": [{"fund": "Founders", "values": steps((1, 10.0), (11, 0.0))}],
    }
    if conversion:
        sheets["conversions"] = table(
            "site from_node to_node lump_kwspm capex_usd_bn_per_lump downtime_periods output_ratio_pct max_lumps",
            ("Tainan", "N5", "N3", 10, 1.0, 2, 80, 2),
        )
    return teaching_book(case_name, CALENDAR, sheets)
