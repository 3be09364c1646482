"""Two futures of demand, and one fab that only one of them needs: not worth building yet, and worth waiting for."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

QUARTERS = 12
CALENDAR = Calendar.starting("2027Q1", QUARTERS)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("Wait for demand", {"flat": 60, "growth": 40}),
        "demand_grows.xlsx": _book("Demand is sure to grow", {"growth": 100}),
    }


def _book(case_name: str, futures: dict[str, int]) -> Book:
    """Return the case with futures of a probability in per cent."""
    return teaching_book(
        case_name,
        CALENDAR,
        {
            "regions": table("region", ("USA",)),
            "sites": table("site region", ("Phoenix", "USA")),
            "nodes": table("node kind phase_kwspm phase_capex_usd_bn", ("N3", "logic", 4, 2)),
            "site_nodes": table("site node lead_periods ramp spend", ("Phoenix", "N3", 4, "at once", "at the start")),
            "capacity": [{"site": "Phoenix", "node": "N3", "values": steps((QUARTERS, 4.0))}],
            "products": table("product shortage_penalty_usd", ("Accelerator", 10000)),
            "materials": table(
                "product part node units good_units_per_wafer", ("Accelerator", "compute die", "N3", 1, 5)
            ),
            "markets": table("market", ("USA",)),
            "scenarios": table("scenario probability_pct", *futures.items()),
            "demand": [
                {"product": "Accelerator", "market": "USA", "scenario": scenario, "values": steps((QUARTERS, kunits))}
                for scenario, kunits in (("flat", 60.0), ("growth", 120.0))
                if scenario in futures
            ],
            "funds": table("fund", ("National fund",)),
            "budget": [{"fund": "National fund", "values": steps((1, 5.0), (QUARTERS - 1, 0.0))}],
        },
    )
