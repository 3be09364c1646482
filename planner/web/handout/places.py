"""Where charts and their pictures are stored: with a run, a study, or the second of two runs that are compared."""

from planner.web.store.records import ANSWER, BESIDE, CHARTS

SEPARATOR = "-"
"""Between the two runs of a task that compares them."""
PERIOD = "@"
"""Before the period of the map of sites that a task draws."""


def places(run: str) -> tuple[str, tuple[str, ...], str]:
    """Return the run whose files are meant, the files that may hold the charts, and the one with the pictures."""
    if SEPARATOR in run:
        first, second = run.split(SEPARATOR)
        return second, (BESIDE.format(first),), f"pictures-{first}.json"
    if PERIOD in run:
        of, period = run.split(PERIOD, 1)
        return of, (CHARTS,), f"sites-{period}.json"
    return run, (CHARTS, ANSWER), "pictures.json"
