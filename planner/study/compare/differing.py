"""Tables and sentences on what differs between two cases and two plans; where nothing does, a table has no rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planner.study.answers.table import Table
from planner.study.compare.decisions import moved
from planner.study.compare.figures import NO_CASES, Cases, by_fund, by_year, has_classes, summary_lines
from planner.study.compare.inputs import differences
from planner.workbook.assemble.tables import Tables

Plan = Mapping[str, Any]
"""The tables of a plan workbook by name."""


def of_cases(first: Tables, second: Tables) -> Table:
    """Return the inputs that differ, cell by cell."""
    columns = ("sheet", "row", "field", "before", "after", "change")
    brief = ("sheet", "row", "field", "before", "after")
    return Table("inputs", "Inputs, cell by cell", columns, tuple(differences(first, second)), brief=brief)


def of_plans(first: Plan, second: Plan, cases: Cases = NO_CASES) -> Iterator[Table]:
    """Yield decisions, figures of the summary, coverage and money, each with what differs. Cases, where known."""
    columns: tuple[str, ...] = ("site", "what", "phases", "start before", "start after")
    yield Table("decisions", "Decisions: starts that differ", columns, tuple(moved(first, second)))
    yield Table(
        "figures",
        "Figures of the summary",
        ("figure", "before", "after", "change", "unit"),
        tuple(summary_lines(first, second)),
    )
    years = tuple(by_year(first, second, cases))
    has_change = any(abs(change) > 1e-9 for *_, change in years)
    note = "All scenarios count alike."
    if None in cases and (has_classes(first) or has_classes(second)):
        note += " Demand of classes is left out: give both cases too, which say what a package counts for."
    columns = ("year", "before [%]", "after [%]", "change [points]")
    yield Table("coverage", "Coverage by year", columns, years if has_change else (), note)
    columns = ("fund", "before [bn USD]", "after [bn USD]", "change [bn USD]")
    yield Table("money", "Drawn from each fund", columns, tuple(by_fund(first, second)))


def input_sentence(rows: Sequence[tuple[Any, ...]]) -> str:
    """Return how many cells differ, and on which sheets."""
    count = len(rows)
    sheets = ", ".join(dict.fromkeys(str(row[0]) for row in rows))
    return (
        f"{count} {'cell differs' if count == 1 else 'cells differ'} on {sheets}."
        if count
        else ("The inputs are the same.")
    )


def plan_sentences(rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> Iterator[str]:
    """Yield how decisions, coverage and objective differ, and what the gaps leave open. `rows` are those of tables."""
    count = len(rows["decisions"])
    if not count:
        yield "Both plans start the same phases in the same periods."
    else:
        later = sum(1 for *_, before, after in rows["decisions"] if before and after)
        parts = [(later, "moved in time"), (count - later, "in one of the plans only")]
        said = ", ".join(f"{number} {words}" for number, words in parts if number)
        yield f"{count} {'start differs' if count == 1 else 'starts differ'}: {said}."
    for name, before, after, change, unit in rows["figures"]:
        if name in ("coverage_pct", "objective") and isinstance(change, float):
            words = {"coverage_pct": "Coverage", "objective": "The objective"}[str(name)]
            shown_unit = {"usd_bn": "bn USD"}.get(str(unit), str(unit))
            yield f"{words} goes from {before:.2f} to {after:.2f} {shown_unit} ({change:+.2f})."
    gap = next((row for row in rows["figures"] if row[0] == "gap_usd_bn"), None)
    if gap is not None and isinstance(gap[1], float) and isinstance(gap[2], float):
        yield (
            f"The gaps leave {gap[1]:.2f} and {gap[2]:.2f} bn USD open: a smaller difference of the objective is "
            "not distinguishable from none."
        )
