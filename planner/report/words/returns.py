"""Returns in words: a rate or why there is none, when money is back, what is missing, what is a transfer, and how."""

from collections.abc import Iterator

from planner.case.records import Case, Objective
from planner.report.figures.value.returns import Return, Value

NO_RATE, NOT_BACK, UNKNOWN = "no rate", "not by the end", "price missing"
_TRANSFERS = ("credits", "tariff", "cost_of_money")
_OF_BUYERS = ("freight", "tariff", "stock", "part_stock", "purchases")
ReturnRow = tuple[str, float | str, float | str, str]
"""Name, NPV in bn USD, IRR in per cent a year, and when money is back."""

HOW = (
    "Fabs are paid for wafers that leave them, at the wafer price of their node; packaging houses for good packages, "
    "where the product has a package price.",
    "New are the phases that the plan starts, those under way, and what is converted. A site's wafers are shared "
    "between them and what stands already, by capacity.",
    "A fund earns its share of each fab: the share of what is drawn for it over the horizon. Draws for a site itself "
    "count with the fabs there, by capex.",
    "Cash is real and flows in mid-period: capex, grants, sales, running. It holds no taxes and no cost of money, to "
    "which the rate is to be compared.",
    "NPV is at the rate beside it, a fund's required return or the discount rate. The end value counts in NPV and IRR, "
    "not in when money is paid back.",
)
VIEWS = (
    "A transfer is paid by one and got by another, and so worth nothing to society.",
    "Shortage penalties, the price of changes and the cost of money are prices that nobody pays here: they stand in no "
    "column.",
)


def rate_words(of: Return) -> float | str:
    """Return the internal rate of return in per cent a year, or why there is no single one."""
    if of.lacking:
        return UNKNOWN
    if not of.rates:
        return NO_RATE
    return 100 * of.rates[0] if len(of.rates) == 1 else f"{len(of.rates)} rates"


def worth_words(of: Return) -> float | str:
    """Return the present value in bn USD, or that a price is missing."""
    return UNKNOWN if of.lacking else of.npv_usd_bn


def payback_words(case: Case, of: Return, period: int | None) -> str:
    """Return when money is back."""
    if of.lacking:
        return UNKNOWN
    return NOT_BACK if period is None else case.calendar.label(period)


def return_rows(value: Value) -> Iterator[ReturnRow]:
    """Yield the returns of every fund that pays for something, and of all new fabs."""
    for of in (*value.funds, value.whole):
        yield of.name, worth_words(of), rate_words(of), payback_words(value.case, of, of.payback)


def missing_sentence(value: Value) -> str:
    """Return what to fill in before all returns are known; empty where nothing is missing."""
    if not value.lacking:
        return ""
    nodes = ", ".join(sorted(value.lacking))
    return (
        f"No price is known for wafers of {nodes}: write nodes!wafer_price_usd, or for packaging the "
        "products!package_price_usd; sums leave their sales out."
    )


def no_price_sentence(case: Case) -> str:
    """Return that packages without a price are worth nothing here; empty where all have one."""
    free = [product.name for product in case.products.values() if not product.price_usd]
    if not free or case.settings.objective is Objective.PROFIT:
        return ""
    return f"No price is known of {', '.join(free)}: write products!price_usd, or they count as worth nothing."


def is_transfer(case: Case, line: str) -> bool:
    """Say whether a cost line of a plan is a transfer, which its objective leaves out."""
    return case.settings.is_for_society and line in _TRANSFERS


def is_of_buyers(case: Case, line: str) -> bool:
    """Say whether a cost line of a plan is of those who buy from fabs, whose profit alone its objective counts."""
    return case.settings.is_for_fabs and line in _OF_BUYERS


def line_unit(case: Case, line: str) -> str:
    """Return the unit of a cost line, with what keeps it out of the objective."""
    if is_of_buyers(case, line):
        return "usd_bn, paid by those who buy from fabs: not counted"
    return "usd_bn, a transfer: not counted" if is_transfer(case, line) else "usd_bn"


def line_words(case: Case, line: str) -> str:
    """Return the name of a cost line, with what keeps it out of the objective."""
    words = line.replace("_", " ")
    if is_transfer(case, line):
        return f"{words} (transfer, not counted)"
    if is_of_buyers(case, line):
        return f"{words} (paid by buyers, not counted)"
    if case.settings.is_for_fabs and line == "revenue":
        return "revenue of fabs, at transfer prices"
    is_unpaid = not case.settings.counts_penalties and line == "shortage_penalty"
    return f"{words} (not counted)" if is_unpaid else words
