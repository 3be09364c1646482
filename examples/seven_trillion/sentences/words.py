"""Words that several sentences share."""

from examples.seven_trillion.ceiling import REFERENCE
from examples.seven_trillion.claims import number
from examples.seven_trillion.runs.results import Results
from planner.study.answers.interval import Interval

_IN_WORDS: dict[float, str] = {2: "two", 3: "three", 4: "four"}


def listed(words: list[str]) -> str:
    """Return words with commas, and `and` before the last."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def years(periods: int) -> str:
    """Return a number of quarters in years."""
    count = periods / 4
    return "a year" if count == 1 else f"{_IN_WORDS.get(count, number(count))} years"


def worth_of_fabs(results: Results) -> Interval:
    """Return what the new fabs are worth that the three large funds pay for."""
    game = results.parts["funds"]
    return results.saving(game["solves"][""], REFERENCE)
