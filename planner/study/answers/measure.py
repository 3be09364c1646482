"""What studies compare, in words: what the optimum of a case is an optimum of."""

from planner.case.records import Case, Objective

_WORDS = {
    Objective.LEAST_COST: "cost",
    Objective.COVERAGE_FIRST: "shortage penalty",
    Objective.PROFIT: "profit",
}


def measured(case: Case) -> str:
    """Return the word: the cost, the shortage penalty where coverage comes first, or the profit of somebody."""
    if case.settings.is_for_fabs:
        return "profit of fabs"
    return "value to society" if case.settings.is_for_society else _WORDS[case.settings.objective]
