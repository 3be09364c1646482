"""Cost lines that one pays another: in a plan for society they are shown, and not counted."""

from planner.case.records import Case

_TRANSFERS = ("credits", "tariff", "cost_of_money")


def is_transfer(case: Case, line: str) -> bool:
    """Say whether a cost line of a plan is a transfer, which its objective leaves out."""
    return case.settings.is_for_society and line in _TRANSFERS


def line_words(case: Case, line: str) -> str:
    """Return the name of a cost line, with what keeps it out of the objective."""
    words = line.replace("_", " ")
    if is_transfer(case, line):
        return f"{words} (transfer, not counted)"
    is_unpaid = case.settings.is_for_society and line == "shortage_penalty"
    return f"{words} (not counted)" if is_unpaid else words
