"""What a plan starts in its first year against what another one does: the decisions that cannot wait."""

from collections import Counter
from collections.abc import Iterator, Sequence

from planner.case.records import Case
from planner.plan.records import Schedule
from planner.study.answers.table import Cell, Table

_SAME = "the same"
Starts = Counter[tuple[str, str]]


def first_starts(case: Case, schedule: Schedule) -> Starts:
    """Return phases started within the first year by site and node."""
    starts: Starts = Counter()
    for start in schedule.starts:
        if start.period < case.calendar.periods_per_year:
            starts[start.site, start.node] += start.phases
    return starts


def difference(before: Starts, after: Starts | None) -> str:
    """Return how starts of the first year differ, in words: "A14 at Ohio 1 to 0"; empty where they do not."""
    if after is None:
        return "no plan"
    changed = [key for key in {**before, **after} if before[key] != after[key]]
    return "; ".join(f"{node} at {site} {before[site, node]} to {after[site, node]}" for site, node in changed)


def first_year_table(swing: float, rows: Sequence[tuple[str, str, str]]) -> Table:
    """Return the table of assumptions with what each changes in the first year, lower and higher."""
    cells: tuple[tuple[Cell, ...], ...] = tuple((name, less or _SAME, more or _SAME) for name, less, more in rows)
    note = "Phases that start in the first year, against the plan found for the case. Plans of one cost may differ too."
    title = f"Starts of the first year with {100 * swing:.0f} % less and more of each"
    return Table("first_year", title, ("assumption", "less", "more"), cells, note)


def first_year_sentences(swing: float, rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """Yield which assumptions change a start of the first year in the plans found."""
    changing = [name for name, less, more in rows if less or more]
    if rows and not changing:
        by = f"{100 * swing:.0f} %"
        yield f"With {by} less and more of each, the plans found start the same phases in the first year."
    elif changing:
        yield (
            f"In the plans found, starts of the first year differ with other figures of {', '.join(changing)}: the "
            "table first_year says how. Plans of one cost may differ too."
        )
