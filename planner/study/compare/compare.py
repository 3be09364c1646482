"""Compare: two cases, two plans, or both, given as workbooks in any order."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from planner.report.readback.tables import read_tables
from planner.study.answers.answer import Answer
from planner.study.answers.table import Table
from planner.study.compare.decisions import moved
from planner.study.compare.figures import by_fund, by_year, summary_lines
from planner.study.compare.inputs import differences
from planner.workbook.case_file import read_case_file
from planner.workbook.faults.fault import InputFaults

Plan = Mapping[str, Any]


class NothingToCompareError(ValueError):
    """The files are not two cases, two plans, or both."""


def compare(*paths: Path | str) -> Answer:
    """Return what differs between two case workbooks, two plan workbooks, or both pairs in one call.

    The sheets say which is a case and which a plan; the first of each kind is the old one. Inputs are compared
    cell by cell, plans by decisions, coverage by year (per cent) and money (usd_bn). Equal files give an empty
    answer.
    Raises NothingToCompareError where there are not two of a kind, InputFaults for a workbook with errors.
    """
    files = [Path(path) for path in paths]
    plans = [(path, plan) for path in files if (plan := _plan(path)) is not None]
    cases = [path for path in files if path not in {path for path, _ in plans}]
    if sorted((len(cases), len(plans))) not in ([0, 2], [2, 2]):
        raise NothingToCompareError(
            f"Give two cases, two plans, or both: these are {len(cases)} cases and {len(plans)} plans."
        )
    tables = [*_of_cases(cases), *_of_plans([plan for _, plan in plans])]
    names = [" and ".join(path.name for path in of) for of in (cases, [path for path, _ in plans]) if of]
    sentences = tuple(_sentences(cases, tables, plans))
    return Answer("compare", f"What differs: {'; '.join(names)}", sentences, tuple(one for one in tables if one.rows))


def _plan(path: Path) -> Plan | None:
    """Return the tables of a plan workbook; nothing for any other file."""
    try:
        tables = read_tables(path)
    except InputFaults:
        return None
    return tables if "starts" in tables and "summary" in tables else None


def _of_cases(cases: Sequence[Path]) -> Iterator[Table]:
    if not cases:
        return
    first, second = (read_case_file(path).tables for path in cases)
    assert first is not None, "a case file without errors has its rows"
    assert second is not None
    columns = ("sheet", "row", "field", "before", "after", "change")
    brief = ("sheet", "row", "field", "before", "after")
    yield Table("inputs", "Inputs, cell by cell", columns, tuple(differences(first, second)), brief=brief)


def _of_plans(plans: Sequence[Plan]) -> Iterator[Table]:
    if not plans:
        return
    first, second = plans
    columns: tuple[str, ...] = ("site", "what", "phases", "start before", "start after")
    yield Table("decisions", "Decisions: starts that differ", columns, tuple(moved(first, second)))
    yield Table(
        "figures",
        "Figures of the summary",
        ("figure", "before", "after", "change", "unit"),
        tuple(summary_lines(first, second)),
    )
    years = tuple(by_year(first, second))
    has_change = any(abs(change) > 1e-9 for *_, change in years)
    note = "All scenarios count alike."
    columns = ("year", "before [%]", "after [%]", "change [points]")
    yield Table("coverage", "Coverage by year", columns, years if has_change else (), note)
    columns = ("fund", "before [bn USD]", "after [bn USD]", "change [bn USD]")
    yield Table("money", "Drawn from each fund", columns, tuple(by_fund(first, second)))


def _sentences(cases: Sequence[Path], tables: Sequence[Table], plans: Sequence[Any]) -> Iterator[str]:
    rows = {table.name: table.rows for table in tables}
    if not any(rows.values()):
        yield "Nothing differs."
        return
    if cases:
        count = len(rows["inputs"])
        sheets = ", ".join(dict.fromkeys(str(row[0]) for row in rows["inputs"]))
        yield (
            f"{count} {'cell differs' if count == 1 else 'cells differ'} on {sheets}."
            if count
            else "The inputs are the same."
        )
    if plans:
        count = len(rows["decisions"])
        if not count:
            yield "Both plans start the same phases in the same periods."
        else:
            later = sum(1 for *_, before, after in rows["decisions"] if before and after)
            yield (
                f"{count} {'start differs' if count == 1 else 'starts differ'}: {later} moved in time, "
                f"{count - later} in one of the plans only."
            )
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
