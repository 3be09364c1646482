"""Compare: two cases, two plans, or both, given as workbooks in any order."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from planner.report.readback.plan_workbook import read_plan
from planner.report.readback.tables import read_tables
from planner.study.answers.answer import Answer
from planner.study.answers.table import Table
from planner.study.compare.differing import Plan, input_sentence, of_cases, of_plans, plan_sentences
from planner.study.compare.figures import NO_CASES
from planner.study.compare.pictures import Side, pictures
from planner.workbook.case_file import CaseFile, read_case_file
from planner.workbook.faults.fault import InputFaults


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
    sources = [read_case_file(path) for path in cases]
    known = (sources[0].case, sources[1].case) if sources else NO_CASES
    tables = [*_of_cases(sources), *(of_plans(plans[0][1], plans[1][1], known) if plans else ())]
    names = [" and ".join(path.name for path in of) for of in (cases, [path for path, _ in plans]) if of]
    sentences = tuple(_sentences(cases, tables, plans))
    title = f"What differs: {'; '.join(names)}"
    differing = tuple(one for one in tables if one.rows)
    if not plans or not differing:
        return Answer("compare", title, sentences, differing)
    sides = [_side(path, plan, source) for (path, plan), source in zip_longest(plans, sources)]
    return Answer("compare", title, sentences, differing, pictures=pictures(*sides))


def _plan(path: Path) -> Plan | None:
    """Return the tables of a plan workbook; nothing for any other file."""
    try:
        tables = read_tables(path)
    except InputFaults:
        return None
    return tables if "starts" in tables and "summary" in tables else None


def _side(path: Path, tables: Plan, source: CaseFile | None) -> Side:
    """Return a plan to be drawn, with its stages of construction where the case of the same place is its own."""
    if source is None:
        return Side(tables)
    try:
        return Side(tables, source.case, read_plan(path, source.case))
    except InputFaults:
        return Side(tables)


def _of_cases(cases: Sequence[CaseFile]) -> Iterator[Table]:
    if not cases:
        return
    first, second = (source.tables for source in cases)
    assert first is not None, "a case file without errors has its rows"
    assert second is not None
    yield of_cases(first, second)


def _sentences(cases: Sequence[Path], tables: Sequence[Table], plans: Sequence[Any]) -> Iterator[str]:
    rows = {table.name: table.rows for table in tables}
    if not any(rows.values()):
        yield "Nothing differs."
        return
    if cases:
        yield input_sentence(rows["inputs"])
    if plans:
        yield from plan_sentences(rows)
