"""Thirty-two quarters from 2026Q4, and the settings of the foundry."""

from inputs.rows import Row, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2026Q4", 32)

_CHOICE = "choice of this case"
_MONEY = "incumbent foundries: 8-10 % nominal, less 2 % inflation; assumption; confidence L"
_LIFE = "foundries' annual reports: equipment over 5 years, straight line; confidence H"
_WHY = (
    "A company builds what earns its cost of capital: an order is taken for its price, and one that is declined costs"
    " goodwill and the damages of its contract, not the customer's margin."
    " Profit is before research, overhead and what existing fabs have cost already"
)
_CHANGE = "a start that differs from the board's plan: orders moved, crews idle; assumption; confidence L"


def settings() -> list[Row]:
    """Return the settings of the foundry."""
    return table(
        "key value source note",
        ("case_name", "A foundry's capacity plan to 2034, against the plan of its board", _CHOICE, ""),
        ("first_period", "2026Q4", _CHOICE, ""),
        ("periods", 32, _CHOICE, ""),
        ("period_months", 3, _CHOICE, ""),
        ("discount_rate_pct", 7.0, _MONEY, ""),
        ("price_year", 2026, _CHOICE, ""),
        ("objective", "profit", _CHOICE, _WHY),
        ("end_value", "straight_line", _LIFE, ""),
        ("equipment_life_years", 5.0, _LIFE, ""),
        ("change_price_usd_bn_per_phase", 0.1, _CHANGE, ""),
    )
