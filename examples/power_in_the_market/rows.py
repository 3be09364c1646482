"""Accelerators that a market cannot switch on: power that grows by what is made already, and power for all."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

QUARTERS = 12
CALENDAR = Calendar.starting("2027Q1", QUARTERS)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("Power in the market", tuple(180.0 * (t + 1) for t in range(QUARTERS))),
        "enough_power.xlsx": _book("Power for all that is wanted", steps((QUARTERS, 4320.0))),
    }


def _book(case_name: str, megawatts: tuple[float, ...]) -> Book:
    """Return the case with the power for accelerators to date."""
    book = teaching_book(
        case_name,
        CALENDAR,
        {
            "regions": table("region", ("USA",)),
            "sites": table("site region", ("Phoenix", "USA")),
            "nodes": table("node kind phase_kwspm phase_capex_usd_bn", ("N3", "logic", 4, 2)),
            "site_nodes": table("site node lead_periods ramp spend", ("Phoenix", "N3", 4, "at once", "at the start")),
            "capacity": [{"site": "Phoenix", "node": "N3", "values": steps((QUARTERS, 4.0))}],
            "products": table("product shortage_penalty_usd power_kw", ("Accelerator", 10000, 2)),
            "materials": table(
                "product part node units good_units_per_wafer", ("Accelerator", "compute die", "N3", 1, 5)
            ),
            "markets": table("market", ("USA",)),
            "deployment": [{"market": "USA", "values": megawatts}],
            "demand": [{"product": "Accelerator", "market": "USA", "values": steps((QUARTERS, 120))}],
            "funds": table("fund", ("National fund",)),
            "budget": [{"fund": "National fund", "values": steps((1, 5.0), (QUARTERS - 1, 0.0))}],
        },
    )
    overhead = {"key": "deployment_overhead_pct", "value": 50, "source": book["settings"][0]["source"]}
    return {**book, "settings": [*book["settings"], overhead]}
